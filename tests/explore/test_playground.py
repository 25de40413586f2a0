"""The playground, driven from Python."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlpkit import explore
from mlpkit.activations import ACTIVATIONS, Activation, tanh
from mlpkit.explore.playground.data import DATA, FEATURES, draw, features
from mlpkit.explore.playground.model import GRID, SIDE, Training
from mlpkit.explore.playground.settings import Settings
from mlpkit.schedules import SCHEDULES

any_settings = st.builds(
    Settings,
    data=st.sampled_from([*DATA, "clicked"]),
    n=st.integers(10, 2000),
    noise=st.sampled_from([0.0, 0.3, 2.0]),
    points=st.lists(st.tuples(st.just(1.5), st.just(-2.0), st.integers(0, 1)), max_size=3).map(tuple),
    features=st.lists(st.sampled_from(list(FEATURES)), min_size=1, unique=True).map(tuple),
    layers=st.lists(st.tuples(st.integers(1, 8), st.sampled_from(list(ACTIVATIONS))), max_size=5).map(tuple),
    rate=st.sampled_from([0.001, 0.03, 1.0]),
    schedule=st.sampled_from(list(SCHEDULES)),
    optimiser=st.sampled_from(["sgd", "adam"]),
    l1=st.sampled_from([0.0, 0.001]),
    batch=st.integers(1, 50),
)


@given(any_settings)
@settings(max_examples=30, deadline=None)
def test_settings_survive_the_way_to_text_and_back(chosen):
    assert Settings.from_text(chosen.text) == chosen


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("dota=xor", "cannot read 'dota=xor'; write name=value with a name of data, n, noise"),
        ("n=many", "cannot read 'n=many'"),
        ("data=xor rate", "cannot read 'rate'"),
        ("data=moons", "unknown data 'moons'; there are circle"),
        ("layers=9:tanh", "units in a layer must be from 1 to 8, got 9"),
        ("layers=4", "unknown activation ''"),
        ("layers=4:tahn", "unknown activation 'tahn'"),
        ("rate=nan", "rate must be from"),
        ("points=1:2", "cannot read 'points=1:2'"),
    ],
)
def test_a_bad_text_is_answered_in_one_line(text, says):
    with pytest.raises(ValueError, match=says):
        Settings.from_text(text)
    made = explore.playground()
    made.text.value = text
    assert "These settings cannot be used. ValueError" in made.problem.value


def test_features_are_what_they_say():
    X = np.array([[2.0, -3.0]])
    expected = [2, -3, 4, 9, -6, np.sin(2), np.sin(-3)]
    np.testing.assert_allclose(features(X, list(FEATURES))[0], expected, rtol=1e-6)


@pytest.mark.parametrize("name", DATA)
def test_data_lie_in_the_square_and_noise_moves_them(name):
    X, t, n_train = draw(Settings(data=name, n=100, train=0.3, noise=0.0))
    again, values, _ = draw(Settings(data=name, n=100, train=0.3, noise=0.5))
    assert X.shape == (100, 2) and np.abs(X).max() <= 6 and n_train == 30 and len(t) == 100
    assert not np.array_equal(X, again) or not np.array_equal(t, values)
    assert Settings(data=name).regression or set(t) == {0, 1}


@pytest.mark.parametrize(
    "text",
    [
        "data=circle",
        "data=xor",
        "data=gaussians layers=",
        "data=spiral layers=8:tanh,8:tanh optimiser=adam rate=0.01 features=x1,x2,sin(x1),sin(x2)",
    ],
)
def test_it_learns_to_classify(text):
    training = Training(Settings.from_text(text))
    for _ in range(150):
        training.epoch()
    assert min(training.accuracy()) > 0.9 and training.epochs == 150


@pytest.mark.parametrize("text", ["data=plane layers=", "data=hills layers=8:tanh,8:tanh optimiser=adam rate=0.01"])
def test_it_learns_numbers(text):
    training = Training(Settings.from_text(text))
    for _ in range(100):
        training.epoch()
    assert training.test_loss[-1] < 0.3 * training.test_loss[0]


def test_penalties_pull_weights_to_zero_in_their_own_ways():
    def trained(text):
        training = Training(Settings.from_text(f"data=gaussians layers=8:tanh noise=1 {text}"))
        for _ in range(60):
            training.epoch()
        return np.abs(np.concatenate([w.ravel() for w in training.weights()]))

    free, l1, l2 = trained(""), trained("l1=0.01"), trained("l2=0.03")
    assert l2.max() < free.max() and (l1 < 0.02).sum() > (free < 0.02).sum()


def test_surfaces_are_the_networks_outputs():
    training = Training(Settings.from_text("layers=3:relu,2:tanh features=x1,x2,x1*x2"))
    maps = training.surfaces()
    assert [m.shape for m in maps] == [(3, SIDE, SIDE), (3, SIDE, SIDE), (2, SIDE, SIDE), (1, SIDE, SIDE)]
    expected = training.net.forward(features(GRID, ["x1", "x2", "x1*x2"]))
    np.testing.assert_allclose(maps[-1].ravel(), expected.ravel(), rtol=1e-5)
    assert maps[1].min() == 0 and np.abs(maps[2]).max() <= 1


def test_steps_reset_and_numbers():
    made = explore.playground("data=xor")
    first = [w.copy() for w in made.training.weights()]
    made.player.once()
    assert "epoch <b>1</b>" in made.readout.value
    assert not np.array_equal(first[0], made.training.weights()[0])
    made.reset()
    assert "epoch <b>0</b>" in made.readout.value
    np.testing.assert_array_equal(first[0], made.training.weights()[0])


def test_a_training_that_begins_again_says_which_setting_did_that():
    made = explore.playground("data=xor")
    assert "begun again" not in made.readout.value
    made.set(rate=0.1).player.once()
    assert "begun again" not in made.readout.value
    made.set(data="spiral", n=100, rate=0.3)
    assert "epoch <b>0</b>" in made.readout.value
    assert made.readout.value.endswith("begun again, as <i>data</i> and <i>points</i> changed")
    made.player.once()
    assert "epoch <b>1</b>" in made.readout.value and "<i>data</i>" in made.readout.value
    made.reset()
    assert "begun again" not in made.readout.value


@pytest.mark.parametrize(
    "act",
    [
        lambda made: made.set(rate=1.0),
        lambda made: made.set(smooth=not made.state.smooth),
        lambda made: made.player.step_button.click(),
        lambda made: made.weight.set_trait("value", 0.3),
    ],
    ids=["rate", "smooth", "step", "weight"],
)
def test_what_began_a_training_again_is_said_until_the_reader_does_something_else(act):
    made = explore.playground("data=xor")
    made.player.once()
    for n in (200, 240, 280):  # a slider that is dragged: training begins again with each move, and only once from
        made.set(n=n)  # an epoch that was lost
        assert "begun again, as <i>points</i> changed" in made.readout.value
    made.picture.room = 700  # of the page, not of the reader
    assert "begun again" in made.readout.value
    act(made)
    assert "begun again" not in made.readout.value


def test_epochs_done_before_the_first_picture():
    play, other = explore.playground("rate=0.3", epochs=4), explore.playground("rate=0.3")
    for _ in range(4):
        other.player.once()
    assert play.training.epochs == 4 and play.readout.value == other.readout.value
    lost = explore.playground("data=plane rate=10", epochs=30)
    assert lost.training.diverged and lost.training.epochs < 30


def test_what_may_change_while_learning_keeps_the_network_and_the_rest_makes_a_new_one():
    made = explore.playground()
    made.player.once()
    kept = made.training
    made.set(rate=0.1, momentum=0.5, schedule="cosine", l1=0.001, l2=0.001, batch=5, optimiser="adam", show_test=True)
    assert made.training is kept and kept.settings.rate == pytest.approx(0.1)
    made.set(act0="relu")
    assert made.training is not kept and made.training.net.activations == ["relu", "tanh"]


def test_an_activation_for_each_layer_and_settings_by_text():
    text = "data=spiral noise=0.1 features=x1,sin(x2) layers=5:relu,3:swish,2:elu seed=3 rate=0.0125 l2=0.02 batch=20"
    made = explore.playground(text)
    assert Settings.from_text(made.text.value) == Settings.from_text(text) == made.training.settings
    assert made.training.net.activations == ["relu", "swish", "elu"] and made.training.net.sizes == [2, 5, 3, 2, 1]
    made.text.value = "layers=1:tanh"
    assert made.state.depth == 1 and made.state.use_x2 and made.training.settings == Settings(layers=((1, "tanh"),))


def test_points_are_clicked_into_the_plane():
    made = explore.playground(data="clicked")
    plane = made._art.surface.axes
    made.touched("down", plane, 1.234, -2.0)
    made.touched("move", plane, 3.0, 3.0)
    assert made.points[-1] == (1.23, -2.0, 1) and len(made.training.t) == 5
    made.set(paint=0)
    made.touched("down", made._art.surface.axes, 0.0, 0.0)
    assert made.training.t[-1] == 0 and "points=" in made.text.value
    made.undo.click()
    assert len(made.training.t) == 5
    assert explore.playground(made.text.value).points == made.points


def test_a_weight_is_chosen_by_a_click_and_edited_by_hand():
    made = explore.playground("layers=3:tanh")
    network = made._art.network
    (x0, y0), (x1, y1) = network.ends(0, 2, 1)
    made.touched("down", network.image.axes, 0.3 * x0 + 0.7 * x1, 0.3 * y0 + 0.7 * y1)
    assert made.edge.value == (0, 2, 1) and made.edge.label == "h1.3 ← x2"
    before = made.picture.png
    made.weight.value = 4.5
    assert made.training.weights()[0][2, 1] == np.float32(4.5) and made.picture.png != before
    width = made._art.network.edges.get_linewidth()[network.keys.index((0, 2, 1))]
    assert width == max(made._art.network.edges.get_linewidth())


def test_test_points_are_shown_on_demand_and_the_surface_can_be_bare():
    made = explore.playground()
    assert len(made._art.points) == 2
    made.set(show_test=True, smooth=False)
    assert len(made._art.points) == 4 and set(np.unique(made._art.surface.get_array())) <= {-1, 0, 1}


def test_a_wrong_tanh_of_the_reader_is_the_one_that_learns(monkeypatch):
    right = explore.playground("layers=4:tanh").training.surfaces()[1]
    monkeypatch.setitem(ACTIVATIONS, "tanh", Activation(lambda z: tanh(z) + 1, lambda z: 1 - tanh(z) ** 2))
    np.testing.assert_allclose(explore.playground("layers=4:tanh").training.surfaces()[1], right + 1, rtol=1e-5)
    monkeypatch.setitem(ACTIVATIONS, "tanh", Activation(tanh, lambda z: z.nothing))
    made = explore.playground("layers=4:tanh")
    made.player.once()
    assert "Training stopped. AttributeError" in made.problem.value


def test_a_rate_that_is_too_large_is_said_in_words():
    made = explore.playground("data=plane layers=8:relu,8:relu rate=10")
    for _ in range(30):
        if made.step() is False:
            break
    made.redraw()
    assert made.training.diverged and "no longer finite" in made.readout.value and made.problem.value == ""


def test_replace_keeps_settings_checked():
    with pytest.raises(ValueError, match="batch must be from 1"):
        replace(Settings(), batch=0)


def test_an_edited_weight_or_bias_changes_the_losses_at_once():
    made = explore.playground("layers=2:tanh", epochs=3)
    before, epochs = made.training.train_loss[-1], made.training.epochs
    made.weight.value = 5.0
    X, t = made.training.inputs[: made.training.n_train], made.training.t[: made.training.n_train]
    net = made.training.net
    expected = net.loss_and_gradient(net.forward(X), net.targets(t))[0]
    assert made.training.train_loss[-1] == pytest.approx(expected) != before and made.training.epochs == epochs
    assert f"<b>{expected:.4f}</b>" in made.readout.value
    made.edge.value = (0, 1)
    assert made.edge.label == "bias of h1.2"
    made.weight.value = -2.0
    assert made.training.biases()[0][1] == -2.0


def test_hands_on_the_network():
    made = explore.playground("layers=3:tanh")
    network = made._art.network
    axes = network.image.axes
    made.touched("down", axes, *network.buttons[0, 4])
    assert made.state.width0 == 4
    x, y = made._art.network.corner(0, 2)
    made.touched("down", made._art.network.image.axes, x + 5, y + 5)
    assert made.state.use_x1 and getattr(made.state, "use_x1^2")
    x, y = made._art.network.corner(1, 2)
    made.touched("down", made._art.network.image.axes, x + 5, y + 5)
    assert made.edge.label == "bias of h1.3"
    made.touched("hover", made._art.network.image.axes, x + 5, y + 5)
    np.testing.assert_allclose(made._art.surface.get_array(), made.training.surfaces()[1][2], atol=1e-6)
    assert made._art.title.get_text() == "What unit h1.3 says" and "bias of h1.3" in made._art.network.card.get_text()
    made.touched("leave", None, np.nan, np.nan)
    assert made._art.title.get_text() == "What the network says" and made._art.network.card.get_text() == ""
    made.touched("down", made._art.thumbs, 10, 3.5 * 36)
    assert made.state.data == "spiral"


def test_the_last_input_stays_and_its_box_says_so():
    made = explore.playground("features=x2")
    made.set(use_x2=False)
    assert made.state.use_x1 and made.training.settings.features == ("x1",)


def test_ones_own_data():
    X = np.array([[100.0, 1.0], [300.0, 2.0], [200.0, 5.0]])
    made = explore.playground(X, np.array([0, 1, 1]))
    assert made.state.data == "clicked" and made.points == ((-5.4, -5.4, 0), (5.4, -2.7, 1), (0.0, 5.4, 1))
    rng = np.random.default_rng(0)
    many = explore.playground(rng.uniform(-3, 3, (100, 2)), rng.integers(0, 2, 100))
    assert many.training.n_train == 50 and len(many.training.t) == 100
    for bad, says in (((X, [0, 1]), "got"), ((X, [0, 1, 2]), "labels 0 and 1"), ((X * np.nan, [0, 1, 1]), "finite")):
        with pytest.raises(ValueError, match=says):
            explore.playground(*bad)
    made.clear.click()
    assert len(made.points) == 1


def test_the_line_of_settings_is_never_empty_and_an_emptied_one_is_the_blank_playground():
    made = explore.playground()
    assert made.text.value == "data=circle layers=4:tanh,2:tanh rate=0.03"
    made.text.value = "layers=3:swoosh"
    assert "unknown activation" in made.problem.value and "line 1" not in made.problem.value
    made.text.value = ""
    assert made.problem.value == "" and made.text.value == "data=circle layers=4:tanh,2:tanh rate=0.03"


def test_lines_flow_to_the_output_while_it_plays_and_stand_still_at_rest():
    shown = explore.playground()

    def dashes():
        return [(offset, *(pattern or ())) for offset, pattern in shown._art.network.edges.get_linestyles()]

    at_rest = dashes()
    shown.redraw()
    assert dashes() == at_rest and {0.0} == {offset for offset, *_ in at_rest}
    shown.player.playing = True
    shown.redraw()
    first = dashes()
    shown.redraw()
    assert all(len(line) == 3 for line in first)  # positive ones, too
    assert all(now[0] != before[0] and now[1:] == before[1:] for now, before in zip(dashes(), first, strict=True))
    shown.player.playing = False
    shown.redraw()
    assert dashes() == at_rest


def test_a_line_that_cannot_be_read_stays_with_its_answer_while_it_plays_until_something_is_changed():
    shown = explore.playground()
    shown.text.value = "rate=abc"
    shown.step()
    shown.redraw()  # as the player draws
    shown.redraw()
    assert "rate=abc" in shown.problem.value and shown.text.value == "rate=abc"
    shown.set(batch=20)
    assert shown.text.value.endswith("batch=20")
    shown.redraw()
    assert shown.problem.value == ""


def test_names_of_two_losses_near_zero_stay_above_the_axis():
    shown = explore.playground()
    shown.training.train_loss.append(1e-4)
    shown.training.test_loss.append(2e-4)
    shown.redraw()
    low, high = sorted(label.get_position()[1] for label in shown._art.labels)
    top = shown._art.curves[0].axes.get_ylim()[1]
    assert low > 0.04 * top and high - low > 0.09 * top


def test_a_function_that_fails_when_a_weight_is_edited_is_told_and_forgotten_with_the_next_edit(monkeypatch):
    shown = explore.playground()
    with monkeypatch.context() as broken:
        broken.setattr(shown.training, "look_again", lambda: 1 / 0)
        shown.weight.value = 2.0
        assert "ZeroDivisionError" in shown.problem.value
    shown.weight.value = 2.5
    assert shown.problem.value == ""


def test_what_began_a_training_again_is_the_last_change_and_the_points_belong_to_the_data():
    made = explore.playground("data=xor")
    made.player.once()
    made.set(data="clicked")
    assert made.readout.value.endswith("begun again, as <i>data</i> changed")
    made.set_points((*made.points, (1.0, 1.0, 0)))  # no epoch was lost
    assert "begun again" not in made.readout.value
    made.player.once()
    made.set(data="circle", n=100, depth=1)
    assert made.readout.value.endswith("as <i>data</i>, <i>points</i> and <i>layers</i> changed")
    made.set(noise=0.7)
    assert "begun again" not in made.readout.value


def test_the_slider_of_a_weight_reaches_as_far_as_the_weight():
    made = explore.playground("data=xor")
    made.training.weights()[0][0, 0] = -35.0
    made.redraw()
    assert made.weight.value == -35.0 and (made.weight.min, made.weight.max) == (-40.0, 40.0)
    assert made.training.weights()[0][0, 0] == -35.0  # looking changes nothing
    made.training.weights()[0][0, 0] = 0.5
    made.redraw()
    assert made.weight.value == 0.5 and made.weight.max == 5.0


def test_a_control_that_does_nothing_is_not_there():
    def shown(text, name):
        made = explore.playground(text)
        return made.controls[name].layout.display != "none"

    assert shown("data=xor", "momentum") and not shown("optimiser=adam", "momentum")
    assert shown("data=xor", "train") and not shown("data=clicked", "train")
    X = np.random.default_rng(0).normal(size=(30, 2))
    assert explore.playground(X, (X[:, 0] > 0).astype(int)).controls["train"].layout.display == ""
