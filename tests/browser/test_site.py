"""The site in a browser: nothing is fetched from elsewhere, formulas are set, no page is wider than a phone."""

from urllib.parse import urlsplit

import numpy as np
import pytest

from autograder.authoring import notebooks
from mlpkit.explore.pad import SIDE
from mlpkit.explore.show_digit_pad import as_digits, small_net
from mlpkit.losses import softmax
from tests.support import site_pages

from .server import PATIENCE

LECTURES = [path.stem for path in notebooks.sources()]
OTHERS = ["index", "explorers", "glossary", "coverage", "teaching", "search"]
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
SET = "Promise.resolve(window.MathJax?.startup?.promise).then(() => true)"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with site_pages.served(site_pages.site(tmp_path_factory)) as url:
        yield url


@pytest.fixture
def visit(browser, address):
    """`visit(name, size, scheme)` → (page, what went wrong); requests to other hosts are blocked and noted."""
    contexts = []

    def visit_(name, size=DESKTOP, scheme="light"):
        context = browser.browser.new_context(viewport=size, color_scheme=scheme)
        contexts.append(context)
        page, wrong = context.new_page(), []
        page.set_default_timeout(1000 * PATIENCE)

        def elsewhere(route):
            wrong.append(f"asked for {route.request.url}")
            route.abort()

        page.route(lambda url: urlsplit(url).scheme in ("http", "https") and not url.startswith(address), elsewhere)
        page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{address}/{name}")
        page.evaluate(SET)
        return page, wrong

    yield visit_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", [*LECTURES, *OTHERS])
