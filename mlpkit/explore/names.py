"""Where names stand in a picture: behind the ends of curves, or beside what moves, none over another."""

import numpy as np

from mlpkit.explore.fast_text import extent

GAP = 0.04  # inches between a name and what it belongs to
ROUND = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1), (0, 2), (0, -2), (1, 2), (1, -2)]


def leave_room(ax, first, last, names):
    """Let curves run from `first` to `last`, where the ticks end, and the longest of their names stand behind them."""
    longest, inches = max(extent(name)[0] for name in names) + 0.25, _inches(ax)[0]
    ticks = ax.xaxis.get_major_locator().tick_values(first, last)
    ax.set(xticks=[t for t in ticks if first <= t <= last])
    ax.set_xlim(first, last + (last - first) * longest / (inches - longest))


def gone(value, low, high):
    """An arrow to set behind the name of a curve that ends outside of the picture."""
    return " ↓" if value < low else " ↑" if value > high else ""


def shared(names, spots, near):
    """The names; those whose spots lie within `near` of each other stand at the first of them: "01, 10"."""
    spots, made = np.asarray(spots), []
    for name, spot in zip(names, spots, strict=True):
        first = [k for k, said in enumerate(made) if said and np.abs(spot - spots[k]).max() < near]
        if first:
            made[first[0]] += f", {name}"
        made.append("" if first else name)
    return made


def put_beside(texts, spots, radius):
    """Put each text beside its spot, in the axes, where it covers no spot and no other text, or least of them.

    radius: of the marks at the spots, in inches. A text of a spot outside of the axes is left out.
    """
    ax = texts[0].axes
    corner, across = np.transpose([ax.get_xlim(), ax.get_ylim()])[0], np.ptp([ax.get_xlim(), ax.get_ylim()], axis=1)
    spots = (np.asarray(spots, float) - corner) / across * _inches(ax)  # in inches from the corner
    inside = ((spots >= 0) & (spots <= _inches(ax))).all(axis=1)
    covered = [(*spot, 2 * radius, 2 * radius) for spot in spots[inside]]
    for text, spot, here in zip(texts, spots, inside, strict=True):
        text.set_visible(bool(here and text.get_text()))
        if text.get_visible():
            size = np.array(extent(text.get_text()))
            middles = spot + np.array(ROUND) * (size / 2 + radius + GAP)
            place = max(middles, key=lambda m: _room(m, size, covered, _inches(ax)))
            covered.append((*place, *size))
            text.set_position(corner + place / _inches(ax) * across)


def _room(middle, size, covered, inches):
    """1 where a box covers none of those that are covered, less where it does, and where it leaves the axes."""
    boxes = np.array(covered)
    room = np.max(abs(boxes[:, :2] - middle) / ((boxes[:, 2:] + size) / 2), axis=1).min()
    outside = np.maximum(size / 2 - middle, middle + size / 2 - inches).clip(0)
    return min(room, 1.0) - outside.sum()


def _inches(ax):
    box, figure = ax.get_position(), ax.figure
    return np.array([box.width * figure.get_figwidth(), box.height * figure.get_figheight()])
