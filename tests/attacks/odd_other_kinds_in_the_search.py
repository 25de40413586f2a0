"""Give something of another kind in each call with which the report looks for the mistake.

points: 0
"""

calls = 0
KINDS = [None, (), [[1], [1, 2]], "x", b"x", {1: 2}, 10**400, 1j, lambda: 0, float("nan"), np.float64, True, {1}]


def relu(z):
    global calls
    calls += 1
    if calls < 45:
        return 2.5 * z + 1
    if calls % 5 == 0:
        raise BaseException(np.ones(3))
    return KINDS[calls % len(KINDS)]
