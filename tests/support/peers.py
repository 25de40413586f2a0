"""Independent implementations to compare with, and ways to draw numbers for them."""

import numpy as np
import pytest
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

WIDTH = {np.float32: 32, np.float64: 64}
TOLERANCE = {np.dtype(np.float32): 2e-5, np.dtype(np.float64): 1e-12}


def torch_or_skip():
    """PyTorch, or a skipped test that says why."""
    return pytest.importorskip("torch", reason="PyTorch is an optional peer: pip install '.[bench]'")


def floats(limit, dtype):
    """Numbers of a dtype up to a limit, small and extreme ones included."""
    return st.floats(-limit, limit, width=WIDTH[dtype])


@st.composite
def matrices(draw, n=1, limit=50, rows=(1, 6), columns=(1, 5)):
    """n arrays of one drawn shape and dtype, entries up to `limit`."""
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    shape = draw(st.tuples(st.integers(*rows), st.integers(*columns)))
    limit = float(dtype(limit))
    return tuple(draw(hnp.arrays(dtype, shape, elements=floats(limit, dtype))) for _ in range(n))


@st.composite
def logits_and_labels(draw, limit=50):
    """Z (N, K) of a drawn dtype and labels t (N,)."""
    (Z,) = draw(matrices(1, limit))
    t = draw(hnp.arrays(np.int64, len(Z), elements=st.integers(0, Z.shape[1] - 1)))
    return Z, t


@st.composite
def distributions(draw, n=1):
    """n arrays of one shape and dtype whose rows are probabilities, zeros and ones among them."""
    weights = draw(matrices(n, limit=5, columns=(2, 5)))
    out = []
    for w in weights:
        w = np.maximum(w, 0)
        w[:, 0] += w.sum(axis=1) == 0
        out.append(w / w.sum(axis=1, keepdims=True))
    return tuple(out)