def test_it_stands_alone_with_its_formulas_set_and_fits_a_phone(visit, name):
    page, wrong = visit(f"{name}.html", PHONE)
    assert wrong == []
    formulas = page.locator(".math").count()
    assert page.locator("mjx-container").count() >= formulas
    assert formulas > 10 or name in OTHERS
    assert page.locator("mjx-merror, [data-mjx-error]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    # A picture that is folded away or not yet near has no size; none may be broken.
    assert page.evaluate("[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)") == []


def test_figures_on_a_phone_have_letters_of_one_size(visit):
    page, _ = visit("05-forward-pass.html", PHONE)
    page.wait_for_function(
        "[...document.querySelectorAll('.cell_output img')].every(i => (i.loading = 'eager') && i.complete)"
    )
    size = (
        "[...document.querySelectorAll('.cell_output img')].map(i => i.getBoundingClientRect().width / i.naturalWidth)"
    )
    sizes = [round(s, 2) for s in page.evaluate(size) if s]
    assert len(sizes) >= 5 and set(sizes) == {0.75}


def test_a_recording_on_a_phone_has_the_letters_of_a_figure_and_scrolls_without_its_controls(visit):
    page, _ = visit("09-signals.html", PHONE)
    page.wait_for_function(
        "[...document.querySelectorAll('.mlpkit-recording img')].every(i => (i.loading = 'eager') && i.complete)"
    )
    sizes = page.evaluate(
        "[...document.querySelectorAll('.mlpkit-recording img')]"
        ".map(i => i.getBoundingClientRect().width / i.naturalWidth)"
    )
    assert sizes and all(size == pytest.approx(0.75, abs=0.01) for size in sizes)
    page.wait_for_function("document.querySelector('.mlpkit-recording .picture').tabIndex === 0")
    for kept in page.locator(".mlpkit-recording .controls").all():
        assert kept.bounding_box()["width"] <= PHONE["width"]


def test_what_is_wide_scrolls_in_its_own_box_by_keyboard_too(visit):
    page, _ = visit("06-backpropagation.html", PHONE)
    wide = "[...document.querySelectorAll('mjx-container, .cell_output')].filter(isWide)"
    page.wait_for_function(f"{wide}.length > 5 && {wide}.every(e => e.tabIndex === 0)")
    assert page.evaluate("getComputedStyle(document.querySelector('mjx-container[display]')).overflowX") == "auto"


def test_formulas_in_a_line_have_no_bars_and_none_stops_the_tab_key(visit):
    page, _ = visit("06-backpropagation.html")
    inline = "[...document.querySelectorAll('mjx-container:not([display=true])')]"
    assert page.evaluate(f"{inline}.length") > 200
    assert page.evaluate(f"{inline}.filter(e => getComputedStyle(e).overflowX !== 'visible').length") == 0
    stops = "[...document.querySelectorAll('mjx-container, mjx-container *')].filter(e => e.tabIndex === 0)"
    assert page.evaluate(f"{stops}.every(isWide)")


def test_on_a_phone_only_a_formula_wider_than_its_line_scrolls(visit):
    page, _ = visit("glossary.html", PHONE)
    scrolls = "i => getComputedStyle(i).overflowX === 'auto'"
    letters = "i.querySelector('mjx-math').getBoundingClientRect().width"
    inline = "[...document.querySelectorAll('mjx-container:not([display=true])')]"
    page.wait_for_function(f"{inline}.filter({scrolls}).length > 2")
    page.wait_for_function(f"{inline}.filter({scrolls}).every(i => {letters} > i.clientWidth && i.tabIndex === 0)")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size({"width": 2000, "height": 900})
    page.wait_for_function(f"!{inline}.some({scrolls})")


def test_on_paper_there_is_the_text_alone(visit):
    page, _ = visit("08-xor.html")
    page.emulate_media(media="print")
    for gone in (".bd-sidebar-primary", ".bd-header-article", ".prev-next-footer", ".mlpkit-recording .controls"):
        assert page.locator(gone).first.is_hidden(), gone
    assert page.locator("h1:visible").count() == 1 and page.locator(".mlpkit-recording img").first.is_visible()


def test_hints_open_one_at_a_time(visit):
    page, _ = visit("02-activations.html")
    first = page.locator("details", has_text="Hint 1").first
    second = first.locator("summary", has_text="Hint 2")
    assert not second.is_visible()
    first.locator("summary").first.click()
    assert second.is_visible()
    assert not first.locator("summary", has_text="Hint 3").is_visible()


@pytest.mark.parametrize("query", ["saturated", "saturat", "ATURAT"])
def test_the_search_finds_sections_by_parts_of_words(visit, query):
    page, wrong = visit(f"search.html?q={query}")
    first = page.locator("ul.search li", has_text="02 · Activations").first
    assert "02-activations.html#" in first.locator("a").get_attribute("href")
    assert query.lower() in first.locator("mark").first.inner_text().lower()
    assert "\\" not in page.locator("ul.search").inner_text()
    first.locator("a").click()
    page.locator("section:target").wait_for()
    assert wrong == []


def test_the_search_says_when_nothing_is_found(visit):
    page, _ = visit("search.html?q=xyzzy")
    page.get_by_text("Nothing is found for “xyzzy”").wait_for()


def test_the_theme_is_switched_by_its_menu_and_kept(visit, address):
    page, _ = visit("index.html")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.locator(".theme-switch-button:visible").first.click()
    page.locator(".theme-change-button:visible", has_text="Dark").click()
    page.wait_for_function(f"{paper} !== {light!r}")
    page.goto(f"{address}/02-activations.html")
    assert page.locator("html[data-theme=dark]").count() == 1


def test_a_recorded_explorer_moves_by_keyboard_and_pointer_and_plays(visit):
    page, wrong = visit("08-xor.html")
    shown = page.locator(".mlpkit-recording").first
    image, slider, numbers = shown.locator("img"), shown.locator("input"), shown.locator(".numbers")
    changed = "([img, before]) => img.alt !== before"

    def moved(move):
        before = image.get_attribute("alt")
        move()
        page.wait_for_function(changed, arg=[image.element_handle(), before])
        return image.get_attribute("src"), numbers.inner_text(), slider.get_attribute("aria-valuetext")

    slider.focus()
    seen = {moved(lambda key=key: page.keyboard.press(key)) for key in ("Home", "ArrowRight", "End")}
    box = slider.bounding_box()
    seen.add(moved(lambda: page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)))
    sources, numbers_, words = map(set, zip(*seen, strict=True))
    assert len(sources) == len(words) == 4 and len(numbers_) > 1  # a unit that is off leaves the numbers as they are
    shown.get_by_role("button", name="play").click()
    page.wait_for_function("s => s.value === s.max", arg=slider.element_handle())
    assert wrong == []


