"""The digit pad in a real browser: draw with the mouse, then with the keyboard."""

import pytest

CELLS = ["from mlpkit import explore\nexplore.digit_pad()"]
TAKE = "from mlpkit.datasets import load_digits\ne.take(load_digits()[0][0].reshape(8, 8))"
DARK = """canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
  .some((opacity, i, data) => i % 4 === 3 && opacity > 200 && data[i - 1] < 50)"""


@pytest.mark.parametrize("app", ["lab", pytest.param("notebook", marks=pytest.mark.slow)])
def test_a_drawn_one_is_read_as_a_one(open_notebook, app):
    page = open_notebook(CELLS, app=app)
    page.run_all()
    explorer = page.explorer()
    assert "draw a digit" in explorer.numbers
    canvas = explorer.box.locator("canvas.mlpkit-pad")
    box, mouse = canvas.bounding_box(), page.page.mouse
    before = explorer.frame()
    box = canvas.bounding_box()
    mouse.move(box["x"] + 112, box["y"] + 30)
    mouse.down()
    mouse.move(box["x"] + 112, box["y"] + 195, steps=12)
    mouse.up()
    explorer.wait_frame(before)
    assert "it says 1 with probability" in explorer.numbers
    page.screenshot(f"digit-pad-{app}")
    explorer.box.get_by_role("button", name="clear").click()
    explorer.box.get_by_text("draw a digit").wait_for()


def test_the_whole_square_is_for_drawing_with_the_answer_below_it(open_notebook):
    page = open_notebook(CELLS, app="notebook", width=520)
    page.run_all()
    explorer = page.explorer()
    canvas, mouse = explorer.box.locator("canvas.mlpkit-pad"), page.page.mouse
    box = canvas.bounding_box()
    right, top, bottom = box["x"] + box["width"] - 15, box["y"] + 10, box["y"] + 100
    for button in ("right", "left"):
        mouse.move(right, top)
        mouse.down(button=button)
        mouse.move(right, bottom, steps=6)
        mouse.up(button=button)
        if button == "right":  # opens a menu, and draws nothing
            page.page.keyboard.press("Escape")
            assert not canvas.evaluate(DARK)
    explorer.box.get_by_text("it says 1").wait_for()
    answer = explorer.box.locator(".mlpkit-readout").bounding_box()
    assert answer["y"] < explorer.picture.bounding_box()["y"]


def test_the_arrow_keys_draw(open_notebook):
    page = open_notebook(CELLS, app="notebook")
    page.run_all()
    explorer = page.explorer()
    canvas = explorer.box.locator("canvas.mlpkit-pad")
    canvas.focus()
    for key in ["ArrowUp"] * 11 + [" "] + ["ArrowDown"] * 22:
        canvas.press(key)
    explorer.box.get_by_text("it says 1").wait_for()
    canvas.press("Delete")
    explorer.box.get_by_text("draw a digit").wait_for()


def test_an_image_from_the_kernel_is_seen_on_the_pad(open_notebook):
    page = open_notebook([f"{CELLS[0].replace('explore.digit_pad()', 'e = explore.digit_pad()')}\ne", TAKE])
    page.run_all()
    page.explorer(0).box.get_by_text("it says").wait_for()
    canvas = page.page.locator("canvas.mlpkit-pad").element_handle()
    page.page.wait_for_function(DARK, arg=canvas)
