"""Everything in float64 inside, cast back at the end."""

import numpy as np


def mse(Y, T):
    d = Y.astype(np.float64) - T.astype(np.float64)
    per_example = (d**2).reshape(len(d), -1).sum(axis=1) / 2
    return per_example.mean(), (d / len(d)).astype(Y.dtype)


def mae(Y, T):
    d = Y.astype(np.float64) - T
    per_example = np.abs(d).reshape(len(d), -1).sum(axis=1)
    return per_example.mean(), (np.sign(d) / len(d)).astype(Y.dtype)


def huber(Y, T, delta=1.0):
    d = Y.astype(np.float64) - T.astype(np.float64)
    small = np.abs(d) <= delta
    loss = np.select([small], [d * d / 2], delta * np.abs(d) - delta * delta / 2)
    slope = np.maximum(np.minimum(d, delta), -delta)
    return loss.sum() / len(d), (slope / len(d)).astype(Y.dtype)


def entropy(P):
    p = np.asarray(P, np.float64)
    safe = np.where(p > 0, p, 1.0)
    return (p * np.log(1 / safe)).sum(-1).astype(P.dtype)


def kl_divergence(P, Q):
    p, q = P.astype(np.float64), Q.astype(np.float64)
    with np.errstate(divide="ignore"):
        cross = -np.where(p > 0, p * np.log(np.where(p > 0, q, 1)), 0).sum(-1)
    own = -np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0).sum(-1)
    return (cross - own).astype(P.dtype)


def bce_with_logits(Z, T):
    z, t = Z.astype(np.float64), T.astype(np.float64)
    log_p = -np.logaddexp(0, -z)
    log_rest = -np.logaddexp(0, z)
    loss = -(t * log_p + (1 - t) * log_rest).sum() / len(z)
    return loss, ((np.exp(log_p) - t) / len(z)).astype(Z.dtype)
