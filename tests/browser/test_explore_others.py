"""The other explorers in a real browser: one page and one kernel, each used once as a person would."""

import math
import re

import pytest

from tests.support.explorers import NUMBER, value

CELLS = [
    "from mlpkit import MLP, explore\nfrom mlpkit.datasets import load_digits\nfrom mlpkit.train import fit",
    "explore.losses()",
    "explore.softmax()",
    "explore.xor_lab()",
    "explore.backprop_stepper()",
    "explore.descent_race()",
    "explore.bumps(n=4)",
    "explore.depth_and_signal()",
    "X, t = load_digits()\nnet = MLP([64, 16, 10])\npath = []\nfit(net, X[:300], t[:300], epochs=8, progress=False,\n"
    "    on_epoch=lambda net, history: path.append([w.copy() for w in net.params]))\n"
    "explore.loss_landscape(net, X, t, path)",
    "explore.error_gallery(net, X, t)",
    "explore.live_fit(MLP([64, 32, 10]), X, t, epochs=1000, batch_size=32)",
]


def number(pattern, explorer):
    """The number that stands there; until it does, nan, which is neither more nor less."""
    found = re.search(pattern, explorer.numbers)
    return value(found[1]) if found else math.nan


def fitted(losses):
    """The slope of the line that the squared error fits: the last number of its row."""
    row = re.search(r"mse.*", losses.numbers)[0]
    return float(row.split()[-1].replace("−", "-"))


def at(explorer, x, y):
    """The place on the page at fractions of the picture from the left and the top."""
    box = explorer.picture.bounding_box()
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


@pytest.mark.parametrize("app", ["lab", pytest.param("notebook", marks=pytest.mark.slow)])
def test_each_is_used_and_its_numbers_follow(open_notebook, app):
    page = open_notebook(CELLS, app=app, width=1700, height=1000)
    page.run_all()
    mouse, keep = page.page.mouse, lambda name, explorer: page.screenshot(f"{name}-{app}", explorer.box)

    for i in range(10):
        page.explorer(i)  # all at rest, so that nothing moves under the pointer
    losses = page.explorer(0)
    before = fitted(losses)
    losses.picture.click(position={"x": 5, "y": 5})  # the page scrolls to the cell that becomes active
    losses.wait_frame(0)
    for _ in range(4):  # a person under whose pointer the page scrolls takes hold again
        mouse.move(*at(losses, 0.93, 0.66))
        mouse.down()
        mouse.move(*at(losses, 0.93, 0.2), steps=5)
        mouse.up()
        page.page.wait_for_timeout(1500)
        if fitted(losses) > before + 0.5:
            break
    assert fitted(losses) > before + 0.5
    keep("losses", losses)

    softmax = page.explorer(1)
    loss = number(rf"is ({NUMBER});", softmax)
    softmax.move("z0", "End")
    assert number(rf"is ({NUMBER});", softmax) < 0.1 < loss and "sums to 1.000" in softmax.numbers
    keep("softmax", softmax)

    xor = page.explorer(2)
    assert "4 of 4 right" in xor.numbers
    xor.move("w11", "Home")
    assert number(rf"loss ({NUMBER}):", xor) > 0
    xor.choose("number", "v2")
    xor.move("v2", "Home")
    assert "4 of 4 right" not in xor.numbers
    keep("xor-lab", xor)

    stepper = page.explorer(3)
    for _ in range(7):
        frame = stepper.frame()
        stepper.box.get_by_role("button", name="forward").click()
        stepper.wait_frame(frame)
    assert "Step 7: hidden δ" in stepper.numbers and "f′(z1)" in stepper.numbers
    frame, said = stepper.frame(), stepper.numbers
    stepper.move("its value", "End")
    assert stepper.numbers != said
    keep("backprop-stepper", stepper)

    race = page.explorer(4)
    frame = race.frame()
    race.picture.click(position={"x": 200, "y": 150})
    race.wait_frame(frame)
    race.move("speed", "End")
    before = race.frame()
    race.box.get_by_role("button", name="play").click()
    race.box.get_by_text("loss after 200 steps").wait_for()
    assert race.frame() >= before + 20  # ten steps in each: nobody's picture was left out
    keep("descent-race", race)

    bumps = page.explorer(5)
    error = number(rf"mean error ({NUMBER})", bumps)
    frame = bumps.frame()
    bumps.box.get_by_role("button", name="fit the heights").click()
    bumps.wait_frame(frame)
    assert number(rf"mean error ({NUMBER})", bumps) < error
    keep("bumps", bumps)

    depth = page.explorer(6)
    depth.choose("activation", "sigmoid")
    shallow = number(rf"layer \d+, ({NUMBER}) in layer 1$", depth)
    depth.move("layers", "End")
    assert number(rf"layer 30, ({NUMBER}) in layer 1$", depth) < 1e-4 * shallow
    keep("depth-and-signal", depth)

    landscape = page.explorer(7)
    frame = landscape.frame()
    landscape.picture.click(position={"x": 120, "y": 80})
    landscape.wait_frame(frame)
    here, trained = re.search(
        rf": ({NUMBER}); at the star, where the training ended: ({NUMBER})", landscape.numbers
    ).groups()
    assert value(here) != value(trained)
    keep("loss-landscape", landscape)

    gallery = page.explorer(8)
    everything = number(r"^(\d+) of", gallery)
    gallery.choose("true class", "3")
    assert 0 < number(r"^(\d+) of", gallery) < everything
    keep("error-gallery", gallery)

    live = page.explorer(9)
    live.box.get_by_role("button", name="play").click()
    live.until(lambda: number(r"epoch (\d+)", live) >= 3)
    live.box.get_by_role("button", name="stop").click()
    live.box.get_by_text("Ended: interrupted").wait_for()
    assert number(r"accuracy (\S+);", live) > 0.5
    stopped = number(r"step (\d+)", live)
    live.box.get_by_role("button", name="play").click()  # what is stopped stays stopped
    live.box.get_by_role("button", name="play").wait_for()
    assert number(r"step (\d+)", live) == stopped > 100
    keep("live-fit", live)
    assert all(not page.explorer(i).problem for i in range(10))
