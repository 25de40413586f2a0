"""Where the course is published, for links to Binder, Colab and the source: an environment variable, or pyproject."""

from __future__ import annotations

import os

import tomllib

from autograder.build import BuildError
from autograder.site.texts import HOME


def repository() -> tuple[str, str] | None:
    """(address, branch) from MLPKIT_REPOSITORY and MLPKIT_BRANCH, else `Repository` in [project.urls]; None if neither.

    An address has the form https://host/owner/name; ValueError names one that has not.
    """
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    address = os.environ.get("MLPKIT_REPOSITORY") or project.get("urls", {}).get("Repository")
    if not address:
        return None
    address = address.rstrip("/").removesuffix(".git")
    if not address.startswith("https://") or address.count("/") != 4 or " " in address:
        raise BuildError(f"a repository is written https://host/owner/name, got {address!r} (MLPKIT_REPOSITORY)")
    return address, os.environ.get("MLPKIT_BRANCH", "main")


def source_address() -> str | None:
    """The address below which the repository's files are shown."""
    known = repository()
    return f"{known[0]}/blob/{known[1]}" if known else None


def theme_options() -> dict:
    """What the theme needs for its launch buttons: nothing where no repository is named."""
    known = repository()
    if known is None:
        return {}
    address, branch = known
    host = address.split("/")[2]
    launch = {"binderhub_url": "https://mybinder.org", "notebook_interface": "jupyterlab"}
    if host == "github.com":  # Colab opens nothing else
        launch["colab_url"] = "https://colab.research.google.com"
    provider = next((p for p in ("github", "gitlab", "bitbucket") if p in host), "gitlab")
    return {
        "repository_url": address,
        "repository_branch": branch,
        "repository_provider": provider,
        "path_to_docs": "notebooks",
        "launch_buttons": launch,
    }
