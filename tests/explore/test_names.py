"""Names at the ends of curves and beside what moves: inside the picture, and none over another."""

from itertools import combinations

import numpy as np
import pytest

from mlpkit import explore
from mlpkit.explore.descent_surfaces import SURFACES
from tests.support.explorers import made

SHOWN = {
    "depth_and_signal": ({"f": "relu", "init": "he", "depth": 30}, lambda art: [t for _, t in _pairs(art)]),
    "descent_race": ({"step": 200}, lambda art: list(art.names.values())),
    "loss_landscape": ({}, lambda art: art.names),
    "overfitting": ({"degree": 20}, lambda art: [*art.names, art.noise_name]),
}


def _pairs(art):
    return [pair for both in art.others.values() for pair in both]


def boxes(explorer, texts):
    renderer = explorer._figure.canvas.get_renderer()
    return [text.get_window_extent(renderer) for text in texts if text.get_visible() and text.get_text()]


@pytest.mark.parametrize("room", [560, 900])
@pytest.mark.parametrize("name", SHOWN)
def test_names_of_curves_end_inside_their_axes(name, room):
    settings, texts = SHOWN[name]
    explorer = made(name)[0]
    explorer.picture.room = room
    shown = texts(explorer.set(**settings)._art)
    for text, box in zip(shown, boxes(explorer, shown), strict=True):
        assert box.x1 <= text.axes.bbox.x1, text.get_text()


def test_a_curve_that_has_left_the_picture_says_where_to():
    said = [text.get_text() for _, text in _pairs(explore.depth_and_signal(f="relu", init="he", depth=30)._art)]
    assert "gaussian ↓" in said and "he" in said
    assert "Adam ↓" in [text.get_text() for text in explore.descent_race(step=200)._art.names.values()]
    assert "new points ↑" in [text.get_text() for text in explore.overfitting()._art.names]


@pytest.mark.parametrize("settings", [{"rate": 10.0}, {"rate": 10.0, "adam_rate": 10.0}, {"step": 0}, {"step": 200}])
def test_names_of_runners_do_not_cover_each_other(settings):
    race = explore.descent_race(**{"step": 100} | settings)
    shown = boxes(race, race._art.at.values())
    left, right, bottom, top = SURFACES[race.state.surface].frame
    inside = [left <= x <= right and bottom <= y <= top for x, y in (p[race.state.step] for p in race.paths.values())]
    assert len(shown) == sum(inside)  # who has left the picture has no name in it
    assert not any(one.overlaps(other) for one, other in combinations(shown, 2))


def test_a_name_covers_no_mark_beside_it():
    lab = explore.xor_lab(w11=0.6, w21=1.4)
    for b1 in (-0.9, -0.8, 0.2):
        hidden = lab.set(b1=b1)._art.names[0].axes
        marks = hidden.transData.transform(np.concatenate([m.get_xydata() for m in lab._art.marks[1]]))
        for box in boxes(lab, lab._art.names):
            assert not any(box.contains(*mark) for mark in marks)


@pytest.mark.parametrize("room", [400, 600, 930])
def test_the_names_of_the_playgrounds_losses_end_inside_the_picture_after_any_number_of_epochs(room):
    shown = made("playground")[0]
    shown.picture.room = room
    losses = shown.training.train_loss
    for epochs in (50, 64):
        losses += losses[:1] * (epochs + 1 - len(losses))
        shown.training.test_loss[:] = losses
        shown.redraw()
        assert all(box.x1 <= shown._figure.bbox.x1 for box in boxes(shown, shown._art.labels))
