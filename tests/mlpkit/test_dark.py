import re

import numpy as np
import pytest

from mlpkit import explore
from mlpkit.dark import paper
from mlpkit.plots import panels
from mlpkit.plots.base import colour_bar


def turned(fig, x, y):
    """Whether a dark page turns the point at fractions x, y from the left and the top: the even-odd rule."""
    numbers = np.array(re.findall(r"(-?[\d.]+)%", paper(fig)), float).reshape(-1, 2) / 100
    crossings = 0
    for (x0, y0), (x1, y1) in zip(numbers, np.roll(numbers, -1, axis=0), strict=True):
        crossings += (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0)
    return crossings % 2 == 1


def two_panels(cmap, draw="imshow"):
    fig, (left, right) = panels(1, 2)
    fig.set_layout_engine("none")
    left.set_position((0.1, 0.1, 0.3, 0.8))
    right.set_position((0.6, 0.1, 0.3, 0.8))
    made = getattr(left, draw)(
        np.arange(12.0).reshape(3, 4), cmap=cmap, **{"aspect": "auto"} if draw == "imshow" else {}
    )
    right.scatter([0, 1], [0, 1], c=[0, 1], cmap="viridis")
    return fig, left, made


@pytest.mark.parametrize("draw", ["imshow", "pcolormesh", "contourf"])
def test_a_heat_map_keeps_its_colours_and_the_paper_beside_it_is_turned(draw):
    fig, _, _ = two_panels("viridis", draw)
    fig.draw_without_rendering()
    assert not turned(fig, 0.12, 0.12) and not turned(fig, 0.25, 0.5) and not turned(fig, 0.39, 0.88)
    assert turned(fig, 0.05, 0.5) and turned(fig, 0.45, 0.5) and turned(fig, 0.75, 0.5) and turned(fig, 0.25, 0.05)


def test_an_image_in_grey_is_ink_and_turned_with_its_paper():
    fig, _, _ = two_panels("gray_r")
    fig.draw_without_rendering()
    assert turned(fig, 0.25, 0.5)


def test_a_colour_bar_keeps_its_colours_with_its_image_and_an_image_that_is_hidden_keeps_none():
    fig, left, image = two_panels("viridis")
    colour_bar(left, image, "value")
    fig.draw_without_rendering()
    assert not turned(fig, 0.1 + 0.3 * 1.05, 0.5) and not turned(fig, 0.25, 0.5) and turned(fig, 0.5, 0.5)
    image.set_visible(False)
    assert turned(fig, 0.25, 0.5)


def test_of_the_playground_the_maps_keep_their_colours_and_the_lines_between_are_turned():
    fig = explore.playground().static()
    fig.draw_without_rendering()
    network = next(ax for ax in fig.axes if any(getattr(i, "parts", None) and len(i.parts) == 14 for i in ax.images))
    image = next(i for i in network.images if len(getattr(i, "parts", ())) == 14)
    for x0, y0, x1, y1 in image.parts:
        inside = network.transData.transform([((x0 + x1) / 2, (y0 + y1) / 2), (x1 + 12, (y0 + y1) / 2)])
        (x, y), (beside, _) = inside / (fig.bbox.width, fig.bbox.height)
        assert not turned(fig, x, 1 - y) and turned(fig, beside, 1 - y)
