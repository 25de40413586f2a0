"""The live panel of a fit, driven from Python; and slices, on which it stands."""

import asyncio
import re
import threading

import numpy as np
import pytest

from mlpkit import MLP, SGD, explore, fit
from mlpkit.activations import ACTIVATIONS, Activation
from mlpkit.datasets import gaussians, load_digits
from mlpkit.explore.show_live_fit import first_weights
from mlpkit.explore.slices import Slices
from tests.support.explorers import NUMBER, value

X, T = (part[:300] for part in load_digits())


def to_the_end(live):
    while live.slices.step():
        pass
    live.redraw()
    return live


def norms(live):
    return [value(n) for n in re.findall(f"<b>({NUMBER})</b>", live.readout.value.split("by layer:")[1])]


def test_it_trains_as_fit_does_to_the_last_bit():
    options = {"epochs": 3, "batch_size": 32, "schedule": "cosine", "validation": (X[:50], T[:50]), "seed": 7}
    ours, theirs, calls = MLP([64, 12, 10], dropout=0.2), MLP([64, 12, 10], dropout=0.2), []
    live = explore.live_fit(ours, X, T, on_step=lambda net, history: calls.append(net), **options)
    live.player.once()  # pictures and accuracies in between change nothing
    to_the_end(live)
    history = fit(theirs, X, T, progress=False, **options)
    assert all((a == b).all() for a, b in zip(ours.params, theirs.params, strict=True))
    assert live.history.step_loss == history.step_loss and live.history.val_error == history.val_error
    assert live.history.stopped == "all epochs done" and "all epochs done" in live.readout.value
    assert calls == [ours] * len(history.step_loss)


def test_numbers_curves_and_images_are_those_of_the_network():
    net = MLP([64, 12, 10])
    live = explore.live_fit(net, X, T, over=2, batch_size=32)
    assert "before the first step" in live.readout.value and "<i>play</i> trains" in live.readout.value
    for _ in range(3):
        live.player.once()
    assert "step <b>3</b>, epoch <b>0</b>" in live.readout.value
    np.testing.assert_allclose(norms(live), [np.linalg.norm(dW) for dW in net.grads[::2]], rtol=5e-3)
    losses = live.history.step_loss
    np.testing.assert_allclose(live._art.mean.get_ydata(), [np.mean(losses[:2]), np.mean(losses[1:])])
    np.testing.assert_allclose(live._art.mean.get_xdata(), [1.5, 2.5])
    assert f"accuracy <b>{np.mean(net.predict(X) == T):.3f}</b>" in live.readout.value
    np.testing.assert_array_equal(first_weights(net)[:8, 9:17], net.params[0][1].reshape(8, 8))
    np.testing.assert_array_equal(live._art.weights.get_array().data[:8, :8], net.params[0][0].reshape(8, 8))


def test_steps_done_before_the_first_picture_are_those_of_the_fit():
    net, played = MLP([64, 12, 10]), MLP([64, 12, 10])
    live, other = explore.live_fit(net, X, T, steps=5), explore.live_fit(played, X, T)
    for _ in range(5):
        other.player.once()
    assert live.history.step_loss == other.history.step_loss and len(live.history.step_loss) == 5
    assert "step <b>5</b>" in live.readout.value and len(live._art.right.get_xdata()) > 2
    all_of_it = explore.live_fit(MLP([64, 10]), X, T, epochs=1, batch_size=100, steps=9)
    assert len(all_of_it.history.step_loss) == 3 and "all epochs done" in all_of_it.readout.value
    broken = explore.live_fit(MLP([64, 10]), X, T, optimizer=object(), steps=3)
    assert "Training stopped. AttributeError" in broken.problem.value


def test_stop_is_the_fits_own_interrupt():
    optimizer = SGD((net := MLP([64, 10])).params, lr=0.5)
    live = explore.live_fit(net, X, T, optimizer=optimizer, schedule="cosine", batch_size=32)
    live.player.once()
    live.player.once()
    live.stop_button.click()
    assert live.history.stopped == "interrupted" and "interrupted" in live.readout.value
    assert len(live.history.step_loss) == 2 and optimizer.lr == 0.5  # fit has put its rate back
    weights = net.params[0].copy()
    live.player.once()
    assert (net.params[0] == weights).all() and live.problem.value == ""
    fresh = explore.live_fit(MLP([64, 10]), X, T)
    fresh.stop_button.click()
    assert not fresh.slices.step() and fresh.history.step_loss == [] and "interrupted" in fresh.readout.value


def test_the_gradients_range_holds_all_of_them_and_little_else():
    live = explore.live_fit(MLP([64, 16, 16, 10], seed=0), X, T, epochs=1, batch_size=32, steps=8)
    low, high = live._art.sizes.axes.get_ylim()
    sizes = np.array(live.norms())
    assert (low <= sizes).all() and (sizes <= high).all() and high / low <= 1e4


def test_it_plays_and_pauses_in_an_event_loop():
    live = explore.live_fit(MLP([64, 10]), X, T, epochs=10_000)

    async def play():
        live.player.play()
        while len(live.history.step_loss) <= 3:
            await asyncio.sleep(0.01)
        live.stop_button.click()
        await live.player._task

    asyncio.run(play())
    steps = len(live.history.step_loss)
    assert steps > 3 and live.history.stopped == "interrupted"
    assert len(live.readings) < steps


