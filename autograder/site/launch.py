"""The site's buttons that open a lecture on Binder or Colab."""

from __future__ import annotations

from autograder.authoring.repository import repository


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
