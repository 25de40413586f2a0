"""How explorers stand in the page: together on a laptop, inside their cell, dark where the page is dark."""

import io

import numpy as np
import pytest
from PIL import Image

from mlpkit.dark import DIM
from tests.support.explorers import EXPLORERS, FIRST

LAPTOP, NARROW, LARGE = (1366, 768), (700, 900), (1920, 1080)
PANE = 640  # what a laptop's JupyterLab has for the notebook

OUTSIDE = """b => [...b.querySelectorAll('*')].filter(
  (e) => e.getBoundingClientRect().right > b.getBoundingClientRect().right + 1).map((e) => e.className)"""


@pytest.fixture(scope="module")
def all_cells():
    return [FIRST, *(f"e = {made}\ne" for made, *_ in EXPLORERS.values())]


SHORT = """b => [...b.querySelectorAll('.widget-slider')].filter((e) => e.offsetParent)
  .map((e) => e.querySelector('.slider-container').clientWidth).filter((track) => track < 90)"""


def width(explorer):
    return explorer.picture.bounding_box()["width"]


def test_picture_and_controls_stand_together_and_nothing_leaves_its_cell(open_notebook, all_cells):
    page = open_notebook(all_cells, width=LAPTOP[0], height=LAPTOP[1])
    page.run_all()
    wrong, widths = [], {}
    for size in (LAPTOP, NARROW, LARGE):
        page.page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
        for number, name in enumerate(EXPLORERS):
            explorer = page.explorer(number)
            if size == LARGE:  # it grows once the page has said how much room there is
                explorer.until(lambda e=explorer, n=name: width(e) > 1.2 * widths[n, LAPTOP])
            box, picture = explorer.box.bounding_box(), explorer.picture.bounding_box()
            widths[name, size] = picture["width"]
            tallest = PANE if size == LAPTOP else 2 * size[1]
            if box["height"] > tallest:
                wrong.append(f"{name} is {box['height']:.0f} px tall at {size}")
            if short := explorer.box.evaluate(SHORT):
                wrong.append(f"{name} at {size}: sliders of {short} pixels")
            if outside := explorer.box.evaluate(OUTSIDE):
                wrong.append(f"{name} at {size}: {outside}")
    assert wrong == []


DEAF = """b => [...b.querySelectorAll('button, select, input, canvas, [role=slider]')].filter(
  (e) => e.offsetParent && !e.disabled && e.tabIndex < 0).map((e) => e.outerHTML.slice(0, 120))"""


def test_the_keyboard_reaches_and_moves_everything(open_notebook, all_cells):
    page = open_notebook(all_cells, width=LARGE[0], height=LARGE[1])
    page.run_all()
    deaf = {}
    for number, (name, (_, _, label)) in enumerate(EXPLORERS.items()):
        explorer = page.explorer(number)
        deaf[name] = explorer.box.evaluate(DEAF)
        if label is None:  # the digit pad, which has a test of its own
            continue
        before, handle = explorer.frame(), explorer.slider(label)
        handle.focus()
        for key in ("ArrowRight", "ArrowLeft", "ArrowLeft"):  # from the end of its way one goes back
            page.page.keyboard.press(key)
        explorer.until(lambda e=explorer, b=before: e.frame() > b)
        assert explorer.problem == ""
    assert {name: found for name, found in deaf.items() if found} == {}


@pytest.mark.parametrize("app", ["lab", "notebook"])
def test_after_a_slider_was_moved_or_a_digit_drawn_the_cell_still_runs(open_notebook, app):
    pad = "explore.digit_pad(MLP([64, 16, 10]))"
    page = open_notebook(["from mlpkit import MLP, explore", "explore.activations()", pad], app=app)
    page.run_all()
    explorer = page.explorer()
    explorer.move("z", "ArrowRight", times=2)
    assert explorer.value("z") == "1.10"
    page.page.keyboard.press("Control+Enter")
    explorer.until(lambda: page.explorer().value("z") == "1.00")
    page.explorer(1).box.locator("canvas.mlpkit-pad").focus()
    for key in ("Space", "ArrowDown", "ArrowDown"):
        page.page.keyboard.press(key)
    explorer.until(lambda: "it says" in page.explorer(1).numbers)
    page.page.keyboard.press("Control+Enter")
    explorer.until(lambda: "draw a digit" in page.explorer(1).numbers)


@pytest.mark.parametrize("app", ["lab", "notebook"])
def test_letters_and_arrows_choose_from_a_list_and_leave_the_notebook_as_it_is(open_notebook, app):
    page = open_notebook(["from mlpkit import explore", "explore.depth_and_signal(f='tanh')", "1"], app=app)
    page.run_all()
    explorer = page.explorer()
    chosen = explorer.box.get_by_label("activation", exact=True)
    for key, name in (("r", "relu"), ("ArrowDown", "leaky_relu"), ("ArrowUp", "relu")):
        chosen.focus()
        page.page.keyboard.press(key)
        explorer.until(lambda name=name: f" {name} layers" in explorer.picture.get_attribute("alt"))
    page.page.keyboard.press("Control+Enter")
    explorer.until(lambda: " tanh layers" in explorer.picture.get_attribute("alt"))


