"""The error gallery, driven from Python."""

import numpy as np
import pytest

from mlpkit import MLP, explore
from mlpkit.explore.show_error_gallery import PAGE, mosaic
from mlpkit.plots.base import SMALL

X, T = np.eye(9, dtype=np.float32)[np.arange(90) % 9], np.arange(90) % 3


@pytest.fixture
def net():
    """Says 0 for pixels 0–2, 1 for 3–5, 2 for 6–8, the surer the higher the pixel."""
    made = MLP([9, 3])
    made.params[0][...] = np.kron(np.eye(3), np.ones(3)) * np.arange(1, 10)
    return made


def captions(gallery):
    return [c.get_text() for c in gallery._art.captions if c.get_text()]


def test_the_most_confident_mistakes_come_first(net):
    gallery = explore.error_gallery(net, X, T)
    said = np.arange(90) % 9 // 3
    assert f"<b>{np.sum(said != T)}</b> of 90" in gallery.readout.value
    shown = captions(gallery)
    assert shown[0].startswith("1 → 2") and len(shown) == PAGE  # pixel 7 is the most confident mistake
    percent = [int(text.split()[-1].strip(">%")) for text in shown]
    assert percent == sorted(percent, reverse=True)
    percent = [int(text.split()[-1].strip(">%")) for text in captions(gallery.set(order="least confident first"))]
    assert percent == sorted(percent)


def test_captions_in_a_narrow_page_are_short_enough_for_their_columns(net):
    gallery = explore.error_gallery(net, X, T)
    assert "how confident the network is" in gallery.readout.value
    gallery.picture.room = 340
    assert "how confident the network is" not in gallery.readout.value
    assert set(map(len, captions(gallery))) == {len("1 → 2")}


def test_filters(net):
    gallery = explore.error_gallery(net, X, T, true=0, predicted=2)
    assert set(text[:5] for text in captions(gallery)) == {"0 → 2"} and len(captions(gallery)) == 10
    np.testing.assert_array_equal(gallery._art.image.get_array()[:3, :3], X[6].reshape(3, 3))
    assert all(text[0] == text[4] for text in captions(gallery.set(show="right ones", true=-1, predicted=-1)))
    assert captions(gallery.set(show="mistakes", true=1, predicted=1)) == []


def test_pages(net):
    gallery = explore.error_gallery(net, X, T, show="all", order="as they come")
    first = captions(gallery)
    gallery.next.click()
    assert captions(gallery) != first and "page 2 of 3" in gallery.readout.value
    gallery.next.click()
    assert len(captions(gallery)) == 90 - 2 * PAGE
    gallery.last.click()
    gallery.last.click()
    assert captions(gallery) == first


def test_the_page_that_the_slider_says_is_the_one_that_is_shown(net):
    gallery = explore.error_gallery(net, X, T, show="all", page=3)
    assert "page 3 of 3" in gallery.readout.value
    gallery.set(true=0)  # 30 of the 90
    assert "page 1 of 1" in gallery.readout.value and gallery.state.page == 1


def test_other_images_begin_at_their_first_page_and_the_sliders_end_with_them(net):
    gallery = explore.error_gallery(net, X, T, show="all", page=3, look=20)
    look, page = gallery.controls["look"], gallery.controls["page"]
    assert (page.value, look.value, look.max) == (3, 20, 90 - 2 * PAGE)
    gallery.last.click()
    assert (look.value, look.max) == (20, PAGE)
    gallery.controls["order"].value = "least confident first"
    assert (page.value, look.value) == (1, 1) and "page 1 of 3" in gallery.readout.value
    gallery.set(true=0, predicted=2, show="mistakes", look=10)
    assert (look.value, look.max) == (10, 10)


def test_the_framed_image_is_named_and_no_answer_is_certain_or_ruled_out(net):
    net.params[0][...] *= 10
    gallery = explore.error_gallery(net, X, T)
    n = gallery.picked
    assert f"X[{n}]</b>, true class {T[n]}, predicted as {gallery.said[n]}" in gallery.readout.value
    assert "with probability over 99.9%" in gallery.readout.value and captions(gallery)[0].endswith(" >99%")
    assert gallery._art.values[T[n]].get_text() == "<1%"  # also where its bar is too short to be seen


def test_the_mosaic_keeps_every_pixel():
    images = np.random.default_rng(0).random((PAGE, 8, 8))
    assert mosaic(images, 8).sum() == pytest.approx(images.sum())


def test_a_replaced_network_part_shows_and_bad_shapes_are_said(net):
    with pytest.raises(ValueError, match=r"X must be \(N, side²\)"):
        explore.error_gallery(net, X[:, :8], T)
    with pytest.raises(ValueError, match=r"got \(90, 9\) and \(89,\)"):
        explore.error_gallery(net, X, T[:-1])


def test_a_click_shows_the_ten_probabilities_and_the_pad_gets_the_image(net):
    from mlpkit import MLP
    from mlpkit.explore import show_digit_pad

    gallery = explore.error_gallery(net, X, T)
    gallery.touched("down", gallery._figure.axes[0], 2.5, 1.4)  # second row, third image
    assert gallery.state.look == 11
    np.testing.assert_allclose([bar.get_width() for bar in gallery._art.bars], gallery.P[gallery.picked])
    monkey, show_digit_pad.newest = show_digit_pad.newest, lambda: None
    gallery.send.click()
    assert "there is no digit pad yet" in gallery.problem.value
    show_digit_pad.newest = monkey
    pad = explore.digit_pad(MLP([64, 10]))
    gallery.send.click()
    assert gallery.problem.value == "" and any(pad.pad.ink)


def test_an_empty_selection_says_so(net):
    gallery = explore.error_gallery(net, X, T, show="mistakes", true=1, predicted=1)
    assert "no image is like this" in gallery._art.empty.get_text() and gallery.picked is None


def test_letters_are_as_large_as_in_every_figure(net):
    art = explore.error_gallery(net, X, T)._art
    right = art.bars[0].axes
    texts = [*art.captions, *art.values, art.empty, right.title, right.xaxis.label]
    assert min(text.get_fontsize() for text in texts) >= SMALL
