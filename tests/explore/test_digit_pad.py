"""The digit pad, driven from Python: a drawing is bytes."""

import re

import numpy as np
import pytest

from mlpkit import MLP, explore
from mlpkit.datasets import load_digits
from mlpkit.explore import show_digit_pad
from mlpkit.explore.pad import SIDE
from mlpkit.explore.show_digit_pad import FOUR, as_digits, as_mnist, drawn
from mlpkit.train import fit

SEVEN = [(30, 20), (80, 20), (50, 95)]


@pytest.fixture(scope="module")
def net():
    X, t = load_digits()
    made = MLP([64, 64, 10], seed=0)
    fit(made, X, t, epochs=30, batch_size=32, progress=False)
    return made


@pytest.mark.parametrize(("strokes", "digit"), [([[(56, 15), (56, 95)]], 1), ([SEVEN], 7)])
def test_it_reads_a_drawing_wherever_and_however_large_it_is(net, strokes, digit):
    pad = explore.digit_pad(net)
    assert "draw a digit" in pad.readout.value
    for scale, shift in ((1, 0), (0.5, 5), (0.6, 40)):
        moved = [[(scale * x + shift, scale * y + shift) for x, y in points] for points in strokes]
        pad.pad.ink = drawn(*moved, width=round(11 * scale))
        assert f"it says <b>{digit}</b>" in pad.readout.value
    bars = [bar.get_height() for bar in pad._art.bars]
    assert np.argmax(bars) == digit and sum(bars) == pytest.approx(1, abs=1e-5)
    pad.pad.clear()
    assert not any(pad.pad.ink) and "draw a digit" in pad.readout.value


def test_its_still_picture_shows_a_digit_until_one_is_drawn(net):
    pad = explore.digit_pad(net)
    seen, bars = pad.static().axes
    assert np.asarray(seen.images[0].get_array()).any()
    assert np.argmax([bar.get_height() for bar in bars.patches]) == 4
    assert not any(pad.pad.ink) and "draw a digit" in pad.readout.value
    pad.pad.ink = drawn(SEVEN)
    assert np.argmax([bar.get_height() for bar in pad.static().axes[1].patches]) == 7


def test_before_the_readers_layers_are_written_scikit_learns_network_answers(monkeypatch):
    def waits(*sizes, **settings):
        raise NotImplementedError("Dense is yours to write in lecture 07")

    monkeypatch.setattr(show_digit_pad, "MLP", waits)
    pad = explore.digit_pad()
    pad.pad.ink = drawn(*FOUR)
    assert "<b>4</b>" in pad.readout.value and "scikit-learn's network" in pad.readout.value


def test_as_mnist_has_twenty_pixels_around_the_centre_of_mass():
    ink = np.frombuffer(drawn(SEVEN), np.uint8).reshape(SIDE, SIDE) / 255
    for shift in ((0, 0), (10, -20)):
        image = as_mnist(np.roll(ink, shift, (0, 1)))
        rows, columns = (np.flatnonzero(image.any(axis=axis)) for axis in (1, 0))
        assert image.shape == (28, 28) and max(np.ptp(rows), np.ptp(columns)) + 1 == 20
        centre = [np.average(np.arange(28), weights=image.sum(axis=axis)) for axis in (1, 0)]
        np.testing.assert_allclose(centre, 13.5, atol=0.51)


def test_as_digits_puts_a_drawing_in_the_middle_both_ways():
    for line in ([(10, 56), (100, 56)], [(56, 10), (56, 100)]):
        image = as_digits(np.frombuffer(drawn(line), np.uint8).reshape(SIDE, SIDE) / 255)
        centre = [np.average(np.arange(8), weights=image.sum(axis=axis)) for axis in (1, 0)]
        np.testing.assert_allclose(centre, 3.5, atol=0.4)


def test_images_are_from_zero_to_one_and_an_empty_pad_is_empty():
    empty = np.zeros((SIDE, SIDE))
    full = np.ones((SIDE, SIDE))
    for change, side in ((as_mnist, 28), (as_digits, 8)):
        for centred in (True, False):
            assert change(empty, centred).shape == (side, side) and not change(empty, centred).any()
            assert 0.99 < change(full, centred).max() <= 1


def test_a_corner_stays_in_the_corner_without_centring(net):
    pad = explore.digit_pad(net, centred=False)
    pad.pad.ink = drawn([(5, 5), (20, 5)])
    seen = np.asarray(pad._art.seen.get_array())
    assert seen[:2].sum() == pytest.approx(seen.sum())
    assert np.asarray(pad.set(centred=True)._art.seen.get_array())[2:].any()


def test_networks_for_mnist_and_ones_own_preparation(net):
    pad = explore.digit_pad(MLP([784, 10]), prepare=lambda X: X - 1)
    pad.pad.ink = drawn(SEVEN)
    assert pad.problem.value == "" and "28 × 28" in pad.alt(pad.state)
    broken = explore.digit_pad(net, prepare=lambda X: X.nothing)
    assert "AttributeError" in broken.problem.value
    with pytest.raises(ValueError, match="got 3"):
        explore.digit_pad(MLP([3, 10]))


def test_a_replaced_activation_of_the_reader_changes_what_it_says(net, monkeypatch):
    from mlpkit.activations import ACTIVATIONS, Activation

    monkeypatch.setitem(ACTIVATIONS, "relu", Activation(lambda z: 0 * z, lambda z: 0 * z))
    blind = MLP([64, 64, 10])
    for here, there in zip(blind.params, net.params, strict=True):
        here[...] = there
    pad, said = explore.digit_pad(blind), set()
    for strokes in ([SEVEN], [[(56, 15), (56, 95)]]):
        pad.pad.ink = drawn(*strokes)
        said.add(re.search(r"probability <b>(\S+)</b>", pad.readout.value)[0])
    assert len(said) == 1  # all units are dead: it says the same whatever is drawn


def test_it_gives_the_network_an_image_that_it_took_as_it_is(net):
    X, pad = load_digits()[0], explore.digit_pad(net)
    pad.take(X[0].reshape(8, 8))
    np.testing.assert_allclose(pad.image(pad.state).ravel(), X[0], atol=1 / 255)
    assert not pad.state.centred
    pad.pad.clear()
    assert pad.state.centred


def test_an_empty_pad_highlights_nothing(net):
    colours = {bar.get_facecolor() for bar in explore.digit_pad(net)._art.bars}
    assert len(colours) == 1


def test_ink_from_the_page_arrives_as_a_view_of_bytes(net):
    pad = explore.digit_pad(net)
    pad.pad.set_state({"ink": memoryview(drawn(SEVEN))})
    assert "it says <b>7</b>" in pad.readout.value
