"""The server of the browser tests leaves the home of who runs them alone."""

import os
from pathlib import Path


def test_progress_goes_into_a_home_of_the_tests_own(open_notebook):
    opened = open_notebook(["import mlpkit.home\nprint(mlpkit.home.home())"])
    opened.run(0)
    home = Path(opened.output(0).strip())
    assert home != Path.home() / ".mlpkit" and home.is_dir()
    assert os.environ["MLPKIT_HOME"] != str(home), "a test's home is not the server's"
