"""A loaded machine takes nobody's time: limits count the processor, or waiting without it, and say which it was."""

import signal
import subprocess
import sys
import time

import pytest

from autograder.grading.grade import grade
from autograder.runtime import deadline
from autograder.sandbox import stopwatch
from autograder.sandbox.inside import process_limits
from autograder.sandbox.limits import Limits
from tests.support import grading_class as small


class Clock:
    """Time that passes when told, on a machine that works at a share of its speed."""

    def __init__(self, monkeypatch):
        self.now = self.used = 0.0
        monkeypatch.setattr(stopwatch.time, "monotonic", lambda: self.now)

    def pass_by(self, seconds, speed):
        for _ in range(round(seconds / 0.5)):
            self.now, self.used = self.now + 0.5, self.used + 0.5 * speed
            yield


def first(request, clock, seconds, speed):
    """(when a request is over, which limit it was) of a process that works at this speed."""
    began = clock.now
    for _ in clock.pass_by(seconds, speed):
        if which := request.over():
            return clock.now - began, which
    return None


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def watch(clock):
    return stopwatch.Stopwatch(Limits(notebook=30.0), lambda: clock.used)


@pytest.mark.parametrize(("speed", "charged"), [(1.0, 10.0), (0.1, 1.0), (0.0, 10.0)])
def test_what_is_charged_is_the_processors_time_and_that_of_waiting(clock, watch, speed, charged):
    for _ in clock.pass_by(10, speed):
        watch.look()
    assert watch.charged == pytest.approx(charged)


@pytest.mark.parametrize("speed", [1.0, 0.5, 0.1])
def test_a_request_may_use_the_processor_as_long_on_a_slow_machine(clock, watch, speed):
    when, which = first(stopwatch.RequestTimer(watch, 5.0), clock, 100, speed)
    assert which == stopwatch.PROCESSOR and 5.0 <= when * speed <= 6.1


def test_one_that_waits_is_over_by_the_clock(clock, watch):
    when, which = first(stopwatch.RequestTimer(watch, 5.0), clock, 100, 0.0)
    assert which == stopwatch.WAITING and 5.0 <= when <= 6.0


def test_lent_functions_are_not_waiting_and_end_when_this_side_has_worked_too_long(clock, watch, monkeypatch):
    worked = [0.0]
    monkeypatch.setattr(stopwatch.time, "process_time", lambda: worked[0])
    request, over = stopwatch.RequestTimer(watch, 5.0), []
    for _ in range(200):
        with watch.answering():
            clock.now, worked[0] = clock.now + 0.1, worked[0] + 0.05
        over.append(request.over())
    first = next(n for n, which in enumerate(over) if which)
    assert over[first] == stopwatch.PROCESSOR and 100 <= first <= 120
    assert watch.charged == 0


def test_what_this_side_takes_between_two_requests_is_charged_to_nobody(clock, watch):
    for _ in range(10):
        clock.now += 20
        request = stopwatch.RequestTimer(watch, 5.0)
        assert request.over() == ""
    assert watch.over() == ""


@pytest.mark.parametrize(
    ("speed", "said"), [(1.0, "of processor time were"), (0.0, "of waiting were"), (0.03, "by the clock")]
)
def test_a_notebook_is_over_and_says_by_which_limit(clock, watch, speed, said):
    while not watch.over():
        request = stopwatch.RequestTimer(watch, 1e9)
        for _ in clock.pass_by(5, speed):
            request.over()
    assert said in watch.over()


def test_within_a_process_the_clock_alone_ends_nothing(monkeypatch):
    """One tenth of the speed: the alarm rings, and nothing happens until the processor's time is used."""
    limit = deadline._Limit()
    now = {"wall": 0.0, "used": 0.0}
    monkeypatch.setattr(deadline.time, "monotonic", lambda: now["wall"])
    monkeypatch.setattr(deadline.time, "process_time", lambda: now["used"])
    limit.seconds = 5.0
    now.update(wall=20.0, used=2.0)
    assert limit.passed() == ""
    now.update(wall=50.0, used=5.0)
    assert "processor time" in limit.passed()
    now.update(wall=5.0, used=0.01)
    assert "waiting" in limit.passed()


def test_the_systems_own_limit_leaves_room_for_its_count_of_ticks(monkeypatch):
    """It is far from what was used on a loaded machine; who keeps to the grader's clock is not to be ended by it."""
    given = {}
    monkeypatch.setattr(process_limits.resource, "setrlimit", lambda what, value: given.update({what: value}))
    process_limits.limit(Limits(notebook=120.0).as_dict())
    assert min(given[process_limits.resource.RLIMIT_CPU]) >= 240


BUSY = "import time\nend = time.monotonic() + 60\nwhile time.monotonic() < end:\n    pass"


def test_the_honest_get_full_marks_beside_busy_neighbours():
    """A tight limit on work that takes half of it alone, beside four processes that want the same cores."""
    backend = next((b for b, why in small.BACKENDS.items() if not why()), None)
    if backend is None:
        pytest.skip("no confinement here")
    assignment = small.make_assignment(small.Limits(call=0.4, cell=5.0, notebook=60.0, grace=0.5))
    notebook = small.source_notebook()
    work = "    end = time.process_time() + 0.15\n    while time.process_time() < end:\n        pass\n"
    small.cell(notebook, "double").source = f"import time\ndef double(x):\n{work}    return 2 * x"
    neighbours = [subprocess.Popen([sys.executable, "-S", "-c", BUSY]) for _ in range(4)]
    try:
        with small.Machine(backend, assignment) as sandbox:
            began = time.monotonic()
            result = grade(assignment, small.submission("ada", notebook), sandbox)
    finally:
        for process in neighbours:
            process.kill()
            process.wait()
    scores = result.notebooks[0].scores
    assert {k: scores[k] for k in small.FULL} == small.FULL, (result.deaths, time.monotonic() - began)
    assert result.deaths == []


def spin(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def test_a_deadline_goes_on_after_one_within_it():
    with pytest.raises(deadline.OutOfTime), deadline.deadline(0.2):
        with deadline.deadline(60):
            pass
        spin(60)


def test_one_with_many_short_ones_in_it_ends_all_the_same():
    end = time.process_time() + 5
    with pytest.raises(deadline.OutOfTime, match="after 0"), deadline.deadline(0.2):
        while time.process_time() < end:
            with deadline.deadline(60):
                pass


def test_an_alarm_that_comes_while_a_deadline_ends_is_none(monkeypatch):
    """It would leave the timer running, and the next alarm would end the process."""
    before, set_timer = signal.getsignal(signal.SIGALRM), signal.setitimer

    def first_ring(which, seconds, interval=0.0):
        if not seconds:
            signal.raise_signal(signal.SIGALRM)
        return set_timer(which, seconds, interval)

    monkeypatch.setattr(deadline.signal, "setitimer", first_ring)
    with deadline.deadline(60):
        pass
    with pytest.raises(deadline.OutOfTime, match=r"after 0\.1 s"), deadline.deadline(0.1):
        spin(60)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0) and signal.getsignal(signal.SIGALRM) is before


def test_while_another_process_works_for_it_nobody_waits():
    with deadline.deadline(0.2), deadline.elsewhere():
        time.sleep(0.6)
    with pytest.raises(deadline.OutOfTime, match="waiting"), deadline.deadline(0.2):
        with deadline.elsewhere():
            time.sleep(0.3)
        time.sleep(60)
    with deadline.deadline(0.2, waiting=False):
        time.sleep(0.6)
