"""The network as a whole: gradients of every parameter, dropout, settings, saving and loading."""

import numpy as np
import pytest

from mlpkit import MLP, SGD, Adam, fit
from mlpkit.gradcheck import gradcheck
from mlpkit.layers import LAYERS, Dense, Layer
from mlpkit.losses import LOSSES
from tests.support.peers import torch_or_skip

LOSS_NAMES = list(LOSSES)


def batch(loss, N=5, D=4, K=3, dtype=np.float64):
    rng = np.random.default_rng(7)
    X, T = rng.standard_normal((N, D)).astype(dtype), rng.uniform(0, 1, (N, K)).astype(dtype)
    return X, T / T.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("loss", LOSS_NAMES)
@pytest.mark.parametrize("output", ["identity", "tanh"])
def test_gradient_of_every_parameter(loss, output):
    net = MLP([4, 6, 5, 3], ["tanh", "softplus"], loss=loss, output=output, dtype=np.float64, seed=3)
    X, T = batch(loss)
    for i, w in enumerate(net.params):
        start = w.copy()

        def value(value, w=w):
            w[...] = value
            return net.loss_and_gradient(net.forward(X), T)[0]

        def gradient(at, dL, w=w, i=i):
            w[...] = at
            net.backward(dL * net.loss_and_gradient(net.forward(X), T)[1])
            return net.grads[i]

        assert gradcheck(value, gradient, start) < 1e-6
        w[...] = start


def test_agrees_with_torch():
    torch = torch_or_skip()
    net = MLP([4, 6, 5, 3], ["relu", "sigmoid"], dtype=np.float64)
    X, T = batch("softmax_cross_entropy")
    layers = [torch.nn.Linear(4, 6), torch.nn.ReLU(), torch.nn.Linear(6, 5), torch.nn.Sigmoid(), torch.nn.Linear(5, 3)]
    peer = torch.nn.Sequential(*layers).double()
    with torch.no_grad():
        for theirs, ours in zip(peer.parameters(), net.params, strict=True):
            theirs.copy_(torch.tensor(ours))
    out = peer(torch.tensor(X))
    expected = torch.nn.functional.cross_entropy(out, torch.tensor(T))
    expected.backward()
    loss, dZ = net.loss_and_gradient(net.forward(X), T)
    net.backward(dZ)
    np.testing.assert_allclose(loss, expected.item(), rtol=1e-12)
    for ours, theirs in zip(net.grads, peer.parameters(), strict=True):
        np.testing.assert_allclose(ours, theirs.grad.numpy(), atol=1e-12)


def test_the_first_layer_has_no_input_gradient_unless_asked():
    net = MLP([4, 6, 3], dtype=np.float64)
    X, T = batch("mse")
    assert net.backward(net.loss_and_gradient(net.forward(X), T)[1]) is None
    net.layers[0].input_grad = True

    def value(X):
        return net.loss_and_gradient(net.forward(X), T)[0]

    def gradient(X, dL):
        return net.backward(dL * net.loss_and_gradient(net.forward(X), T)[1])

    assert gradcheck(value, gradient, X) < 1e-6


def test_same_seed_same_weights():
    first, second, other = (MLP([4, 6, 3], seed=seed) for seed in (1, 1, 2))
    assert all(np.array_equal(a, b) for a, b in zip(first.params, second.params, strict=True))
    assert not np.array_equal(first.params[0], other.params[0])
    assert not np.array_equal(first.params[0][:3, :3], first.params[2][:3, :3])


@pytest.mark.parametrize("loss", LOSS_NAMES)
@pytest.mark.parametrize("activation", ["relu", "tanh", "gelu", "selu"])
def test_float32_all_the_way(loss, activation):
    net = MLP([4, 6, 6, 3], activation, loss=loss, dropout=0.2, output="softplus")
    X, T = batch(loss, dtype=np.float32)
    Z = net.forward(X, np.random.default_rng(0))
    _, dZ = net.loss_and_gradient(Z, T)
    net.backward(dZ)
    assert {array.dtype for array in [Z, dZ, *net.params, *net.grads]} == {np.dtype(np.float32)}
    assert net.outputs(X.astype(np.float64)).dtype == np.float32


