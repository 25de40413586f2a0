"""Hands faster than the machine: everything at once, without waiting for a picture."""

import json
import random

WATCH = """
import threading
from mlpkit.explore.base import Explorer
drawn_in, draw = set(), Explorer._draw
def watched(self, *args):
    drawn_in.add(threading.current_thread().name)
    return draw(self, *args)
Explorer._draw = watched
"""

VERDICT = """
import json
if hasattr(e, "player"):
    e.player.pause()
e.redraw()
shown = e.picture.png, e.readout.value
e._built = None  # drawn as if for the first time
e.redraw()
again = e.picture.png, e.readout.value
print(json.dumps([sorted(drawn_in), e.problem.value, [a == b for a, b in zip(shown, again)]]))
"""


def cells(first, made):
    """The cells of a notebook with one explorer."""
    return [first + WATCH, f"e = {made}\ne", VERDICT]


def fast_hands(page, seed=0):
    """Drag and play at once, toggle, drag while it plays, run the cell again; nothing waits for anything."""
    rng, driver = random.Random(seed), page.page
    for again in (False, True):
        if again:
            page.cell("e = ").locator(".jp-InputPrompt").click()
            driver.keyboard.press("Control+Enter")
            driver.wait_for_timeout(100)
        box = driver.locator(".mlpkit-explorer").last
        box.locator("img.mlpkit-picture[data-frame]").wait_for()
        sliders = [s for s in box.get_by_role("slider").all() if s.is_visible()]
        for _ in range(2):
            _drag(driver, rng.choice(sliders).bounding_box() if sliders else None, rng)
            _press(box, "play")
            _toggle(box, rng)
            _drag(driver, rng.choice(sliders).bounding_box() if sliders else None, rng)
            _drag(driver, box.locator("img.mlpkit-picture").bounding_box(), rng)
            _press(box, "pause")
        _press(box, "play")


def _drag(page, spot, rng):
    if spot is None:
        return
    mouse, x, y = page.mouse, spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2
    mouse.move(x, y)
    mouse.down()
    for _ in range(12):
        x += rng.randint(-9, 10)
        mouse.move(x, y)
    mouse.up()


def _press(box, name):
    """Press the button if it is there: by one script, since a play that ends by itself renames it meanwhile."""
    box.evaluate(
        "(box, name) => [...box.querySelectorAll('button')].find(b => b.innerText.includes(name))?.click()", name
    )


def _toggle(box, rng):
    """A box ticked, a list set to another of its options: by script, so that nothing waits."""
    box.evaluate(
        """(box, luck) => {
          for (const kind of ['input[type=checkbox]', 'select']) {
            const found = [...box.querySelectorAll(kind)].filter((e) => e.offsetParent);
            if (!found.length) continue;
            const one = found[Math.floor(luck * found.length)];
            if (kind !== 'select') one.click();
            else {
              one.selectedIndex = (one.selectedIndex + 1) % one.options.length;
              one.dispatchEvent(new Event('change', { bubbles: true }));
            }
          }
        }""",
        rng.random(),
    )


def at_rest(page):
    """(threads that drew, the problem line, whether picture and numbers are those of a fresh drawing)."""
    page.run(VERDICT.strip().splitlines()[1])
    return json.loads(page.output(VERDICT.strip().splitlines()[1]).strip().splitlines()[-1])
