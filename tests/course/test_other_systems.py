"""What a student touches, on systems that lack something: Windows, macOS, a browser, each played here."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path, PureWindowsPath

import numpy as np
import pytest

from autograder import EXERCISES, check
from autograder.authoring import notebooks
from autograder.checking import progress
from autograder.course.paths import HOME
from autograder.runtime import deadline, observe
from mlpkit import MLP, datasets, explore, fit, home

# Modules and functions of the standard library that Windows has not.
POSIX_MODULES = ("resource", "fcntl", "pwd", "grp", "termios", "pty", "tty", "readline")
POSIX_FUNCTIONS = {"os": ("fork", "getuid", "geteuid", "setsid", "killpg", "nice"), "signal": ("setitimer", "alarm")}


POINTS = sum(e.points for e in EXERCISES.of("02"))


def right(z):
    return np.maximum(z, 0)


def endless(z):
    while True:
        pass


@pytest.fixture
def no_alarm(monkeypatch):
    monkeypatch.delattr(signal, "setitimer", raising=False)
    monkeypatch.setattr(observe, "SECONDS_PER_CALL", 0.2)


@pytest.fixture
def no_threads(monkeypatch):
    def start(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)


@pytest.fixture
def own_home(monkeypatch, tmp_path):
    monkeypatch.setenv("MLPKIT_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def said_of(answer):
    return str(check("relu", answer))


def test_without_an_alarm_an_endless_loop_ends(no_alarm, own_home):
    assert "does a loop never end?" in said_of(endless)
    assert float(check("relu", right)) == 1


def test_without_an_alarm_and_without_threads_an_endless_loop_ends(no_alarm, no_threads, own_home):
    before = sys.gettrace()
    assert "does a loop never end?" in said_of(endless)
    assert float(check("relu", right)) == 1
    assert sys.gettrace() is before


def test_without_an_alarm_one_that_rings_as_its_time_ends_interrupts_nothing_else(no_alarm):
    stopped = 0
    for k in range(400):
        try:
            with deadline.deadline(0.002):
                until = time.monotonic() + 0.0018 + k % 40 * 1e-5
                while time.monotonic() < until:
                    pass
        except deadline.OutOfTime:
            stopped += 1
    with pytest.raises(deadline.OutOfTime), deadline.deadline(0.002):
        endless(0)
    assert stopped < 400 and deadline._limit.seconds == 0


def test_without_threads_a_network_trains_and_the_explorer_of_training_shows_its_end(no_threads):
    X, t = datasets.xor()
    net = MLP([2, 4, 2], seed=0)
    shown = explore.live_fit(net, X, t, epochs=3, seed=0)
    shown.advance(5)
    assert len(shown.history.loss) == 3 and shown.slices.done
    assert len(fit(net, X, t, epochs=2, seed=0, progress=True).loss) == 2


def test_in_a_browser_everything_of_the_students_lies_where_the_browser_keeps_it(monkeypatch, tmp_path):
    monkeypatch.delenv("MLPKIT_HOME", raising=False)
    monkeypatch.delenv("MLPKIT_DATA", raising=False)
    monkeypatch.setattr(home, "in_browser", lambda: True)
    monkeypatch.setattr(home, "_KEPT_BY_THE_BROWSER", tmp_path / "drive" / "mlp-course")
    assert home.home() != tmp_path / "drive" / "mlp-course"  # there is no such drive
    (tmp_path / "drive").mkdir()
    assert float(check("relu", right)) == 1
    assert (tmp_path / "drive" / "mlp-course" / "own" / "relu.py").is_file()
    assert home.downloads() == tmp_path / "drive" / "mlp-course" / "mnist"


def test_in_a_browser_no_socket_is_opened_and_without_mnist_come_the_small_digits(monkeypatch, no_threads, tmp_path):
    from mlpkit.datasets import digits, mnist

    monkeypatch.delenv("MLPKIT_DATA", raising=False)
    monkeypatch.setattr(digits, "in_browser", lambda: True)
    nowhere = mnist.Source(["http://127.0.0.1:9/"], mnist.MNIST.digests)
    found = digits.load_handwriting(source=nowhere, cache=tmp_path)
    assert found.name == "8×8 digits" and "no mirror gave it" in found.note


def test_a_home_that_cannot_be_written_stops_nobody(monkeypatch, tmp_path):
    (tmp_path / "home").write_text("a file where the folder should be", encoding="utf-8")
    monkeypatch.setenv("MLPKIT_HOME", str(tmp_path / "home"))
    assert float(check("relu", right)) == 1
    assert "00-start-here" in str(progress.progress())
    assert EXERCISES["relu"].name not in progress.load_record()


STUDENT = """
import sys
for name in {modules!r}:
    sys.modules[name] = None
