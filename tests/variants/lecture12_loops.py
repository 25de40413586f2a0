"""One network and one point at a time."""


def bias_variance(Y, truth):
    networks, points = Y.shape
    bias = variance = 0.0
    for n in range(points):
        mean = sum(float(Y[r, n]) for r in range(networks)) / networks
        bias += (mean - float(truth[n])) ** 2
        for r in range(networks):
            variance += (float(Y[r, n]) - mean) ** 2 / networks
    return bias / points, variance / points


def dropout(A, U, p):
    mask = A * 0
    for i in range(A.size):
        if U.flat[i] >= p:
            mask.flat[i] = 1 / (1 - p)
    return A * mask, mask
