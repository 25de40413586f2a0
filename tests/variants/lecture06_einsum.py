"""Index notation with einsum, and recursion in place of loops over the layers."""

import numpy as np


def numerical_gradient(f, x, eps=1e-5):
    basis = np.eye(x.size).reshape(x.size, *x.shape) * eps
    return np.array([(f(x + e) - f(x - e)) / (2 * eps) for e in basis]).reshape(x.shape)


def output_delta(A, T, slope):
    return np.einsum("nk,nk->nk", A - T, slope) / len(A)


def weight_gradient(dZ, A):
    return np.einsum("nj,ni->ji", dZ, A)


def bias_gradient(dZ):
    return np.einsum("nj->j", dZ)


def hidden_delta(dZ, W, slope):
    return np.einsum("nj,ji,ni->ni", dZ, W, slope)


def backward_by_unit(dA, zs, activities, weights, activations):
    def deltas(r):
        if r == len(zs):
            return [dA * activations[r - 1].grad(zs[r - 1])]
        after = deltas(r + 1)
        return [np.einsum("j,ji->i", after[0], weights[r]) * activations[r - 1].grad(zs[r - 1]), *after]

    dbs = deltas(1)
    return [np.einsum("j,i->ji", d, a) for d, a in zip(dbs, activities[:-1], strict=True)], dbs


def backward_pass(dZ, Zs, As, weights, activations):
    *below, last = range(len(weights))
    dW, db = np.einsum("nj,ni->ji", dZ, As[last]), np.einsum("nj->j", dZ)
    if not below:
        return [dW], [db]
    dZ = np.einsum("nj,ji->ni", dZ, weights[last]) * activations[last - 1].grad(Zs[last - 1])
    dWs, dbs = backward_pass(dZ, Zs[:last], As[:last], weights[:last], activations[:last])
    return [*dWs, dW], [*dbs, db]
