"""What is drawn quickly looks as matplotlib's own, and lies where it should."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font

from mlpkit import palette
from mlpkit.explore import fast_text as word_store
from mlpkit.explore.fast_text import apart, contrast_with_white, ink, signed, words
from mlpkit.explore.images import quick_image
from tests.support.explorers import EXPLORERS, moves

from .test_base import pixels


def drawn(put):
    fig = FigureCanvasAgg(Figure((3, 3), dpi=100)).figure
    put(fig.add_axes((0.1, 0.1, 0.8, 0.8)))
    fig.canvas.draw()
    return np.asarray(fig.canvas.buffer_rgba())[..., :3].astype(int)


@pytest.mark.parametrize("origin", ["upper", "lower"])
@pytest.mark.parametrize("flipped", [False, True])
@pytest.mark.parametrize("kind", ["nearest", "bilinear", "colours"])
def test_an_image_is_that_of_imshow(origin, flipped, kind):
    rng = np.random.default_rng(0)
    values = rng.integers(0, 256, (5, 7, 3), np.uint8) if kind == "colours" else rng.random((5, 7))
    if kind == "colours":
        values = np.dstack([values, np.full((5, 7), 255, np.uint8)])
    look = {"extent": (0, 7, 0, 5), "origin": origin, "aspect": "auto"}
    look |= {"interpolation": "bilinear" if kind == "bilinear" else "nearest"}

    def with_(how):
        def put(ax):
            how(ax)
            ax.set_ylim(*((5, 0) if flipped else (0, 5)))

        return drawn(put)

    ours, theirs = with_(lambda ax: quick_image(ax, values, **look)), with_(lambda ax: ax.imshow(values, **look))
    assert (np.abs(ours - theirs).max(axis=2) > 40).mean() < 0.02  # but for pixels at the borders of cells


def test_what_is_nan_is_clear():
    values = np.array([[0.0, np.nan], [np.nan, 1.0]])
    assert (drawn(lambda ax: quick_image(ax, values, aspect="auto"))[80:120, 220:240] == 255).all()


@pytest.mark.parametrize("ha", ["left", "center", "right"])
@pytest.mark.parametrize("va", ["top", "center", "bottom"])
def test_words_lie_where_text_would(ha, va):
    def ink(put):
        rows, columns = np.nonzero(drawn(put).sum(axis=2) < 300)
        return rows.mean(), columns.mean()

    def bare(ax):
        ax.axis("off")
        return ax

    look = {"ha": ha, "va": va, "color": "black"}
    ours = ink(lambda ax: words(bare(ax), 0.5, 0.5, "0.123\n−4.5", size=20, **look))
    theirs = ink(lambda ax: bare(ax).text(0.5, 0.5, "0.123\n−4.5", size=20, **look))
    np.testing.assert_allclose(ours, theirs, atol=8)


def test_letters_are_those_of_matplotlibs_own_font():
    def own(text):
        font = get_font(findfont(FontProperties(weight="normal")))
        font.set_size(9, 96)
        font.set_text(text, 0.0)
        font.draw_glyphs_to_bitmap(antialiased=True)
        return trimmed(np.asarray(font.get_image(), np.float32) / 255)

    def trimmed(image):
        return image[image.any(axis=1)]

    line = word_store._line("f′(z₁) = −0.3", 9, "normal", 96)
    np.testing.assert_array_equal(trimmed(line), own("f′(z₁) = −0.3"))


@pytest.mark.parametrize("colour", [*palette.LINES, palette.GREY])
def test_letters_in_any_colour_of_the_palette_can_be_read(colour):
    dark, light = np.array(ink(colour)[:3]), np.array(to_rgb(colour))
    assert contrast_with_white(dark) >= 4.5 and (dark <= light).all()
    if contrast_with_white(light) >= 4.5:
        np.testing.assert_array_equal(dark, light)
    np.testing.assert_allclose(dark * light.sum(), light * dark.sum(), atol=1e-9)  # the same hue


def test_numbers_and_gaps():
    assert [signed(v, 2) for v in (-0.001, -1.5, 2)] == ["0.00", "−1.50", "2.00"]
    np.testing.assert_allclose(apart([1.0, 0.0, 1.0], 0.5), [0.75, 0.0, 1.25])
    assert max(apart([1.0, 1.0], 0.5, high=1.0)) == 1.0


@pytest.mark.parametrize("name", EXPLORERS)
def test_a_moved_picture_is_that_of_a_full_drawing_with_its_frames(name):
    explorer, move = moves(name)
    move(3)
    still = explorer.static()
    still.canvas.draw()
    full = np.asarray(still.canvas.buffer_rgba())[..., :3].astype(int)
    difference = np.abs(full - pixels(explorer.picture.png)).max(axis=2)
    assert (difference > 60).mean() < 0.002
