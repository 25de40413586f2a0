"""Training: what one epoch does, when it stops, what it keeps, that it repeats itself to the last bit."""

from time import perf_counter

import numpy as np
import pytest

from mlpkit import MLP, SGD, Adam, History, accuracy, evaluate, fit, train_step
from mlpkit.datasets import minibatches, xor
from mlpkit.schedules import SCHEDULES


def clouds(N=90, K=3):
    rng = np.random.default_rng(0)
    t = np.arange(N) % K
    centres = np.array([[2, 0], [-2, 0], [0, 3]])[:K]
    return (centres[t] + 0.4 * rng.standard_normal((N, 2))).astype(np.float32), t


def quiet(net, X, t, **settings):
    return fit(net, X, t, **{"progress": False, **settings})


def test_one_full_batch_epoch_is_one_gradient_step():
    X, t = clouds()
    net, twin = MLP([2, 5, 3], "tanh", dtype=np.float64), MLP([2, 5, 3], "tanh", dtype=np.float64)
    history = quiet(net, X, t, epochs=1, batch_size=None, optimizer=SGD(net.params, lr=0.5))
    loss, dZ = twin.loss_and_gradient(twin.forward(X.astype(np.float64)), twin.targets(t))
    twin.backward(dZ)
    for w, other, dw in zip(net.params, twin.params, twin.grads, strict=True):
        np.testing.assert_allclose(w, other - 0.5 * dw, rtol=1e-9, atol=1e-12)
    assert history.loss == pytest.approx([loss]) and history.step_loss == history.loss


def test_mini_batch_steps_by_hand():
    X, t = clouds(10)
    net, twin = MLP([2, 3]), MLP([2, 3])
    history = quiet(net, X, t, epochs=2, batch_size=4, optimizer=SGD(net.params, lr=0.1), seed=5)
    rng, optimizer, losses, wrong = np.random.default_rng(5), SGD(twin.params, lr=0.1), [], []
    for _ in range(2):
        for X_batch, T_batch in minibatches(X, twin.targets(t), 4, rng):
            Z = twin.forward(X_batch)
            loss, dZ = twin.loss_and_gradient(Z, T_batch)
            twin.backward(dZ)
            optimizer.step(twin.grads)
            losses.append(loss)
            wrong.append(np.mean(Z.argmax(axis=1) != T_batch.argmax(axis=1)))
    assert history.step_loss == losses and len(losses) == 6
    weights = np.array([4, 4, 2]) / 10
    np.testing.assert_allclose(history.loss, np.reshape(losses, (2, 3)) @ weights)
    np.testing.assert_allclose(history.error, np.reshape(wrong, (2, 3)) @ weights, atol=1e-12)
    for w, other in zip(net.params, twin.params, strict=True):
        np.testing.assert_array_equal(w, other)


@pytest.mark.parametrize("batch_size, steps", [(1, 90), (32, 3), (None, 1), (500, 1)])
def test_batch_sizes(batch_size, steps):
    X, t = clouds()
    net = MLP([2, 8, 3])
    assert len(quiet(net, X, t, epochs=1, batch_size=batch_size).step_loss) == steps


def trained(seed, **settings):
    X, t = clouds()
    net = MLP([2, 8, 3], dropout=0.2, seed=1)
    quiet(
        net,
        X,
        t,
        epochs=2,
        batch_size=16,
        seed=seed,
        augment=lambda rng, X: X + rng.normal(0, 0.01, X.shape).astype(X.dtype),
        **settings,
    )
    return net.params


def test_same_seed_same_bits():
    first, second, other = trained(3), trained(3), trained(4)
    assert all(np.array_equal(a, b) and a.dtype == np.float32 for a, b in zip(first, second, strict=True))
    assert not np.array_equal(first[0], other[0])
    from_generator = trained(np.random.default_rng(3))
    assert np.array_equal(first[0], from_generator[0])


