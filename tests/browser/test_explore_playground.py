"""The playground in a real browser: play, pause, step, clicks, and a kernel that stays free."""

import re

import pytest

CELLS = [
    "from mlpkit import explore\ne = explore.playground('data=xor layers=4:tanh,2:relu')\ne",
    "print(1 + 1, e.picture.seen > 0)",
]


def epoch(explorer):
    return int(re.search(r"epoch (\d+)", explorer.numbers)[1])


def wait_for_epoch(explorer, n):
    script = "([box, n]) => Number(/epoch (\\d+)/.exec(box.innerText)[1]) >= n"
    explorer.box.page.wait_for_function(script, arg=[explorer.box.element_handle(), n])


def click(explorer, x, y):
    """Click at fractions of the picture, from the left and from the top."""
    before = explorer.frame()
    box = explorer.picture.bounding_box()
    explorer.picture.click(position={"x": x * box["width"], "y": y * box["height"]})
    explorer.wait_frame(before)


@pytest.mark.parametrize("app", ["lab", pytest.param("notebook", marks=pytest.mark.slow)])
def test_it_learns_while_other_cells_run(open_notebook, app):
    page = open_notebook(CELLS, app=app, width=1500, height=1000)
    page.run_all()
    explorer = page.explorer()
    assert epoch(explorer) == 0
    explorer.box.get_by_role("button", name="step").click()
    explorer.box.get_by_text("epoch 1").wait_for()
    page.run(1)
    assert "2 False" in page.output(1)  # at rest the page says nothing of its pictures
    explorer.box.get_by_role("button", name="play").click()
    wait_for_epoch(explorer, 5)
    page.run(1)  # another cell runs while it learns
    assert "2 True" in page.output(1)
    wait_for_epoch(explorer, epoch(explorer) + 5)
    explorer.box.get_by_role("button", name="pause").click()
    explorer.box.get_by_role("button", name="play").wait_for()
    page.wait_idle()
    explorer.wait_frame(0)  # until the frames on their way have come
    paused = epoch(explorer)
    page.page.wait_for_timeout(500)
    assert epoch(explorer) == paused
    right = re.search(r"accuracy: (\d+\.\d)%", explorer.numbers)
    assert float(right[1]) > 55
    page.screenshot(f"playground-{app}")


def test_the_kernels_interrupt_stops_it(open_notebook):
    page = open_notebook(CELLS, app="notebook", width=1500)
    page.run_all()
    explorer = page.explorer()
    explorer.box.get_by_role("button", name="play").click()
    page.page.wait_for_timeout(600)
    page.page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.page.get_by_role("menuitem", name=re.compile("^Interrupt Kernel")).click()
    explorer.box.get_by_role("button", name="play").wait_for()
    assert epoch(explorer) > 1


def test_clicks_place_points_and_choose_weights_and_text_sets_everything(open_notebook):
    page = open_notebook(CELLS, app="notebook", width=1500, height=1000)
    page.run_all()
    explorer = page.explorer()
    explorer.choose("data", "clicked")
    text = explorer.box.get_by_label("settings")
    assert "points=" in text.input_value() or "data=clicked" in text.input_value()
    click(explorer, 0.75, 0.5)
    assert text.input_value().count(":") > 8
    before = text.input_value()
    text.fill("data=spiral layers=3:swish,2:relu,2:tanh rate=0.01")
    frame = explorer.frame()
    text.press("Enter")
    explorer.wait_frame(frame)
    assert explorer.box.get_by_label("activation 1", exact=True).input_value() == "swish"
    assert "points" not in text.input_value() and before != text.input_value()
    explorer.move("its value", "End")
    assert explorer.value("its value") == "5.00"
    page.screenshot("playground-settings")
    text.fill("layers=3:swoosh")
    text.press("Enter")
    explorer.box.get_by_text("unknown activation 'swoosh'").wait_for()
