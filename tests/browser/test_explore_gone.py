"""Explorers without their kernel: a still picture and what to do, in a reopened notebook and after a restart."""

import re

import pytest

CELLS = ["from mlpkit import explore", "explore.softmax(z0=3.0)"]


@pytest.mark.parametrize("app", ["lab", "notebook"])
def test_a_reopened_notebook_shows_the_still_picture(open_notebook, app):
    page = open_notebook(CELLS, app=app)
    page.run_all()
    output = page.cell(1).locator(".jp-Cell-outputArea")
    page.explorer()
    assert not output.locator(".mlpkit-still").is_visible() and output.locator("img.mlpkit-picture").is_visible()
    page.save()
    page.close_and_end_kernel()
    page.reopen()
    output = page.cell(1).locator(".jp-Cell-outputArea")
    still = output.locator(".mlpkit-still img")
    still.wait_for()
    page.page.wait_for_timeout(3000)  # so long the front end looks for the widget before it says so
    assert "run this cell again" in output.inner_text() and "model not found" not in output.inner_text()
    assert "softmax" in still.get_attribute("alt") and still.bounding_box()["width"] > 300
    page.screenshot(f"no-kernel-{app}")
    page.run(1)  # the reader does what it says
    page.run(0)
    page.run(1)
    assert not output.locator(".mlpkit-still").is_visible() and not page.explorer().problem


@pytest.mark.parametrize("app", ["lab", pytest.param("notebook", marks=pytest.mark.slow)])
def test_after_a_restart_it_says_so(open_notebook, app):
    page = open_notebook(CELLS, app=app)
    page.run_all()
    box = page.explorer().box
    said = "b => getComputedStyle(b, '::before').content"
    assert box.evaluate(said) == "none"
    page.page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.page.get_by_role("menuitem", name=re.compile("^Restart Kernel…")).click()
    page.page.locator(".jp-Dialog button", has_text="Restart").click()
    page.page.wait_for_function(f"b => ({said})(b).includes('run this cell again')", arg=box.element_handle())
    page.wait_idle()
    page.screenshot(f"restarted-{app}")
    page.run_all()
    assert page.explorer().box.evaluate(said) == "none"
