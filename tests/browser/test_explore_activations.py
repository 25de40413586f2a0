"""The activations explorer in a real browser."""

import re

import pytest

WRONG = """
import numpy as np
from mlpkit import explore

def relu(z):
    return np.where(z > 0, z, 0.5 * z)

explore.activations(["relu", "tanh", "swish"], student={"relu": relu})
"""


@pytest.fixture
def shown(open_notebook, request):
    page = open_notebook([WRONG], **getattr(request, "param", {}))
    page.run_all()
    return page


def number(pattern, text):
    return float(re.search(pattern, text)[1].replace("−", "-"))


@pytest.mark.parametrize("shown", [{"app": "lab"}, {"app": "notebook"}], ids=["lab", "notebook7"], indirect=True)
def test_a_person_moves_things(shown):
    explorer = shown.explorer()
    assert "your relu is off by at most −3" in explorer.numbers
    assert number(r"relu\(1.00\) = (\S+),", explorer.numbers) == 1.0
    explorer.move("z", "ArrowRight", times=5)
    assert number(r"relu\(1.25\) = (\S+),", explorer.numbers) == 1.25
    explorer.choose("function", "swish")
    assert "your relu" not in explorer.numbers and "swish(1.25)" in explorer.numbers
    explorer.move("beta", "Home")
    assert number(r"swish\(1.25\) = (\S+),", explorer.numbers) == pytest.approx(1.25 / 2)
    explorer.box.get_by_role("button", name="compare with others").click()
    explorer.tick("tanh")
    assert "also drawn: tanh" in explorer.picture.get_attribute("alt")
    explorer.choose("function", "relu")
    shown.screenshot(f"activations-{shown.app}")
    assert explorer.problem == ""


@pytest.mark.parametrize("shown", [{"app": "notebook", "width": 420}], indirect=True)
def test_a_narrow_window_cuts_nothing_off(shown):
    explorer = shown.explorer()
    explorer.move("z")
    picture, box = explorer.picture.bounding_box(), explorer.box.bounding_box()
    assert picture["x"] + picture["width"] <= box["x"] + box["width"] + 1
    assert explorer.box.evaluate("box => box.scrollWidth <= box.clientWidth + 1")
    assert picture["height"] > 2 * picture["width"]  # the panels stand below each other
    shown.screenshot("activations-narrow", explorer.box)


def test_the_mouse_drags_a_slider_and_the_last_position_wins(shown):
    explorer = shown.explorer()
    before, mouse = explorer.frame(), explorer.box.page.mouse
    explorer.slider("z").hover()  # scrolls to it: four panels are taller than the window
    handle = explorer.slider("z").bounding_box()
    mouse.down()
    for step in range(40):
        mouse.move(handle["x"] - 2 * step, handle["y"] + 5)
    mouse.up()
    explorer.wait_frame(before)
    z = number(r"relu\((\S+)\)", explorer.numbers)
    assert z < -1 and z == float(explorer.value("z"))


def test_a_slider_that_gets_another_name_has_it_for_a_screen_reader_too(open_notebook):
    page = open_notebook(["from mlpkit import explore", "explore.graph('w*x')"])
    page.run_all()
    explorer = page.explorer()
    before = explorer.frame()
    text = explorer.box.get_by_label("expression")
    text.fill("tanh(height)")
    text.press("Enter")
    explorer.wait_frame(before)
    assert explorer.slider("height").is_visible() and not explorer.slider("w").count()


def test_every_control_has_a_name_for_a_screen_reader(shown):
    box = shown.explorer().box
    for role in ("slider", "checkbox", "combobox"):
        controls = box.get_by_role(role)
        for i in range(controls.count()):
            control = controls.nth(i)
            named = control.evaluate(
                "c => c.getAttribute('aria-label') || [...(c.labels || [])].map(l => l.innerText).join()"
            )
            assert named.strip(), f"{role} {i} has no name"


LET_GO = """img => {
  const box = img.getBoundingClientRect();
  const tell = (kind, x) => img.dispatchEvent(new PointerEvent("pointer" + kind, {
    pointerId: 1, buttons: 1, clientX: box.left + x * box.width, clientY: box.top + box.height / 2 }));
  img.setPointerCapture = () => {};
  for (const [kind, x] of [["down", 0.2], ["move", 0.3], ["move", 0.1], ["up", 0.1]]) tell(kind, x);
}"""


@pytest.mark.parametrize("shown", [{"app": "notebook", "width": 1200}], indirect=True)
def test_a_drag_faster_than_one_frame_ends_where_the_hand_lets_go(shown):
    explorer = shown.explorer()
    explorer.picture.evaluate(LET_GO)
    explorer.until(lambda: number(r"relu\((\S+)\) =", explorer.numbers) < -3)
