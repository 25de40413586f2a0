"""A notebook in the browser, in the words of a person who uses it. The same for JupyterLab and Notebook 7."""

import re
import time

from .server import PATIENCE, ROOT

SCREENSHOTS = ROOT / "build" / "screenshots"
IDLE = """() => {
  const context = window.jupyterapp?.shell.currentWidget?.sessionContext;
  return context?.isReady && context.session?.kernel?.status === 'idle'
    && ![...document.querySelectorAll('.jp-InputPrompt')].some((prompt) => prompt.textContent.includes('*'));
}"""

SETTLED = """([img, after]) => {
  const frame = Number(img.dataset.frame), now = performance.now();
  if (frame !== Number(img.dataset.last)) [img.dataset.last, img.dataset.since] = [frame, now];
  const fits = Number(img.dataset.room) === Math.round(img.closest('.mlpkit-figure').parentElement.clientWidth);
  return frame > after && fits && now - Number(img.dataset.since) > 600;
}"""


class NotebookPage:
    """Cells are found by number, or by a piece of their source."""

    def __init__(self, page, app, server=None):
        self.page, self.app, self.server = page, app, server

    def cell(self, which):
        """The cell of this number, or the first one whose source contains this text."""
        cells = self.page.locator(".jp-Notebook .jp-Cell")
        return cells.nth(which) if isinstance(which, int) else cells.filter(has_text=which).first

    def wait_idle(self, seconds=PATIENCE):
        """Wait until the kernel is idle and no cell is waiting."""
        self.page.wait_for_function(IDLE, timeout=1000 * seconds)

    def run_all(self, seconds=PATIENCE):
        """Run → Run All Cells, by the menu; returns when the last cell, or the first that failed, is done."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name=re.compile("^Run All Cells")).click()
        self.wait_idle(seconds)

    def run(self, which, seconds=PATIENCE):
        """Run one cell by Ctrl+Enter."""
        cell = self.cell(which)
        cell.locator(".jp-InputPrompt").click()
        self.page.keyboard.press("Control+Enter")
        self.wait_idle(seconds)
        return cell

    def type_into(self, which, text):
        """Replace the source of a cell by typing over it."""
        self.cell(which).locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Escape")

    def output(self, which):
        """The text of a cell's outputs."""
        return self.cell(which).locator(".jp-Cell-outputArea").inner_text()

    def explorer(self, which=0):
        """The explorer of this number in the page, once its picture has come to rest."""
        shown = ExplorerOnPage(self.page.locator(".mlpkit-explorer").nth(which))
        shown.wait_frame(0)
        return shown

    def save(self):
        """Ctrl+S, and wait until it is done."""
        self.page.keyboard.press("Control+s")
        self.page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")

    def close_and_end_kernel(self):
        """Leave the page, and end its kernel, as a server that is stopped overnight does."""
        self.address = self.page.url
        self.page.goto("about:blank")
        self.server.end_kernels()

    def reopen(self):
        """Open the same notebook again; it gets a new kernel."""
        self.page.goto(self.address)
        self.wait_idle()

    def press_button(self, name):
        """Press the button of this name, such as nbgrader's Validate."""
        self.page.get_by_role("button", name=name).first.click()

    def screenshot(self, name, whole=None):
        """Keep a picture of the page, or of a part of it, as build/screenshots/<name>.png."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        (whole or self.page).screenshot(path=SCREENSHOTS / f"{name}.png")


class ExplorerOnPage:
    """An explorer: its sliders by label, its numbers, its picture."""

    def __init__(self, box):
        self.box = box

    def slider(self, label):
        """The handle of the slider with this label, for the keyboard and for a screen reader."""
        return self.box.get_by_role("slider", name=label, exact=True)

    def value(self, label):
        """The number that stands beside a slider."""
        row = self.slider(label).locator("xpath=ancestor::*[contains(@class, 'widget-slider')]")
        return row.first.locator(".widget-readout").inner_text().replace("−", "-")

    def move(self, label, key="ArrowRight", times=1):
        """Move a slider by the keyboard and wait until the picture has followed."""
        before = self.frame()
        handle = self.slider(label)
        handle.focus()
        for _ in range(times):
            handle.press(key)
        self.wait_frame(before)

    def choose(self, label, option):
        """Choose from a drop-down list."""
        before = self.frame()
        self.box.get_by_label(label, exact=True).select_option(option)
        self.wait_frame(before)

    def tick(self, label):
        before = self.frame()
        self.box.get_by_role("checkbox", name=label, exact=True).click()
        self.wait_frame(before)

    @property
    def picture(self):
        return self.box.locator("img.mlpkit-picture")

    def frame(self):
        """The number of the frame on screen."""
        self.picture.scroll_into_view_if_needed()
        return int(self.picture.get_attribute("data-frame") or 0)

    def wait_frame(self, after, seconds=PATIENCE):
        """Wait until a newer frame, drawn for the room it has, is on screen and no more have come for 0.6 s."""
        from playwright.sync_api import TimeoutError  # here: without playwright these tests are skipped

        arg = [self.picture.element_handle(), after]
        try:
            self.box.page.wait_for_function(SETTLED, arg=arg, timeout=1000 * seconds)
        except TimeoutError:
            now = arg[0].evaluate("img => ({...img.dataset, there: img.isConnected, complete: img.complete})")
            raise AssertionError(f"after {seconds} s no picture stands still after frame {after}: {now}") from None

    def until(self, holds, seconds=PATIENCE):
        """Wait until `holds()`; a slow machine sends the frames of a drag or of training late."""
        end = time.monotonic() + seconds
        while not holds() and time.monotonic() < end:
            self.box.page.wait_for_timeout(50)
        assert holds()

    @property
    def numbers(self):
        return self.box.locator(".mlpkit-readout").inner_text()

    @property
    def problem(self):
        return self.box.locator(".mlpkit-problem").inner_text()
