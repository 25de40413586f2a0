"""Give batches of 24 MB each, of which the check keeps an epoch.

points: 0
exercise: minibatches
"""


def minibatches(X, t, batch_size, rng):
    while True:
        yield np.ones((1500, 2000)), t