def test_a_recording_keeps_its_colours_in_the_dark_and_its_numbers_are_as_heavy_as_the_text(visit):
    page, _ = visit("08-xor.html", scheme="dark")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    image, numbers = (page.locator(f".mlpkit-recording {part}").first for part in ("img", ".numbers"))
    assert "invert" not in image.evaluate("img => getComputedStyle(img).filter")
    assert numbers.evaluate("n => getComputedStyle(n).fontWeight") == "400"


def test_the_pad_in_the_page_is_the_library_to_the_fifth_digit(visit):
    page, wrong = visit("00-start-here.html")
    net, rng, worst = small_net(), np.random.default_rng(0), 0.0
    for case in range(12):
        ink = np.zeros((SIDE, SIDE), np.uint8)
        top, left = rng.integers(0, SIDE - 12, 2)
        height, width = rng.integers(2, SIDE - np.array([top, left]))
        ink[top : top + height, left : left + width] = rng.integers(0, 256, (height, width)) * (case > 0)
        for centred in (True, False):
            image, P = page.evaluate(
                """([ink, centred]) => {
                  const told = JSON.parse(document.querySelector('.mlpkit-digit-pad script').textContent);
                  const { image, probabilities, unpack } = window.mlpkitDigits;
                  const layers = told.map(({ W, b }) => ({ W: unpack(W), b: unpack(b) }));
                  const seen = image(Uint8Array.from(ink), centred);
                  return [seen, probabilities(layers, seen.flat())];
                }""",
                [ink.ravel().tolist(), centred],
            )
            expected = as_digits(ink / 255, centred)
            ours = softmax(net.outputs(expected.reshape(1, -1).astype(np.float32)))[0]
            worst = max(worst, np.abs(image - expected).max(), np.abs(P - ours).max())
    assert worst < 1e-5
    pad = page.locator(".mlpkit-digit-pad")
    pad.locator("canvas.mlpkit-pad").focus()
    for key in ("Space", *["ArrowDown"] * 12):
        page.keyboard.press(key)
    pad.get_by_text("it says 1").wait_for()
    assert wrong == []


def test_on_a_dark_page_a_report_is_dark_and_numbers_of_a_recording_stand_apart(visit):
    page, _ = visit("07-layers.html", scheme="dark")
    reports = "[...document.querySelectorAll('.text_html:has(.mlpkit-check)')]"
    papers = page.evaluate(f"{reports}.map(e => getComputedStyle(e).backgroundColor)")
    assert set(papers) == {"rgba(0, 0, 0, 0)"}
    page, _ = visit("explorers.html")
    cells = "[...document.querySelectorAll('.mlpkit-recording .numbers td')]"
    gaps = page.evaluate(f"{cells}.map(e => parseFloat(getComputedStyle(e).paddingRight))")
    assert len(gaps) > 5 and min(gaps) > 5


def violations(page):
    """What axe finds, in words; headers of tables are judged here, as axe does not see letters of formulas."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the extra test is not installed")
    page.wait_for_function("document.getAnimations().every((a) => a.playState !== 'running')")  # colours on their way
    assert page.evaluate("[...document.querySelectorAll('th')].filter(th => !th.textContent.trim()).length") == 0
    found = axe.Axe().run(page, options={"rules": {"empty-table-header": {"enabled": False}}}).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]} ({len(v['nodes'])} places)" for v in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "size", [pytest.param(PHONE, id="phone", marks=pytest.mark.slow), pytest.param(DESKTOP, id="desktop")]
)
@pytest.mark.parametrize("name", ["00-start-here", *OTHERS])
def test_axe_finds_nothing(visit, name, size, scheme):
    page, _ = visit(f"{name}.html", size, scheme)
    assert violations(page) == []


def test_axe_would_find_something(visit):
    page, _ = visit("index.html")
    page.evaluate("document.querySelector('article img').removeAttribute('alt')")
    assert [found.split(":")[0] for found in violations(page)] == ["image-alt"]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("name", LECTURES)
def test_axe_finds_nothing_in_any_lecture(visit, name, size, scheme):
    page, _ = visit(f"{name}.html", size, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert violations(page) == []
