"""Sphinx's settings. Nothing is fetched from elsewhere: scripts, fonts and formulas' fonts are the site's own."""

import re
import shutil
from importlib.util import find_spec
from pathlib import Path

from docutils import nodes

from autograder.course import author_folder
from autograder.site import sections
from autograder.site.launch import theme_options

project = html_title = author_folder.title()
language = "en"
extensions = ["myst_nb", "sphinx.ext.mathjax", "sphinx.ext.githubpages"]

nb_execution_mode = "off"
nb_code_prompt_show, nb_code_prompt_hide = "Show the code", "Hide the code"
nb_render_markdown_format = "myst"  # sentences with computed numbers hold formulas and tables
nb_mime_priority_overrides = [("html", "text/markdown", 1)]
myst_enable_extensions = ["amsmath", "deflist", "dollarmath"]
myst_dmath_double_inline = True
myst_heading_anchors = 3

html_theme = "sphinx_book_theme"
html_theme_options = {
    "use_download_button": False,  # the page's source is not what a reader works in: see `add_notebook`
    "navbar_persistent": [],  # the search field stands in the sidebar, and its button in the page's header
    "extra_footer": "Lectures: CC BY 4.0. Code: BSD 3-Clause.",
    "footer_content_items": "extra-footer.html",
    **theme_options(),
}
html_context = {"default_mode": "auto"}
html_static_path = ["static"]
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"}), ("moving.js", {"defer": "defer"})]
html_favicon = "static/favicon.svg"
html_copy_source = False
html_use_index = False
html_show_sphinx = False

# Formulas are no stops of the Tab key: those that scroll become one in site.js.
mathjax3_config = {"chtml": {"scale": 0.92}, "options": {"enableMenu": False}}
mathjax_path = "mathjax/tex-chtml.js"
# The package brings 24 MB: combinations for other uses stay behind.
_UNUSED = shutil.ignore_patterns("*svg*", "*full*", "mml-*", "tex-mml-*", "node-main.js", "adaptors")


WORD_JOINER = "\u2060"


def add_search(app, pagename, templatename, context, doctree):
    """The page that searches gets the text of all sections, and the script that looks in it."""
    if pagename == "search":
        app.add_js_file("sections.js", defer="defer")
        app.add_js_file("search.js", defer="defer")


def write_sections(app, error):
    """The text that search.js looks in."""
    if error is None:
        sections.write(app.env, Path(app.outdir) / "_static" / "sections.js")


def copy_mathjax(app, error):
    """MathJax from the package that brings it."""
    if error is None:
        home = Path(find_spec("sphinx-mathjax-offline").origin).parent / "static" / "mathjax"
        shutil.copytree(home, Path(app.outdir) / "_static" / "mathjax", ignore=_UNUSED)


def add_notebook(app, pagename, templatename, context, doctree):
    """Buttons that download the lecture's student notebook, and open it in the browser's own Python."""
    if "kernelspec" not in app.env.metadata.get(pagename, {}):
        return
    link = {
        "type": "link",
        "url": context["pathto"](f"{pagename}.ipynb", 1),
        "icon": "fas fa-download",
        "tooltip": "Download this notebook",
        "label": "download-notebook-button",
    }
    context["header_buttons"].append(link)
    if app.tags.has("lite"):
        address = context["pathto"]("lite/lab/index.html", 1) + f"?path={pagename}.ipynb"
        said = "Run this notebook in the browser"
        run = {"url": address, "icon": "fas fa-play", "tooltip": said, "label": "run-in-browser-button"}
        context["header_buttons"].append(link | run)


def join_punctuation(app, doctree):
    """No line begins with the comma or full stop after a formula, none ends with the bracket before it."""
    for formula in doctree.findall(nodes.math):
        around = formula.parent.children
        place = around.index(formula)
        if place + 1 < len(around) and re.match(r"[^\s\w(]", str(around[place + 1])):
            around[place + 1] = nodes.Text(WORD_JOINER + around[place + 1])
        if place and str(around[place - 1]).endswith("("):
            around[place - 1] = nodes.Text(around[place - 1] + WORD_JOINER)


def setup(app):
    """Called by Sphinx."""
    app.connect("doctree-read", join_punctuation)
    app.connect("html-page-context", add_notebook, priority=502)
    app.connect("html-page-context", add_search)
    app.connect("build-finished", copy_mathjax)
    app.connect("build-finished", write_sections)