def test_a_wrong_tanh_of_the_reader_is_the_one_that_learns(monkeypatch):
    def after_a_step():
        live = explore.live_fit(MLP([64, 6, 6, 10], "tanh"), X, T)
        live.player.once()
        return norms(live)

    right = after_a_step()
    tanh = ACTIVATIONS["tanh"]
    monkeypatch.setitem(ACTIVATIONS, "tanh", Activation(tanh.f, lambda z: 0.01 * tanh.grad(z)))
    wrong = after_a_step()
    np.testing.assert_allclose([w / r for w, r in zip(wrong, right, strict=True)], [1e-4, 1e-2, 1], rtol=2e-2)


def test_regression_two_inputs_and_errors():
    points, labels = gaussians(np.random.default_rng(0), 60)
    net = MLP([2, 5, 1], loss="mse")
    live = to_the_end(explore.live_fit(net, points, labels.astype(float), epochs=2))
    assert "accuracy" not in live.readout.value and live._art.weights.get_array().shape == (5, 2)
    broken = explore.live_fit(MLP([64, 10]), X, T, optimizer=object())
    broken.player.once()
    assert "Training stopped. AttributeError" in broken.problem.value


def test_work_runs_only_while_it_is_waited_for_and_ends_with_its_owner():
    trace = []

    def work(pause):
        for k in range(3):
            trace.append(k)
            pause()

    slices = Slices(work)
    assert trace == []
    assert slices.step() and trace == [0]
    assert slices.step() and slices.step() and not slices.step() and not slices.step() and trace == [0, 1, 2]
    left = Slices(work)
    left.step()
    thread = left._thread
    del left
    thread.join(5)
    assert not thread.is_alive() and trace[3:] == [0]
    with pytest.raises(ZeroDivisionError):
        Slices(lambda pause: 1 / 0).step()
    assert threading.current_thread() is threading.main_thread()


def test_again_is_the_same_training_from_the_start_and_the_rate_changes_while_it_runs():
    net = MLP([64, 12, 10])
    options = {"optimizer": SGD(net.params, lr=0.1, momentum=0.9), "batch_size": 32, "seed": np.random.default_rng(5)}
    live = explore.live_fit(net, X, T, **options)
    first = net.params[0].copy()
    for _ in range(4):
        live.player.once()
    losses, after = list(live.history.step_loss), net.params[0].copy()
    live.stop_button.click()
    live.again_button.click()
    assert "before the first step" in live.readout.value and (net.params[0] == first).all() and live.problem.value == ""
    assert np.isnan(live._art.sizes.get_ydata()).all(), "no gradient of the training before"
    for _ in range(4):
        live.player.once()
    assert live.history.step_loss == losses and (net.params[0] == after).all()
    live.set(factor=0.01)
    live.player.once()
    before = net.params[0].copy()
    options["optimizer"].momentum = 0.0
    live.player.once()
    assert options["optimizer"].lr == pytest.approx(0.001)
    np.testing.assert_allclose(before - net.params[0], 0.001 * net.grads[0], rtol=1e-3, atol=1e-7)


def test_where_a_gradient_is_zero_the_picture_says_so():
    net = MLP([64, 8, 8, 10], "relu")
    live = explore.live_fit(net, X, T)
    assert live._art.gone.get_text() == ""
    net.params[1][...], net.params[3][...] = -1e6, 1.0  # the first layer says nothing, the second its biases
    live.player.once()
    assert live._art.gone.get_text() == "0 in layer 1, 2"
    net.params[3][...] = -1e6
    live.player.once()
    assert live._art.gone.get_text() == "0 in every layer"


def test_the_line_of_numbers_names_its_losses_and_the_rate():
    points, labels = gaussians(np.random.default_rng(0), 60)
    net, held_out = MLP([2, 5, 1], loss="mse"), (points[:20], labels[:20].astype(float))
    live = explore.live_fit(net, points, labels.astype(float), validation=held_out, optimizer=SGD(net.params, lr=0.02))
    live.set(factor=10.0, over=1)
    live.player.once()
    assert "learning rate <b>0.2</b>: loss of the last batch" in live.readout.value
    assert "loss on 20 validation examples" in live.readout.value


def test_a_function_of_the_readers_has_no_empty_group():
    def own(net, X, t, *, on_step, **options):
        return fit(net, X, t, epochs=1, on_step=on_step, progress=False)

    assert len(explore.live_fit(MLP([64, 10]), X, T, fit=own).below()[0].children) == 1
    assert len(explore.live_fit(MLP([64, 10]), X, T).below()[0].children) == 2


def test_each_unit_is_an_image_of_its_own_on_a_dark_page():
    live = explore.live_fit(MLP([64, 3, 10]), X, T)
    assert live._art.weights.parts == [(-0.5, -0.5, 7.5, 7.5), (8.5, -0.5, 16.5, 7.5), (-0.5, 8.5, 7.5, 16.5)]
    assert len(explore.live_fit(MLP([2, 5, 1]), X[:, :2], T % 2)._art.weights.parts) == 1


def test_the_range_of_the_curves_follows_what_there_is_to_see():
    live = explore.live_fit(MLP([64, 10]), X, T, steps=3)
    axes = live._art.each.axes
    assert axes.get_xlim()[1] == 16
    assert max(live.history.step_loss) < axes.get_ylim()[1] < 1.5 * max(live.history.step_loss)


def test_the_layers_of_a_deep_network_are_numbered_so_that_one_can_read_them():
    live = explore.live_fit(MLP([64, *[8] * 14, 10]), X, T)
    assert len(live._art.sizes.axes.get_xticks()) <= 10
