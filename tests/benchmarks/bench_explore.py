"""Explorers: how soon a slider move is drawn, in the kernel and on screen, and how many frames training draws a second.

Bounds: 25 ms of the kernel's processor time and 60 ms end to end at the median of 50 moves; 20 frames a second where
the learning allows it. An explorer of one's own (`slider`) draws everything anew: 80 ms. On screen is measured in
Chromium, in a notebook on a real server; without Chromium these columns stay empty. Processor time does not depend on
what else the machine does; the others do, so the table names the load, with a warning where it was high.

Where a move's time goes: of the kernel's, drawing what moves and encoding the picture (what is left is the explorer's
own work and the messages); of that on screen, until the picture's bytes are back in the page (what is left is decoding
and layout).
"""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import thread_time
from typing import Any

from mlpkit.explore import png
from mlpkit.explore.canvas import Canvas
from tests.benchmarks.machine import OUT, circumstances, described
from tests.benchmarks.pages import write_measured
from tests.browser.chromium import launch, open_page
from tests.browser.server import Server
from tests.support.explorers import EXPLORERS, FIRST, moves

MOVES = 50
PLAYERS = ("descent_race", "live_fit", "playground", "xor_lab")
BOUNDS = {
    "kernel_ms": "25",
    "drawing_ms": "",
    "encoding_ms": "",
    "on_screen_ms": "60",
    "back_ms": "",
    "frames_per_second": "at least 20",
}

# One move is a key press on the slider; the picture is there when the browser has decoded and laid out a newer frame.
ON_SCREEN = """async ([box, label, moves]) => {
  const img = box.querySelector("img.mlpkit-picture"), times = [], back = [], frame = () => Number(img.dataset.frame);
  const pad = box.querySelector("canvas"), shown = () => new Promise(requestAnimationFrame);
  const handle = [...box.querySelectorAll("[role=slider]")].find((h) => h.getAttribute("aria-label") === label) || pad;
  const press = (key) => handle.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const keys = pad ? ["ArrowUp", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft"] : ["ArrowRight", "ArrowLeft"];
  let arrived = NaN;
  const send = WebSocket.prototype.send, heard = new Set();
  const hear = (event) => { if ((event.data.byteLength || 0) > 4000) arrived = performance.now(); };  // a picture
  WebSocket.prototype.send = function (data) {
    if (!heard.has(this)) { heard.add(this); this.addEventListener("message", hear); }
    return send.call(this, data);
  };
  handle.focus();
  if (pad) press(" ");
  for (let k = 0; k < moves; k++) {
    const before = frame(), begin = performance.now();
    arrived = NaN;
    press(keys[Math.floor(k / 10) % keys.length]);
    while (frame() <= before && performance.now() - begin < 3000) await shown();
    times.push(performance.now() - begin);
    if (arrived > begin) back.push(arrived - begin);
    await new Promise((done) => setTimeout(done, 30));
  }
  WebSocket.prototype.send = send;
  return [times, back];
}"""

# Only while it plays: a race ends, and a network that has learnt XOR stops.
FRAMES = """async ([img, button, seconds]) => {
  const frame = () => Number(img.dataset.frame), begin = performance.now();
  button.click();
  while (!button.textContent.includes("pause")) await new Promise(requestAnimationFrame);
  let shown = 0, last = frame();
  while (button.textContent.includes("pause") && performance.now() - begin < 1000 * seconds) {
    await new Promise(requestAnimationFrame);
    if (frame() !== last) { shown += 1; last = frame(); }
  }
  return shown / (performance.now() - begin) * 1000;
}"""


def in_the_kernel(name: str) -> dict[str, float]:
    """Median milliseconds of processor time from a changed control to the finished picture, and of its large parts."""
    _, move = moves(name)
    move(5)
    times: dict[str, list[float]] = {"kernel_ms": [], "drawing_ms": [], "encoding_ms": []}
    with timed(Canvas, "pixels", times["drawing_ms"]), timed(png, "encode", times["encoding_ms"]):
        for _ in range(MOVES):
            begin = thread_time()
            move()
            times["kernel_ms"].append(1000 * (thread_time() - begin))
    return {part: median(values) for part, values in times.items()}


@contextmanager
def timed(owner: Any, name: str, times: list[float]) -> Iterator[None]:
    """Milliseconds of processor time of each call of a function are added to `times`."""
    work = getattr(owner, name)

    def measuring(*args: Any) -> Any:
        begin = thread_time()
        try:
            return work(*args)
        finally:
            times.append(1000 * (thread_time() - begin))

    setattr(owner, name, measuring)
    try:
        yield
    finally:
        setattr(owner, name, work)


@contextmanager
def a_browser() -> Iterator[Callable[[str], dict[str, float]]]:
    """`measured` for a name, on a server and a Chromium that are ended afterwards; {} for all without Chromium."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        yield lambda name: {}
        return
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as home:
        browser = launch(driver)
        if browser is None:
            yield lambda name: {}
            return
        server, context = Server(Path(home)), browser.new_context()
        try:
            yield lambda name: measured(context, server, name)
        finally:
            server.stop()
            browser.close()


def measured(context, server, name: str) -> dict[str, float]:
    """One explorer in a page of its own."""
    opened = open_page(context, server, [FIRST, EXPLORERS[name][0]], app="notebook", width=1300)
    opened.run_all()
    explorer, found = opened.explorer(), {}
    arguments = [explorer.box.element_handle(), EXPLORERS[name][2], MOVES]
    times, back = opened.page.evaluate(ON_SCREEN, arguments)
    found["on_screen_ms"] = median(times)
    if back:
        found["back_ms"] = median(back)
    if name in PLAYERS:
        for anew in ("random start", "start again"):  # it opens with weights that need no training, or well on its way
            if (button := explorer.box.get_by_role("button", name=anew)).count():
                button.click()
        play = explorer.box.get_by_role("button", name="play").element_handle()
        found["frames_per_second"] = opened.page.evaluate(FRAMES, [explorer.picture.element_handle(), play, 3])
    opened.page.close(run_before_unload=False)
    server.end_kernels()
    return found


def page_lines(facts: dict, found: dict[str, dict[str, float]]) -> list[str]:
    """The table: an explorer a line, the median of each figure, and the bounds."""
    titles = [title.replace("_", " ").replace(" ms", ", ms") for title in BOUNDS]
    lines = [*described(facts), "", f"| explorer | {' | '.join(titles)} |", "| --- |" + " ---: |" * len(titles)]
    for name, row in found.items():
        lines.append(f"| {name} | " + " | ".join(f"{row[k]:.1f}" if k in row else "" for k in BOUNDS) + " |")
    return [*lines, f"| bound | {' | '.join(BOUNDS.values())} |"]


def main() -> None:
    """Measure, print and write."""
    facts = circumstances(("numpy", "matplotlib", "ipywidgets"))
    print("\n".join(described(facts)), flush=True)
    found = {name: in_the_kernel(name) for name in EXPLORERS}  # before Playwright starts its event loop
    print(f"{'explorer':18}" + "".join(f"{title:>20}" for title in BOUNDS))
    with a_browser() as in_the_page:
        for name, row in found.items():
            row |= in_the_page(name)
            print(f"{name:18}" + "".join(f"{row[k]:20.1f}" if k in row else 20 * " " for k in BOUNDS), flush=True)
    print(f"{'bound':18}" + "".join(f"{bound:>20}" for bound in BOUNDS.values()))
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "explore.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    write_measured("explore", page_lines(facts, found))


if __name__ == "__main__":
    main()
