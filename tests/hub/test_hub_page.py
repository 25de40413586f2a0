"""The set-up of the hub's page in a new environment: its install line resolves, and the result builds a course."""

import os
import subprocess

import pytest

from tests.support import readme

PAGE = "autograder/hub/README.md"
KEPT = ("python3 -m venv", "/opt/hub/bin/", "install -d")


@pytest.mark.slow
def test_the_commands_of_the_set_up(tmp_path):
    """As on the page, but for the places; root's part, the account, is in test_hub."""
    lines = [line for line in readme.commands(PAGE) if line.startswith(KEPT)]
    assert len(lines) == 4
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV", "MLPKIT_COURSE")}
    for line in lines:
        typed = line.replace("/opt/hub", str(tmp_path / "hub")).replace("/srv/mlp", str(tmp_path / "mlp"))
        done = subprocess.run(
            typed, shell=True, cwd=readme.ROOT, env=environment, capture_output=True, text=True, timeout=1800
        )
        if "Temporary failure in name resolution" in done.stderr:
            pytest.skip("no package index can be reached")
        assert done.returncode == 0, (typed, done.stdout[-2000:], done.stderr[-2000:])
    assert (tmp_path / "mlp" / "course" / "nbgrader_config.py").is_file()
    assert len(list((tmp_path / "mlp" / "course" / "release").iterdir())) == 14
    # What was installed does not need the clone.
    code = "import autograder, sys; print(autograder.__file__)"
    where = subprocess.run([tmp_path / "hub/bin/python", "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert str(tmp_path / "hub") in where.stdout