def test_home_and_end_lead_to_the_ends_that_a_slider_has_by_now(open_notebook):
    page = open_notebook(["from mlpkit import explore", "explore.bumps(n=5)"])
    page.run_all()
    explorer = page.explorer()
    explorer.move("bumps", "ArrowRight", times=3)
    for key, bump in (("End", "8"), ("Home", "1")):
        explorer.slider("bump").focus()
        page.page.keyboard.press(key)
        explorer.until(lambda bump=bump: explorer.value("bump") == bump)


START = "from mlpkit import explore, plots\nfrom autograder import start\nstart('02')"
HEAT_MAP = """from matplotlib.colors import ListedColormap
fig, (ax,) = plots.panels()
_ = ax.set_position((0.2, 0.2, 0.6, 0.6)), fig.set_layout_engine("none")
_ = ax.imshow([[0, 1]], cmap=ListedColormap(["#b04010", "#1040b0"]), aspect="auto")
fig"""
STORED = "display({'image/png': fig._repr_mimebundle_()[0]['image/png']}, raw=True)"


def colours(picture, spots):
    """What is on screen at fractions of a picture."""
    picture.scroll_into_view_if_needed()
    shown = Image.open(io.BytesIO(picture.screenshot())).convert("RGB")
    return [np.array(shown.getpixel((int(x * shown.width), int(y * shown.height)))).astype(int) for x, y in spots]


def choose_theme(page, theme):
    """JupyterLab's own command, and until the page shows it."""
    page.page.evaluate("t => window.jupyterapp.commands.execute('apputils:change-theme', {theme: t})", theme)
    light = str(theme.endswith("Light")).lower()
    page.page.wait_for_function("light => document.body.dataset.jpThemeLight === light", arg=light)
    page.page.wait_for_timeout(500)


def test_a_dark_page_has_dark_paper_at_once_and_heat_maps_in_their_own_colours(open_notebook):
    page = open_notebook([START, "explore.softmax()", HEAT_MAP, STORED])
    page.run_all()
    live = page.explorer().picture, (0.425, 0.15)
    drawn = page.cell(2).locator(".jp-OutputArea img"), (0.25, 0.5)
    stored = page.cell(3).locator(".jp-RenderedImage img"), (0.25, 0.5)

    def seen(theme):
        choose_theme(page, theme)
        return [colours(picture, (spot, (0.985, 0.03))) for picture, spot in (live, drawn, stored)]

    light, dark = seen("JupyterLab Light"), seen("JupyterLab Dark")
    for (cell, paper), (dark_cell, dark_paper) in zip(light[:2], dark[:2], strict=True):
        assert np.ptp(cell) > 20 and paper.min() > 240
        assert abs(cell - dark_cell).max() <= 2 and dark_paper.max() < 40
    for before, after in zip(light[2], dark[2], strict=True):  # it may be a photograph: dimmed, and no more
        assert abs(DIM * before - after).max() <= 2
    again = seen("JupyterLab Light")
    assert all(abs(now[1] - before[1]).max() <= 2 for now, before in zip(again, light, strict=True))


MARKED = """b => {
  const parts = (c) => c.match(/[\\d.]+/g).slice(0, 3).map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  const light = (c) => parts(c).reduce((sum, v, k) => sum + v * [0.2126, 0.7152, 0.0722][k], 0.05);
  const look = getComputedStyle(b.querySelector('.mlpkit-readout mark'));
  const both = [light(look.color), light(look.backgroundColor)].sort();
  return both[1] / both[0];
}"""


def test_the_longest_formulas_leave_the_controls_in_sight_and_marked_ones_can_be_read(open_notebook):
    made = "e = explore.backprop_stepper(step=7)\ne.unit = (1, 1)\ne.changed()\ne"
    page = open_notebook(["from mlpkit import explore", made], width=LAPTOP[0], height=LAPTOP[1])
    page.run_all()
    box = page.explorer().box
    assert box.bounding_box()["height"] <= PANE
    for theme in ("Light", "Dark"):
        choose_theme(page, f"JupyterLab {theme}")
        assert box.evaluate(MARKED) >= 7


ARROW = """b => {
  const list = [...b.querySelectorAll('select')].find((e) => e.offsetParent);
  return getComputedStyle(list).backgroundImage;
}"""


def test_the_arrow_of_a_list_is_light_on_a_dark_page(open_notebook):
    page = open_notebook(["from mlpkit import explore", "explore.xor_lab()"])
    page.run_all()
    box, arrows = page.explorer().box, {}
    for theme in ("Light", "Dark"):
        choose_theme(page, f"JupyterLab {theme}")
        arrows[theme] = box.evaluate(ARROW)
    assert "%23ccc" in arrows["Dark"] and "%23ccc" not in arrows["Light"]
