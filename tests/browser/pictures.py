"""The pictures of mlpkit/explore/README.md: python -m tests.browser.pictures [NAME…] photographs each in Chromium."""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.support.explorers import EXPLORERS, FIRST

from .chromium import launch, open_page
from .server import ROOT, Server

PICTURES = ROOT / "mlpkit" / "explore" / "pictures"
WIDTH, MOST = 1000, 40_000  # bytes


def prepare(name, explorer):
    """Do with it what makes the picture worth looking at."""
    if name in ("live_fit", "playground"):
        explorer.box.get_by_role("button", name="play").click()
        explorer.box.page.wait_for_timeout(4000)
        explorer.box.get_by_role("button", name="pause").click()
    elif name == "digit_pad":
        pad = explorer.box.locator("canvas.mlpkit-pad").bounding_box()
        mouse, spots = explorer.box.page.mouse, [(60, 50), (160, 50), (100, 180)]
        mouse.move(pad["x"] + spots[0][0], pad["y"] + spots[0][1])
        mouse.down()
        for x, y in spots[1:]:
            mouse.move(pad["x"] + x, pad["y"] + y, steps=10)
        mouse.up()
    elif name == "predictions":
        box, mouse = explorer.picture.bounding_box(), explorer.box.page.mouse
        for k, (x, y) in enumerate([(0.15, 0.7), (0.4, 0.6), (0.55, 0.2), (0.7, 0.6), (0.95, 0.7)]):
            mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=6)
            mouse.down() if k == 0 else None
        mouse.up()
        explorer.box.get_by_role("button", name="show").click()
    elif name == "descent_race":
        explorer.move("step", "ArrowRight", 40)
    explorer.box.page.wait_for_timeout(600)


def small(png):
    """The same picture as a PNG of as many colours as MOST bytes allow."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (256, 192, 128, 96, 64, 48):
        file = io.BytesIO()
        image.quantize(colours, kmeans=2, dither=Image.Dither.NONE).save(file, "png", optimize=True)
        if file.tell() <= MOST:
            break
    return file.getvalue()


def main(names):
    """Write one picture each."""
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as home:
        browser, server = launch(driver), Server(Path(home))
        context = browser.new_context()
        try:
            for name in names or [name for name in EXPLORERS if name != "slider"]:
                opened = open_page(context, server, [FIRST, EXPLORERS[name][0]], app="notebook", width=WIDTH + 150)
                opened.run_all()
                explorer = opened.explorer()
                prepare(name, explorer)
                (PICTURES / f"{name}.png").write_bytes(small(explorer.box.screenshot()))
                print(name, (PICTURES / f"{name}.png").stat().st_size)
                opened.page.close(run_before_unload=False)
                server.end_kernels()
        finally:
            server.stop()
            browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