@pytest.mark.parametrize("loss", ["softmax_cross_entropy", "mse"])
def test_learns_clouds(loss):
    X, t = clouds()
    net = MLP([2, 16, 3], "tanh", init="xavier", loss=loss)
    T = t if loss == "softmax_cross_entropy" else net.targets(t)
    history = quiet(net, X, T, epochs=30, batch_size=16, optimizer=SGD(net.params, lr=0.05, momentum=0.9))
    assert accuracy(net, X, t) == 1.0 and accuracy(net, X, net.targets(t)) == 1.0
    assert history.loss[-1] < 0.1 * history.loss[0]
    if loss == "mse":
        assert history.error == history.loss


def test_learns_xor_from_two_labels_with_one_output():
    X, t = xor()
    net = MLP([2, 8, 1], "tanh", loss="bce_with_logits", init="xavier")
    history = quiet(net, X, t, epochs=300, batch_size=None, optimizer=Adam(net.params, lr=0.05))
    assert accuracy(net, X, t) == 1.0 and history.error[-1] == 0 and history.error[0] > 0
    np.testing.assert_array_equal(net.predict(X), t)


def test_evaluate_worked_by_hand():
    net = MLP([2, 2])
    net.params[0][:], net.params[1][:] = 0, [0, np.log(3)]
    X = np.zeros((4, 2), np.float32)
    loss, error = evaluate(net, X, np.array([1, 1, 1, 0]))
    np.testing.assert_allclose(loss, (3 * np.log(4 / 3) + np.log(4)) / 4, rtol=1e-6)
    assert error == 0.25 and accuracy(net, X, np.array([1, 1, 1, 0])) == 0.75
    regression = MLP([2, 1], loss="mse")
    regression.params[0][:], regression.params[1][:] = 0, 2
    assert evaluate(regression, X, np.array([0.0, 2.0, 2.0, 2.0])) == (0.5, 0.5)


def test_validation_is_recorded_and_changes_nothing():
    X, t = clouds()
    with_it, without = MLP([2, 8, 3], dropout=0.3), MLP([2, 8, 3], dropout=0.3)
    begin = perf_counter()
    history = quiet(with_it, X, t, epochs=3, validation=(X[:30], t[:30]))
    assert sum(history.seconds) <= perf_counter() - begin  # seconds of the epoch, not on some clock
    plain = quiet(without, X, t, epochs=3)
    np.testing.assert_array_equal(with_it.params[0], without.params[0])
    assert (history.val_loss[-1], history.val_error[-1]) == evaluate(with_it, X[:30], t[:30])
    assert len(history.val_loss) == len(history.val_error) == 3 and history.monitored is history.val_error
    assert plain.val_loss == plain.val_error == [] and plain.monitored is plain.error
    with pytest.warns(DeprecationWarning, match="now History.monitored"):
        assert plain.errors is plain.error
    assert history.stopped == "all epochs done" and len(history.seconds) == 3 and min(history.seconds) > 0


def test_stops_at_the_target_error():
    X, t = clouds()
    net = MLP([2, 16, 3])
    history = quiet(net, X, t, epochs=200, batch_size=16, target_error=0.0)
    assert history.stopped == "target error 0.0 reached" and len(history.loss) < 200
    assert history.error[-1] == 0 and min(history.error[:-1], default=1) > 0


def test_stops_when_patience_runs_out_and_keeps_the_best():
    X, t = clouds()
    errors = iter([0.5, 0.2, 0.3, 0.2, 0.4, 0.1])
    snapshots = []

    def record(net, history):
        snapshots.append([w.copy() for w in net.params])

    class Scripted(MLP):
        def classify(self, Z):
            if len(Z) == 10:  # the validation data: errors as in the script
                self.calls = getattr(self, "calls", 0) + 1
                if self.calls % 2 == 1:
                    return np.zeros(10, int)
                return (np.arange(10) < round(10 * next(errors))).astype(int)
            return super().classify(Z)

    net = Scripted([2, 4, 3])
    settings = {"epochs": 50, "validation": (X[:10], t[:10]), "patience": 3, "on_epoch": record}
    history = quiet(net, X, t, **settings, keep_best=True)
    assert (
        history.val_error == pytest.approx([0.5, 0.2, 0.3, 0.2, 0.4])
        and history.stopped == "no smaller error in 3 epochs"
    )
    best = 3 if history.val_error[3] <= history.val_error[1] else 1
    for w, saved in zip(net.params, snapshots[best], strict=True):
        np.testing.assert_array_equal(w, saved)
    errors = iter([0.5, 0.2, 0.3, 0.2, 0.4])
    quiet(net, X, t, **settings)
    for w, saved in zip(net.params, snapshots[-1], strict=True):
        np.testing.assert_array_equal(w, saved)


