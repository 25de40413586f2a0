"""What to type where a package is missing that only a part of the course needs."""

from __future__ import annotations

from collections.abc import Iterable

DISTRIBUTION = "mlpkit-course"


def needs(what: str, packages: Iterable[str], extra: str) -> str:
    """A sentence for whoever has not installed an extra. Pip takes the name of what is installed: no checkout needed.

    >>> needs("the site", ["sphinx", "myst_nb"], "site")
    'the site needs sphinx, myst_nb: run `python -m pip install "mlpkit-course[site]"`'
    """
    return f'{what} needs {", ".join(packages)}: run `python -m pip install "{DISTRIBUTION}[{extra}]"`'