def test_dropout_works_only_with_a_generator():
    net = MLP([4, 50, 3], dropout=0.5)
    X = batch("mse", dtype=np.float32)[0]
    np.testing.assert_array_equal(net.forward(X), net.forward(X))
    noisy = [net.forward(X, np.random.default_rng(seed)) for seed in (0, 0, 1)]
    np.testing.assert_array_equal(noisy[0], noisy[1])
    assert not np.array_equal(noisy[0], noisy[2]) and not np.array_equal(noisy[0], net.forward(X))
    np.testing.assert_array_equal(net.forward(X), net.outputs(X))


def test_settings_reach_the_layers():
    net = MLP([4, 6, 5, 3], ["relu", "identity"], dropout=[0.0, 0.5], init="gaussian", bias=0.1, output="sigmoid")
    kinds = [type(layer).__name__ for layer in net.layers]
    assert kinds == ["Dense", "ActivationLayer", "Dense", "Dropout", "Dense", "ActivationLayer"]
    assert np.abs(net.params[0]).max() < 0.1 and net.layers[3].p == 0.5
    np.testing.assert_array_equal(net.params[1], np.float32(0.1))
    assert [w.shape for w in net.params] == [(6, 4), (6,), (5, 6), (5,), (3, 5), (3,)]
    assert (net.n_inputs, net.n_outputs) == (4, 3)
    assert MLP([2, 3, 4, 1], ("relu", "tanh")).activations == ["relu", "tanh"]
    assert MLP([4, 3]).forward(np.ones((2, 4), np.float32)).shape == (2, 3)


def test_outputs_in_batches_are_the_outputs():
    net = MLP([4, 6, 3])
    X = np.random.default_rng(0).standard_normal((10, 4)).astype(np.float32)
    for size in (1, 3, 10, 99):
        np.testing.assert_allclose(net.outputs(X, batch_size=size), net.forward(X), rtol=1e-5, atol=1e-6)


def fixed(loss, bias, **settings):
    """A network whose outputs are its biases."""
    net = MLP([2, len(bias)], loss=loss, **settings)
    net.params[0][:], net.params[1][:] = 0, bias
    return net


def test_predictions():
    X = np.ones((2, 2), np.float32)
    np.testing.assert_array_equal(fixed("softmax_cross_entropy", [1, 3, 2]).predict(X), [1, 1])
    np.testing.assert_array_equal(fixed("bce_with_logits", [1, -1]).predict(X), [[1, 0], [1, 0]])
    np.testing.assert_array_equal(fixed("bce_with_logits", [0.3]).predict(X), [1, 1])
    np.testing.assert_array_equal(fixed("bce_with_logits", [-0.3]).predict(X), [0, 0])
    np.testing.assert_array_equal(fixed("mse", [1.5, 2.5]).predict(X), [[1.5, 2.5], [1.5, 2.5]])
    np.testing.assert_array_equal(fixed("mse", [1, 3, 2]).classify(np.eye(3)), [0, 1, 2])
    np.testing.assert_array_equal(fixed("mse", [1, 3]).classify(np.array([[0.2, 0.9], [3, 1], [0, 1]])), [1, 0, 1])
    np.testing.assert_array_equal(fixed("mse", [1]).classify(np.array([[0.4], [0.5], [0.6]])), [0, 0, 1])


def test_targets():
    net = MLP([2, 3])
    T = net.targets(np.array([2, 0]))
    assert T.dtype == np.float32
    np.testing.assert_array_equal(T, [[0, 0, 1], [1, 0, 0]])
    np.testing.assert_array_equal(net.targets(np.eye(3)), np.eye(3))
    np.testing.assert_array_equal(MLP([2, 2]).targets(np.array([1, 0])), [[0, 1], [1, 0]])
    np.testing.assert_array_equal(MLP([2, 1], loss="mse").targets(np.array([2.5, 1])), [[2.5], [1]])
    with pytest.raises(ValueError, match=r"t must be \(N,\) or \(N, 3\), got \(4, 2\)"):
        net.targets(np.ones((4, 2)))