@pytest.mark.parametrize("where", ["step", "epoch"])
def test_interrupting_keeps_history_and_weights(where):
    X, t = clouds()
    net = MLP([2, 8, 3])
    before = net.params[0].copy()

    def interrupt(net, history):
        if len(history.step_loss) >= 8:
            raise KeyboardInterrupt

    history = quiet(net, X, t, epochs=9, batch_size=16, **{"on_" + where: interrupt})
    assert history.stopped == "interrupted" and isinstance(history, History)
    assert len(history.loss) == {"step": 1, "epoch": 2}[where]
    assert len(history.step_loss) == {"step": 8, "epoch": 12}[where]
    assert not np.array_equal(net.params[0], before)


def test_divergence_stops_without_a_warning():
    X, t = clouds()
    net = MLP([2, 8, 3], loss="mse")
    history = quiet(net, X, net.targets(t), epochs=50, optimizer=SGD(net.params, lr=1e6), validation=(X, t))
    assert history.stopped.startswith("diverged") and len(history.loss) < 50
    assert not np.isfinite(history.loss[-1])


def test_schedule_sets_the_rate_and_gives_it_back():
    X, t = clouds()
    net, seen = MLP([2, 8, 3]), []
    optimizer = SGD(net.params, lr=0.4)
    history = quiet(
        net,
        X,
        t,
        epochs=2,
        batch_size=30,
        optimizer=optimizer,
        schedule="cosine",
        on_step=lambda *_: seen.append(optimizer.lr),
    )
    np.testing.assert_allclose(seen, 0.2 * (1 + np.cos(np.pi * np.arange(6) / 6)))
    assert history.lr == [seen[2], seen[5]] and optimizer.lr == 0.4

    moments = []

    def schedule(lr, now):
        moments.append((now.epoch, now.epochs, list(now.errors)))
        return lr / 4

    history = quiet(net, X, t, epochs=2, batch_size=45, optimizer=optimizer, schedule=schedule)
    assert [m[:2] for m in moments] == [(0, 2), (0.5, 2), (1, 2), (1.5, 2)]
    assert moments[0][2] == [] and moments[3][2] == history.error[:1] and history.lr == [0.1, 0.1]


def test_default_optimizer():
    X, t = clouds()
    net, twin = MLP([2, 8, 3]), MLP([2, 8, 3])
    quiet(net, X, t, epochs=2)
    quiet(twin, X, t, epochs=2, optimizer=SGD(twin.params, lr=0.1, momentum=0.9))
    np.testing.assert_array_equal(net.params[0], twin.params[0])


def test_augmentation_sees_every_batch_and_the_network_what_it_returns():
    X, t = clouds()
    net, shapes = MLP([2, 3]), []

    def blank(rng, X):
        assert isinstance(rng, np.random.Generator)
        shapes.append(X.shape)
        return np.zeros_like(X)

    before = net.params[0].copy()
    quiet(net, X, t, epochs=1, batch_size=40, augment=blank)
    assert shapes == [(40, 2), (40, 2), (10, 2)]
    np.testing.assert_array_equal(net.params[0], before)


def test_progress_bar(capsys):
    X, t = clouds()
    fit(MLP([2, 3]), X, t, epochs=2)
    shown = capsys.readouterr().err
    assert "training" in shown and "2/2" in shown and "loss=" in shown and "error=" in shown
    fit(MLP([2, 3]), X, t, epochs=2, progress=False)
    assert capsys.readouterr().err == ""


