"""Where a student's own files are kept: what was passed, predictions, personal records."""

import os
import sys
from pathlib import Path

# In JupyterLite the files beside the notebooks, which the browser keeps; all other folders are gone with the page.
_KEPT_BY_THE_BROWSER = Path("/drive/mlp-course")


def in_browser() -> bool:
    """Whether this Python runs in a web page (Pyodide): it starts no threads and no programs, and has no alarm."""
    return sys.platform == "emscripten"


def home() -> Path:
    """MLPKIT_HOME, or .mlpkit in the user's home; in a browser a folder beside the notebooks."""
    if chosen := os.environ.get("MLPKIT_HOME"):
        return Path(chosen)
    if in_browser() and _KEPT_BY_THE_BROWSER.parent.is_dir():
        return _KEPT_BY_THE_BROWSER
    return Path.home() / ".mlpkit"


def downloads() -> Path:
    """The user's cache folder; in a browser a folder that the browser keeps, and into which a site may put files."""
    if in_browser():
        return home() / "mnist"
    import pooch  # which takes a while, and most notebooks download nothing

    return Path(pooch.os_cache("mlpkit"))