def test_save_and_load(tmp_path):
    settings = {"activation": ["tanh", "elu"], "dropout": [0.1, 0.0], "init": "xavier", "bias": 0.5}
    net = MLP([4, 6, 5, 3], **settings, output="sigmoid", loss="mse", dtype=np.float64, seed=9)
    path = tmp_path / "weights.of-mine"
    net.save(path)
    loaded = MLP.load(path)
    for ours, theirs in zip(net.params, loaded.params, strict=True):
        assert ours.dtype == theirs.dtype
        np.testing.assert_array_equal(ours, theirs)
    for name in ("sizes", "activations", "dropout", "init", "bias", "output", "loss", "dtype"):
        assert getattr(net, name) == getattr(loaded, name)
    X = np.ones((2, 4))
    np.testing.assert_array_equal(net.predict(X), loaded.predict(X))
    with np.load(path, allow_pickle=False) as file:
        assert all(file[name].dtype != object for name in file.files)


def test_load_refuses_other_files(tmp_path):
    path = tmp_path / "x.npz"
    with pytest.raises(FileNotFoundError):
        MLP.load(path)
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(ValueError, match=r"is not a network saved by MLP\.save"):
        MLP.load(path)
    np.savez(path, a=np.ones(3))
    with pytest.raises(ValueError, match=r"is not a network saved by MLP\.save"):
        MLP.load(path)
    np.savez(path, config=np.array({"sizes": [1, 2]}, dtype=object))
    with pytest.raises(ValueError, match=r"is not a network saved by MLP\.save"):
        MLP.load(path)
    MLP([2, 3]).save(path)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(ValueError, match=r"is not a network saved by MLP\.save"):
        MLP.load(path)


def test_load_refuses_weights_of_another_shape(tmp_path):
    net = MLP([2, 3])
    net.save(tmp_path / "net")
    with np.load(tmp_path / "net") as file:
        arrays = dict(file)
    arrays["1.W"] = np.float32([[1, 2]])
    np.savez(tmp_path / "net.npz", **arrays)
    with pytest.raises(ValueError, match=r"1\.W in .*net\.npz must have shape \(3, 2\), got \(1, 2\)"):
        MLP.load(tmp_path / "net.npz")


def test_load_reads_files_of_the_first_release(tmp_path):
    net = MLP([2, 3], seed=4)
    net.save(tmp_path / "net")
    with np.load(tmp_path / "net") as file:
        old = {"config": file["config"], "param0": file["1.W"], "param1": file["1.b"]}
    np.savez(tmp_path / "old.npz", **old)
    for ours, theirs in zip(net.params, MLP.load(tmp_path / "old.npz").params, strict=True):
        np.testing.assert_array_equal(ours, theirs)


class Normalise(Layer):
    """Batch normalisation: learns γ and β, keeps the mean for prediction, and differs while training."""

    learnt, kept = ("γ", "β"), ("mean",)

    def __init__(self, n):
        self.γ, self.β, self.mean = np.ones(n, np.float32), np.zeros(n, np.float32), np.zeros(n, np.float32)
        self.dγ, self.dβ = np.zeros_like(self.γ), np.zeros_like(self.β)

    def forward(self, X, training=False):
        self.trained = bool(training)
        if training:
            self.mean = 0.9 * self.mean + 0.1 * X.mean(axis=0)
        self.X = X - (X.mean(axis=0) if training else self.mean)
        return self.γ * self.X + self.β

    def backward(self, dY):
        self.dγ, self.dβ = (dY * self.X).sum(axis=0), dY.sum(axis=0)
        dX = self.γ * dY
        return dX - dX.mean(axis=0)


def with_normalise():
    net = MLP([2, 5, 2], seed=1)
    net.layers.insert(1, Normalise(5))
    return net


@pytest.mark.parametrize("optimizer", [SGD, Adam, lambda params, lr: SGD(params, lr, momentum=0.5)])
def test_a_layer_with_other_parameter_names_is_trained(optimizer):
    net = with_normalise()
    X = np.random.default_rng(0).standard_normal((40, 2)).astype(np.float32)
    before = net.arrays("params")
    before = {name: w.copy() for name, w in before.items()}
    assert list(before) == ["1.W", "1.b", "2.γ", "2.β", "4.W", "4.b"]
    fit(net, X, (X[:, 0] > X[:, 1]).astype(int), epochs=1, optimizer=optimizer(net.params, lr=0.1), progress=False)
    moved = {name for name, w in net.arrays("params").items() if not np.array_equal(w, before[name])}
    # What the normalisation takes away again is a bias before it: it has a gradient of rounding errors.
    assert moved >= before.keys() - {"1.b"}
    assert net.layers[1].trained
    net.predict(X)
    assert not net.layers[1].trained


