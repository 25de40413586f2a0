"""Optimisers: steps by hand, against PyTorch over many steps, in place, in float32."""

import numpy as np
import pytest

from mlpkit.optim import BLOCK, SGD, Adam, adam_step, momentum_step, sgd_step
from tests.support.peers import torch_or_skip


def drawn(seed=0, dtype=np.float64, steps=8):
    rng = np.random.default_rng(seed)
    shapes = [(3, 4), (3,), (2, 3)]

    def draw():
        return [rng.standard_normal(shape).astype(dtype) for shape in shapes]

    return draw(), [draw() for _ in range(steps)]


def test_sgd_step_by_hand():
    w = np.array([1.0, -2.0])
    np.testing.assert_allclose(sgd_step(w, np.array([3.0, 0.0]), 0.1), [0.7, -2])
    np.testing.assert_allclose(sgd_step(w, np.array([3.0, 0.0]), 0.1, 0.5), [1 - 0.1 * 3.5, -2 + 0.1 * 1])
    np.testing.assert_array_equal(w, [1, -2])


def test_momentum_step_by_hand():
    w, v = momentum_step(np.array([1.0]), np.array([2.0]), np.array([10.0]), 0.1, 0.5)
    np.testing.assert_allclose([w[0], v[0]], [1 - 0.1 * 7, 0.5 * 10 + 2])
    np.testing.assert_allclose(momentum_step(np.ones(1), np.ones(1), np.ones(1), 0.1)[1], 1.9)


def test_adam_step_by_hand():
    zero = np.zeros(1)
    w, m, s = adam_step(np.array([1.0]), np.array([-4.0]), zero, zero, 1, 0.1)
    np.testing.assert_allclose([w[0], m[0], s[0]], [1.1, -0.4, 0.016], rtol=1e-7)
    w, m, s = adam_step(w, np.array([2.0]), m, s, 2, 0.1, 0.5, 0.75)
    m2, s2 = 0.5 * -0.4 + 0.5 * 2, 0.75 * 0.016 + 0.25 * 4
    np.testing.assert_allclose([m[0], s[0]], [m2, s2])
    np.testing.assert_allclose(w[0], 1.1 - 0.1 * (m2 / 0.75) / np.sqrt(s2 / (1 - 0.75**2)), rtol=1e-7)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_sgd_is_its_step_function(momentum):
    params, all_grads = drawn()
    expected, vs = [w.copy() for w in params], [np.zeros_like(w) for w in params]
    optimizer = SGD(params, lr=0.1, momentum=momentum)
    for grads in all_grads:
        optimizer.step(grads)
        pairs = [momentum_step(w, dw, v, 0.1, momentum) for w, dw, v in zip(expected, grads, vs, strict=True)]
        expected, vs = map(list, zip(*pairs, strict=True))
    for w, other in zip(params, expected, strict=True):
        np.testing.assert_allclose(w, other, atol=1e-14)


def test_plain_sgd_with_decay_is_its_step_function():
    params, all_grads = drawn(steps=1)
    expected = [sgd_step(w, dw, 0.1, 0.5 if w.ndim > 1 else 0.0) for w, dw in zip(params, all_grads[0], strict=True)]
    SGD(params, lr=0.1, weight_decay=0.5).step(all_grads[0])
    for w, other in zip(params, expected, strict=True):
        np.testing.assert_allclose(w, other, atol=1e-14)


def test_adam_is_its_step_function():
    params, all_grads = drawn()
    state = [(w.copy(), np.zeros_like(w), np.zeros_like(w)) for w in params]
    optimizer = Adam(params, lr=0.01, beta1=0.8, beta2=0.95, eps=1e-3)
    for t, grads in enumerate(all_grads, 1):
        optimizer.step(grads)
        state = [adam_step(w, dw, m, s, t, 0.01, 0.8, 0.95, 1e-3) for (w, m, s), dw in zip(state, grads, strict=True)]
    for w, (other, _, _) in zip(params, state, strict=True):
        np.testing.assert_allclose(w, other, atol=1e-13)


