"""Which digits there are, how they are split, and that having no network costs a second and not a minute."""

import socket
import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from mlpkit.datasets import digits, load_digits
from tests.mlpkit.test_mnist import DIGESTS, FILES

SOURCE = digits.Source(mirrors=("http://127.0.0.1:9/",), digests=DIGESTS)


def rows(*parts):
    return np.concatenate(parts)


def test_the_small_digits_are_split_once_and_for_all():
    small = digits.load_handwriting(small=True)
    X, t = load_digits()
    assert small.name == "8×8 digits" and small.side == 8 and "NOT MNIST (asked for)" in small.note
    assert [len(part) for part in (small.t, small.t_val, small.t_test)] == [1097, 300, 400]
    together = np.column_stack([rows(small.X, small.X_val, small.X_test), rows(small.t, small.t_val, small.t_test)])
    np.testing.assert_array_equal(np.unique(together, axis=0), np.unique(np.column_stack([X, t]), axis=0))
    assert (small.t_test[:5] == t[np.random.default_rng(0).permutation(1797)[1397:1402]]).all()


@pytest.fixture
def no_chosen_folder(monkeypatch):
    monkeypatch.delenv("MLPKIT_DATA", raising=False)


def test_mnist_comes_from_the_cache(tmp_path, no_chosen_folder, monkeypatch):
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.setattr(digits, "reachable", lambda *_: pytest.fail("asked for a mirror"))
    found = digits.load_handwriting(source=SOURCE, cache=tmp_path)
    assert found.name == "MNIST" and (len(found.X), len(found.X_val), len(found.X_test)) == (4, 1, 2)
    assert found.side == 3
    assert found.note == "MNIST, 3×3 pixels: 4 training, 1 validation and 2 test images."


def test_without_network_it_says_that_these_are_other_digits(tmp_path, no_chosen_folder):
    found = digits.load_handwriting(source=SOURCE, cache=tmp_path, wait=0.2)
    assert found.name == "8×8 digits" and "no mirror can be reached" in found.note


def test_a_mirror_that_answers_and_does_not_deliver(tmp_path, no_chosen_folder, monkeypatch):
    monkeypatch.setattr(digits, "reachable", lambda mirrors, wait: mirrors)
    found = digits.load_handwriting(source=SOURCE, cache=tmp_path)
    assert found.name == "8×8 digits" and "no mirror gave it" in found.note


def test_it_does_not_wait_for_a_name_server_that_is_silent(monkeypatch):
    """Several seconds of waiting would be several times as long as allowed here: no race."""
    over = threading.Event()

    def silent(*_, **__):
        over.wait(30)
        raise OSError("no answer")

    monkeypatch.setattr(socket, "create_connection", silent)
    start, before = time.monotonic(), set(threading.enumerate())
    assert digits.reachable([f"http://host-{n}/" for n in range(15)], 0.1) == ()
    assert time.monotonic() - start < 10
    asking = set(threading.enumerate()) - before
    assert len(asking) == 15 and all(thread.daemon for thread in asking)  # nor does Python's end wait for them
    over.set()


def test_it_waits_for_a_mirror_that_takes_its_time(monkeypatch):
    def slow(*_, **__):
        time.sleep(0.3)
        return socket.socket()

    monkeypatch.setattr(socket, "create_connection", slow)
    assert digits.reachable(("http://a/", "http://b/"), 20.0) == ("http://a/", "http://b/")


def test_only_mirrors_that_answer_are_reached(monkeypatch):
    monkeypatch.setattr(digits, "getproxies", dict)
    with socket.create_server(("127.0.0.1", 0)) as server:
        open_one = f"http://127.0.0.1:{server.getsockname()[1]}/"
        assert digits.reachable((*SOURCE.mirrors, open_one), 2.0) == (open_one,)


def test_a_proxy_is_the_door(monkeypatch):
    monkeypatch.setattr(digits, "getproxies", dict)
    assert digits._door("https://a.example/x/") == ("a.example", 443)
    assert digits._door("http://a.example/x/") == ("a.example", 80)
    monkeypatch.setattr(digits, "getproxies", lambda: {"https": "http://proxy:3128"})
    assert digits._door("https://a.example/x/") == ("proxy", 3128)


def test_the_parts_of_mnist_keep_the_order(no_chosen_folder, tmp_path):
    source = replace(SOURCE, mirrors=())
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    found = digits.load_handwriting(source=source, cache=tmp_path)
    X, t, X_test, _ = digits.load_mnist(source=source, cache=tmp_path)
    np.testing.assert_array_equal(rows(found.X, found.X_val), X)
    np.testing.assert_array_equal(rows(found.t, found.t_val), t)
    np.testing.assert_array_equal(found.X_test, X_test)