def test_a_layer_with_other_parameter_names_is_saved_and_loaded(tmp_path):
    net, again = with_normalise(), with_normalise()
    X = np.random.default_rng(0).standard_normal((40, 2)).astype(np.float32)
    fit(net, X, (X[:, 0] > X[:, 1]).astype(int), epochs=2, progress=False)
    net.save(tmp_path / "net")
    again.load_weights(tmp_path / "net")
    np.testing.assert_array_equal(net.outputs(X), again.outputs(X))
    said = r"has 2\.mean, 2\.β, 2\.γ, 4\.W, 4\.b that .* lacks 3\.W, 3\.b.*load_weights"
    with pytest.raises(ValueError, match=said):
        MLP.load(tmp_path / "net")


def test_keep_best_goes_back_to_what_layers_keep_as_well():
    net = with_normalise()
    X, means = np.random.default_rng(0).standard_normal((40, 2)).astype(np.float32), []
    history = fit(
        net,
        X,
        (X[:, 0] > X[:, 1]).astype(int),
        epochs=6,
        optimizer=SGD(net.params, lr=20.0),
        keep_best=True,
        on_epoch=lambda net, history: means.append(net.layers[1].mean.copy()),
        progress=False,
    )
    best = len(history.error) - 1 - int(np.argmin(history.error[::-1]))
    assert best < len(means) - 1, "the best epoch must not be the last for this test to mean anything"
    np.testing.assert_array_equal(net.layers[1].mean, means[best])


def test_a_layer_without_the_contract_is_refused_by_name():
    class Bare:
        def forward(self, X):
            return X

    net = MLP([2, 3])
    net.layers.append(Bare())
    with pytest.raises(TypeError, match=r"layer 2, Bare, has no params: derive it from mlpkit\.layers\.Layer"):
        SGD(net.params)


def test_the_slopes_of_prelu_are_learnt_and_saved(tmp_path):
    net = MLP([2, 4, 2], "prelu", seed=1)
    assert [w.shape for w in net.params] == [(4, 2), (4,), (4,), (2, 4), (2,)]
    X = np.random.default_rng(0).standard_normal((200, 2)).astype(np.float32)
    fit(net, X, (X[:, 0] * X[:, 1] > 0).astype(int), epochs=5, progress=False)
    slopes = net.layers[1].alpha
    assert slopes.dtype == np.float32 and len(set(slopes)) == 4 and 0.25 not in slopes
    net.save(tmp_path / "net")
    np.testing.assert_array_equal(MLP.load(tmp_path / "net").layers[1].alpha, slopes)


def test_a_layer_of_ones_own(monkeypatch):
    class Mine(Dense):
        def forward(self, X):
            return super().forward(X) + 100

    monkeypatch.setitem(LAYERS, "Dense", Mine)
    assert (MLP([2, 3]).forward(np.zeros((1, 2), np.float32)) >= 100).all()


def test_what_a_network_refuses():
    with pytest.raises(ValueError, match=r"sizes must name at least the inputs and the outputs, got \[3\]"):
        MLP([3])
    with pytest.raises(ValueError, match="n_out must be an integer of at least 1, got 0"):
        MLP([3, 0, 2])
    with pytest.raises(ValueError, match=r"unknown loss 'mes'; known: .*huber, mae, mse"):
        MLP([3, 2], loss="mes")
    with pytest.raises(ValueError, match="unknown activation 'rellu'"):
        MLP([3, 4, 2], "rellu")
    with pytest.raises(ValueError, match="activation must be one setting or 1, one for each hidden layer, got 2"):
        MLP([3, 4, 2], ["relu", "relu"])
    with pytest.raises(ValueError, match="dropout must be one setting or 2, one for each hidden layer, got 1"):
        MLP([3, 4, 4, 2], dropout=[0.1])
    net = MLP([3, 2])
    for call in (net.forward, net.predict, net.outputs):
        with pytest.raises(ValueError, match=r"X must have shape \(N, n_inputs\) with n_inputs = 3, got \(5, 4\)"):
            call(np.ones((5, 4)))
    with pytest.raises(ValueError, match=r"X must be finite, got 1 NaN or infinite values, the first at \(1, 2\)"):
        net.predict(np.array([[0, 0, 0], [0, 0, np.nan]]))
    with pytest.raises(ValueError, match="batch_size must be an integer of at least 1, got 0"):
        net.outputs(np.ones((5, 3)), batch_size=0)
