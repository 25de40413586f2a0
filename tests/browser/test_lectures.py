"""Every lecture as a reader sees it in JupyterLab, with the outputs of the solution: formulas set, outputs short."""

import pytest

from .server import ROOT

QUICK = ("02", "06", "13")  # the others in `make test-slow`
LECTURES = [
    pytest.param(p, marks=() if p.stem[:2] in QUICK else pytest.mark.slow, id=p.stem)
    for p in sorted((ROOT / "solutions").glob("*.ipynb"))
]
SCREEN = 900

# Scroll through, so that what is drawn only when it comes into view is drawn, and wait for the formulas.
THROUGH = """async () => {
  const pane = document.querySelector('.jp-WindowedPanel-outer') ?? document.querySelector('.jp-Notebook');
  for (let top = 0; top < pane.scrollHeight; top += 700) {
    pane.scrollTop = top;
    await new Promise((go) => setTimeout(go, 60));
  }
  await new Promise((go) => setTimeout(go, 500));
  return document.querySelectorAll('.jp-Notebook .jp-Cell').length;
}"""
FOUND = """() => {
  // The copies of formulas for screen readers are clipped to nothing, but count as wide as their letters are.
  document.querySelectorAll('mjx-assistive-mml').forEach((e) => e.remove());
  const texts = (found) => [...found].map((e) => e.innerText.trim().slice(0, 200));
  const plain = [...document.querySelectorAll('.jp-RenderedMarkdown, .jp-RenderedHTMLCommon p')].map((e) => {
    const copy = e.cloneNode(true);
    copy.querySelectorAll('code, pre, mjx-container').forEach((part) => part.remove());
    return copy.textContent;
  });
  const outputs = [...document.querySelectorAll('.jp-OutputArea-output')];
  const images = [...document.querySelectorAll('.jp-Notebook img')];
  const stored = (image) => image.closest('.jp-RenderedImage');  // JupyterLab has no place for a stored PNG's text
  return {
    formulas: document.querySelectorAll('mjx-container').length,
    cut: texts([...document.querySelectorAll('.jp-RenderedMarkdown')].filter((e) => e.scrollWidth > e.clientWidth + 2)),
    errors: texts(document.querySelectorAll('mjx-merror, [data-mjx-error]')),
    unset: plain.filter((text) => /\\$[^$\\n]+\\$|\\\\(frac|sum|partial|begin)/.test(text)).map((t) => t.slice(0, 200)),
    tall: outputs.filter((o) => o.getBoundingClientRect().height > SCREEN).map((o) => o.innerText.slice(0, 100)),
    warnings: texts(document.querySelectorAll('[data-mime-type="application/vnd.jupyter.stderr"]')),
    nameless: images.filter((i) => !i.alt && !stored(i)).length,
    broken: images.filter((i) => i.complete && !i.naturalWidth).length,
    shrunk: images.filter((i) => i.naturalWidth > 2.2 * i.getBoundingClientRect().width).length,
  };
}""".replace("SCREEN", str(SCREEN))


@pytest.mark.parametrize("path", LECTURES)
def test_a_lecture_is_set_and_legible(open_notebook, path):
    opened = open_notebook(path, width=1200, height=SCREEN)
    assert opened.page.evaluate(THROUGH) > 20
    found = opened.page.evaluate(FOUND)
    opened.screenshot(f"lecture-{path.stem}")
    assert found["formulas"] > 5
    assert {what: found[what] for what in found if what != "formulas" and found[what]} == {}