@pytest.mark.parametrize("make", [lambda w: SGD(w, 0.1, 0.5, 0.1), lambda w: Adam(w, 0.1, weight_decay=0.1)])
def test_large_arrays_are_updated_everywhere(make):
    """Blocks of rows: rows that do not divide, a row longer than a block, a long vector, and a transposed matrix."""
    rng = np.random.default_rng(0)
    block = BLOCK // 8  # numbers of float64
    shapes = [(block // 100 + 1, 301), (3, block + 5), (2 * block + 7,), (400, 300)]
    params = [rng.standard_normal(shape) for shape in shapes]
    params[-1] = params[-1].T
    all_grads = [[rng.standard_normal(w.shape) for w in params] for _ in range(2)]
    halves = [[part for w in params for part in np.array_split(w.copy(), 20, axis=-1)]]
    halves += [[part for dw in grads for part in np.array_split(dw, 20, axis=-1)] for grads in all_grads]
    assert max(part.nbytes for part in halves[0]) <= BLOCK
    whole, parts = make(params), make(halves[0])
    for grads, split in zip(all_grads, halves[1:], strict=True):
        whole.step(grads)
        parts.step(split)
    expected = iter(halves[0])
    for w in params:
        np.testing.assert_allclose(w, np.concatenate([next(expected) for _ in range(20)], axis=-1), rtol=1e-12)


@pytest.mark.parametrize("make", [lambda w: SGD(w, 0.1, 0.9), lambda w: Adam(w, 0.1)])
def test_what_fades_away_is_zero_before_it_is_subnormal(make):
    """A dead unit: one gradient, then none. Subnormal numbers would make every step many times slower."""
    w, quiet = np.ones((3, 2), np.float32), np.float32([[0, 0], [1, 1], [1, 1]])
    optimizer = make([w])
    optimizer.step([np.ones((3, 2), np.float32)])
    for _ in range(1500):
        optimizer.step([quiet])
        state = np.concatenate([a.ravel() for name in ("_v", "_m", "_s") for a in getattr(optimizer, name, [])])
        assert not np.any((state != 0) & (np.abs(state) < np.finfo(np.float32).tiny))
    assert np.any(state == 0) and np.any(state != 0)


PEERS = {
    "plain": (SGD, "SGD", {"lr": 0.1}),
    "momentum": (SGD, "SGD", {"lr": 0.1, "momentum": 0.9}),
    "decay": (SGD, "SGD", {"lr": 0.1, "momentum": 0.5, "weight_decay": 0.3}),
    "adam": (Adam, "AdamW", {"lr": 0.01}),
    "adamw": (Adam, "AdamW", {"lr": 0.01, "weight_decay": 0.3}),
}


@pytest.mark.parametrize("name", PEERS)
def test_optimisers_agree_with_torch(name):
    ours, theirs, settings = PEERS[name]
    torch = torch_or_skip()
    params, all_grads = drawn()
    tensors = [torch.tensor(w, requires_grad=True) for w in params]
    decay = settings.get("weight_decay", 0.0)
    groups = [{"params": [w], "weight_decay": decay if w.ndim > 1 else 0.0} for w in tensors]
    optimizer, peer = ours(params, **settings), getattr(torch.optim, theirs)(groups, **settings)
    for i, grads in enumerate(all_grads):
        if i == 4:
            optimizer.lr = 0.05
            for group in peer.param_groups:
                group["lr"] = 0.05
        for tensor, dw in zip(tensors, grads, strict=True):
            tensor.grad = torch.tensor(dw)
        optimizer.step(grads)
        peer.step()
    for w, tensor in zip(params, tensors, strict=True):
        np.testing.assert_allclose(w, tensor.detach().numpy(), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("make", [SGD, Adam])
def test_in_place_in_float32_and_gradients_untouched(make):
    params, all_grads = drawn(dtype=np.float32)
    kept, grads = list(params), all_grads[0]
    before, grads_before = [w.copy() for w in params], [dw.copy() for dw in grads]
    optimizer = make(params, lr=np.float64(0.1), weight_decay=np.float64(0.1))
    optimizer.step(grads)
    optimizer.step(grads)
    for w, same, old in zip(params, kept, before, strict=True):
        assert w is same and w.dtype == np.float32 and not np.array_equal(w, old)
    for dw, old in zip(grads, grads_before, strict=True):
        np.testing.assert_array_equal(dw, old)
    assert all(
        array.dtype == np.float32 for name in vars(optimizer) if name[0] == "_" for array in vars(optimizer)[name]
    )


@pytest.mark.parametrize(
    "step",
    [
        sgd_step,
        lambda w, dw, lr: momentum_step(w, dw, w, lr)[0],
        lambda w, dw, lr: adam_step(w, dw, w, w * w, 3, lr)[0],
    ],
)
def test_pure_steps_keep_float32(step):
    assert step(np.ones(3, np.float32), np.ones(3, np.float32), np.float64(0.1)).dtype == np.float32


@pytest.mark.parametrize("make", [SGD, Adam])
def test_bad_arguments(make):
    w = np.ones((2, 2))
    with pytest.raises(ValueError, match="lr must be a finite number above 0, got -1"):
        make([w], lr=-1)
    with pytest.raises(ValueError, match="weight_decay must be a finite number of at least 0"):
        make([w], weight_decay=-1e-4)
    with pytest.raises(ValueError, match=r"grads must have the shapes of params, \[\(2, 2\)\], got \[\(2,\)\]"):
        make([w]).step([np.ones(2)])
    with pytest.raises(ValueError, match="grads must have the shapes of params"):
        make([w]).step([])
    for name in ["momentum"] if make is SGD else ["beta1", "beta2"]:
        with pytest.raises(ValueError, match=f"{name} must be at least 0 and below 1, got 1"):
            make([w], **{name: 1})
    with pytest.raises(ValueError, match=r"dw must have shape|v must have shape"):
        momentum_step(w, w, np.ones(3), 0.1)