import os, signal
for module, names in {functions!r}.items():
    for name in names:
        if hasattr(sys.modules[module], name):
            delattr(sys.modules[module], name)
os.environ["MPLBACKEND"] = "agg"
import numpy as np
from autograder import check, progress, start
from mlpkit import explore
from mlpkit.show import number, say, table
print(start("02"))
print(check("relu", lambda z: np.maximum(z, 0)))
print(check("step", np.sign))
print(check("sigmoid", lambda z: 1 / (1 + np.exp(-z))))
print(progress())
say(number(-1.5))
table(["z"], [[number(-1e-9)]])
print(len(explore.activations().static()._repr_mimebundle_()[0]["text/html"]))
print("done")
"""


def python(code, tmp_path, *options, **environment):
    environment = {**os.environ, "MLPKIT_HOME": str(tmp_path / "home"), **environment}
    command = [sys.executable, *options, "-c", code]
    return subprocess.run(command, env=environment, capture_output=True, cwd=tmp_path, timeout=120)


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii", "utf-8"])
def test_a_student_needs_nothing_that_windows_lacks_and_any_console_shows_the_reports(encoding, tmp_path):
    code = STUDENT.format(modules=POSIX_MODULES if encoding == "cp1252" else (), functions=POSIX_FUNCTIONS)
    done = python(code, tmp_path, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    said = done.stdout.decode(encoding, "replace")
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-3000:]
    assert said.rstrip().endswith("done") and f"{POINTS:g} points" in said and "1 of 1 points" in said
    assert ("Below 0 this gives −1" if encoding == "utf-8" else "Below 0 this gives -1") in said


def test_the_lectures_are_copied_without_what_windows_lacks(tmp_path):
    lines = ["import sys", f"for name in {POSIX_MODULES!r}: sys.modules[name] = None"]
    lines += ["from autograder.cli import app", "app(['lab', 'kurs für Zoë', '--only-copy'], standalone_mode=False)"]
    done = python("\n".join(lines), tmp_path, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-3000:]
    assert len(list((tmp_path / "kurs für Zoë").glob("*.ipynb"))) == len(notebooks.sources())


def test_a_started_process_begins_anew_where_there_is_no_fork(tmp_path):
    code = """
import multiprocessing
from autograder import check
def relu(z): return z * (z > 0)
def work(queue): queue.put(float(check("relu", relu)))
if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=work, args=(queue,))
    process.start()
    print(queue.get(timeout=60))
    process.join()
"""
    (tmp_path / "own.py").write_text(code, encoding="utf-8")
    environment = {**os.environ, "MLPKIT_HOME": str(tmp_path / "home")}
    done = subprocess.run([sys.executable, tmp_path / "own.py"], env=environment, capture_output=True, timeout=120)
    assert done.stdout.split() == [b"1.0"], done.stderr.decode("utf-8", "replace")[-2000:]


def names():
    """Every file that reaches a student: the lectures, the packages, and what is kept of answers."""
    packages = [p for top in ("mlpkit", "autograder") for p in (HOME / top).rglob("*") if "__pycache__" not in p.parts]
    yield from (p.relative_to(HOME).as_posix() for p in packages if p.is_file())
    yield from (f"notebooks/{source.stem}.ipynb" for source in notebooks.sources())
    yield from (f"own/{name}.py" for name in EXERCISES)


@pytest.mark.skipif(not (HOME / "mlpkit").is_dir(), reason="an installed package: the checkout has the files")
def test_every_name_is_possible_on_windows_and_no_two_differ_by_case():
    found = list(names())
    assert len({name.casefold() for name in found}) == len(found)
    for name in found:
        path = PureWindowsPath(name)
        reserved = {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10))}
        assert not any(part.split(".")[0].casefold() in reserved for part in path.parts), name
        assert not set('<>:"|?*\\') & set(name) and len(name) < 150, name
        assert all(part == part.rstrip(" .") for part in path.parts), name


def test_a_path_with_blanks_and_other_letters_is_kept_as_it_is(monkeypatch, tmp_path):
    place = tmp_path / "Zoë Müller's files" / "mlp"
    monkeypatch.setenv("MLPKIT_HOME", str(place))
    assert float(check("relu", right)) == 1
    assert Path(place, "own", "relu.py").is_file()