def test_data_stay_as_they_were():
    X, t = clouds()
    kept = X.copy(), t.copy()
    quiet(MLP([2, 8, 3], dropout=0.1), X, t, epochs=2)
    np.testing.assert_array_equal(X, kept[0])
    np.testing.assert_array_equal(t, kept[1])


def test_what_fit_refuses():
    X, t = clouds()
    net = MLP([2, 3])
    bad = X.copy()
    bad[4, 1] = np.nan
    cases = [
        ((bad, t), {}, r"X must be finite, got 1 NaN or infinite values, the first at \(4, 1\)"),
        ((X[:, :1], t), {}, r"X must have shape \(N, D\) with D = 2, got \(90, 1\)"),
        ((X, t[:5]), {}, r"t must have shape \(N\) or \(N, K\) with N = 90, K = 3, got \(5,\)"),
        ((X, t + 1), {}, "t must hold labels 0 to 2 for 3 classes, got 1 to 3"),
        ((X, t.astype(float)), {}, r"t must be a 1-D array of integer labels, got float64"),
        ((X[:0], t[:0]), {}, "X is empty"),
        ((X, np.full((90, 3), np.inf)), {}, "t must be finite"),
        ((X, t), {"epochs": 0}, "epochs must be an integer of at least 1, got 0"),
        ((X, t), {"batch_size": 0}, "batch_size must be an integer of at least 1, got 0"),
        ((X, t), {"schedule": "cosin"}, "unknown schedule 'cosin'; known: constant, cosine"),
        ((X, t), {"validation": (X, t[:3])}, r"t must have shape .*got \(3,\)"),
        ((X.tolist(), t), {}, "X must be a NumPy array, got list"),
    ]
    for data, settings, message in cases:
        before = [w.copy() for w in net.params]
        with pytest.raises(ValueError, match=message):
            quiet(net, *data, **settings)
        assert all((w == old).all() for w, old in zip(net.params, before, strict=True)), "said after it had trained"
    with pytest.raises(ValueError, match="X must be finite"):
        accuracy(net, bad, t)


def test_every_named_schedule_trains():
    X, t = clouds()
    for name in SCHEDULES:
        history = quiet(MLP([2, 8, 3]), X, t, epochs=3, schedule=name)
        assert len(history.lr) == 3 and max(history.lr) <= 0.1


def test_the_first_step_of_an_epoch_is_checked_and_so_is_what_users_call():
    X, t = np.ones((8, 2), np.float32), np.zeros(8, int)
    called = []

    def on_step(net, history):
        called.append(1)
        with pytest.raises(ValueError, match="X must have shape"):
            net.forward(np.ones((1, 3), np.float32))

    quiet(MLP([2, 3, 2]), X, t, epochs=2, batch_size=3, on_step=on_step)
    assert len(called) == 6
    net = MLP([2, 3, 2])
    with pytest.raises(ValueError, match=r"X must have shape \(N, n_inputs\) with n_inputs = 2, got \(3, 5\)"):
        quiet(net, X, t, batch_size=3, augment=lambda rng, X: np.ones((len(X), 5), np.float32))


def test_train_step_is_one_step_by_hand():
    net, twin = MLP([2, 3, 2], dropout=0.5, seed=2), MLP([2, 3, 2], dropout=0.5, seed=2)
    X, t = np.array([[1.0, 2.0], [0.5, -1.0]], np.float32), np.array([0, 1])
    Z = twin.forward(X, np.random.default_rng(7))
    loss, dZ = twin.loss_and_gradient(Z, twin.targets(t))
    twin.backward(dZ)
    found = train_step(net, SGD(net.params, lr=0.5), X, net.targets(t), np.random.default_rng(7))
    assert found[0] == loss
    np.testing.assert_array_equal(found[1], Z)
    for w, before, dw in zip(net.params, twin.params, twin.grads, strict=True):
        np.testing.assert_allclose(w, before - 0.5 * dw, rtol=1e-6)
    with pytest.raises(ValueError, match="as training"):
        train_step(net, SGD(net.params), X, net.targets(t))
