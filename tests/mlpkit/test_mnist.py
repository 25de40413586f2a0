"""The loader against made-up files and a local server; the real files only where MLPKIT_DATA has them."""

import errno
import gzip
import hashlib
import linecache
import os
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pooch
import pytest

from mlpkit import datasets
from mlpkit.datasets import mnist

NAMES = tuple(mnist.MNIST.digests)
REAL = os.environ.get("MLPKIT_DATA")


def idx(array):
    header = bytes([0, 0, 8, array.ndim]) + b"".join(int(n).to_bytes(4, "big") for n in array.shape)
    return header + array.astype(np.uint8).tobytes()


def made_up():
    rng = np.random.default_rng(0)
    arrays = [
        rng.integers(0, 256, (5, 4, 3)),
        rng.integers(0, 10, 5),
        rng.integers(0, 256, (2, 4, 3)),
        rng.integers(0, 10, 2),
    ]
    return dict(zip(NAMES, arrays, strict=True))


ARRAYS = made_up()
FILES = {name: idx(array) for name, array in ARRAYS.items()}
DIGESTS = {name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()}


class Handler(BaseHTTPRequestHandler):
    """Serves FILES in the way that the first part of the path names, such as /whole/train-…gz."""

    def do_GET(self):
        _, way, file = self.path.split("/")
        self.server.asked.append((way, file))
        content = FILES[file.removesuffix(".gz")]
        getattr(self, way)(file, content, gzip.compress(content))

    def reply(self, body, length=None, **headers):
        self.send_response(200)
        if length is not None:
            self.send_header("Content-Length", str(length))
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def whole(self, file, content, packed):
        self.reply(packed, len(packed))

    def recompressed(self, file, content, packed):
        other = gzip.compress(content, compresslevel=1, mtime=12345)
        assert other != packed
        self.reply(other, len(other))

    def unpacked(self, file, content, packed):
        self.reply(packed, len(packed), Content_Encoding="gzip")

    def refuse(self, file, content, packed):
        self.send_error(403)

    def bad_request(self, file, content, packed):
        self.send_error(400)

    def truncate(self, file, content, packed):
        self.reply(packed[: len(packed) // 2], len(packed))

    def truncate_unannounced(self, file, content, packed):
        self.reply(packed[: len(packed) // 2])

    def corrupt(self, file, content, packed):
        changed = bytearray(packed)
        changed[len(packed) // 2] ^= 0xFF
        self.reply(bytes(changed), len(changed))

    def other(self, file, content, packed):
        packed = gzip.compress(content[:-1] + bytes([content[-1] ^ 1]))
        self.reply(packed, len(packed))

    def page(self, file, content, packed):
        self.reply(b"<html>Please sign in to this network</html>", 43)

    def redirect(self, file, content, packed):
        self.send_response(302)
        self.send_header("Location", f"/whole/{file}")
        self.end_headers()

    def go_round(self, file, content, packed):
        self.send_response(302)
        self.send_header("Location", self.path)
        self.end_headers()

    def stall(self, file, content, packed):
        self.reply(packed[:10], len(packed))
        self.wfile.flush()
        self.server.over.wait(5)

    def together(self, file, content, packed):
        """Answer nobody until two have asked for this file; a third asking would wait in vain."""
        self.server.barriers[file].wait(10)
        self.whole(file, content, packed)

    def half_of_them(self, file, content, packed):
        (self.whole if file.startswith("train") else self.refuse)(file, content, packed)

    def log_message(self, *args):
        pass


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.over = [], threading.Event()
    server.barriers = {f"{name}.gz": threading.Barrier(2) for name in NAMES}
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def no_chosen_folder(monkeypatch):
    monkeypatch.delenv("MLPKIT_DATA", raising=False)


def source(server, *ways):
    return mnist.Source([f"http://127.0.0.1:{server.server_port}/{way}/" for way in ways], DIGESTS)


def load(source, cache, **options):
    return mnist.load_mnist(source=source, cache=cache, **{"timeout": 60, "progress": False} | options)


def assert_made_up(loaded):
    X, t, X_test, t_test = loaded
    for got, name in ((X, NAMES[0]), (X_test, NAMES[2])):
        assert got.dtype == np.float32
        np.testing.assert_array_equal(got * 255, ARRAYS[name].reshape(-1, 12))
    for got, name in ((t, NAMES[1]), (t_test, NAMES[3])):
        assert got.dtype == np.int64
        np.testing.assert_array_equal(got, ARRAYS[name])


def place(folder, names=NAMES, packed=True):
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        path = folder / (f"{name}.gz" if packed else name)
        path.write_bytes(gzip.compress(FILES[name]) if packed else FILES[name])


@contextmanager
def error_that_helps(cache, *said):
    with pytest.raises(FileNotFoundError) as caught:
        yield
    message = str(caught.value)
    for words in (*said, *NAMES, "by hand", "MLPKIT_DATA", str(cache), "load_digits", "not MNIST"):
        assert words in message
    assert max(map(len, message.splitlines())) < 200 + len(str(cache))


@pytest.mark.parametrize("way", ["whole", "recompressed", "unpacked", "redirect"])
def test_a_working_mirror_is_read_and_kept(server, tmp_path, way):
    cache = tmp_path / "new" / "folder"
    assert_made_up(load(source(server, way), cache))
    assert sorted(path.name for path in cache.iterdir()) == sorted(f"{name}.gz" for name in NAMES)
    asked = len(server.asked)
    assert_made_up(load(source(server, way), cache))
    assert len(server.asked) == asked


FAILURES = {
    "refuse": "403 Forbidden",
    "bad_request": "400 Bad Request",
    "truncate": "",
    "truncate_unannounced": "cut short, damaged, or not MNIST",
    "corrupt": "cut short, damaged, or not MNIST",
    "other": "cut short, damaged, or not MNIST",
    "page": "cut short, damaged, or not MNIST",
    "go_round": "Exceeded 30 redirects",
    "stall": "Read timed out",
}


def patience(way):
    """A mirror that says nothing is given up soon; the others have the time that a busy machine needs."""
    return {"timeout": 2} if way == "stall" else {}


@pytest.mark.parametrize("way", FAILURES)
def test_a_bad_mirror_is_an_error_that_helps_and_leaves_nothing_behind(server, tmp_path, way):
    url = source(server, way).mirrors[0] + NAMES[0]
    with error_that_helps(tmp_path, FAILURES[way], url):
        load(source(server, way), tmp_path, **patience(way))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("way", FAILURES)
def test_the_next_mirror_is_tried_and_a_bad_one_asked_only_once(server, tmp_path, way):
    assert_made_up(load(source(server, way, "whole"), tmp_path, **patience(way)))
    assert [file for asked, file in server.asked if asked == "whole"] == [f"{name}.gz" for name in NAMES]
    assert {file for asked, file in server.asked if asked == way} == {f"{NAMES[0]}.gz"}


def test_mirrors_that_each_have_some_of_the_files_add_up(server, tmp_path):
    assert_made_up(load(source(server, "half_of_them", "whole"), tmp_path))
    assert [file for way, file in server.asked if way == "whole"] == [f"{name}.gz" for name in NAMES[2:]]
    other = tmp_path / "other"
    with error_that_helps(other, f"half_of_them/{NAMES[2]}.gz: 403 Forbidden"):
        load(source(server, "half_of_them"), other)
    assert_made_up(load(source(server, "whole"), other))


def test_no_network_is_an_error_that_helps(tmp_path, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")
    closed = mnist.Source(["http://127.0.0.1:1/", "http://name.invalid/"], DIGESTS)
    with error_that_helps(tmp_path, "127.0.0.1:1/", "refused", "name.invalid/", "not set"):
        load(closed, tmp_path)


def test_an_error_without_words_is_called_by_its_kind():
    assert mnist._reason(OSError()) == "OSError"


def test_the_progress_bar_can_be_seen_and_can_be_off(server, tmp_path, capsys):
    load(source(server, "whole"), tmp_path / "a")
    assert capsys.readouterr().err == ""
    load(source(server, "whole"), tmp_path / "b", progress=True)
    assert "100%" in capsys.readouterr().err


@pytest.mark.parametrize("harm", ["cut", "changed", "empty"])
def test_a_damaged_file_in_the_cache_is_fetched_again(server, tmp_path, harm):
    place(tmp_path)
    path = tmp_path / f"{NAMES[2]}.gz"
    packed = path.read_bytes()
    path.write_bytes({"cut": packed[:20], "changed": packed[:-12] + b"oh no" + packed[-7:], "empty": b""}[harm])
    assert_made_up(load(source(server, "whole"), tmp_path))
    assert server.asked == [("whole", f"{NAMES[2]}.gz")]
    assert gzip.decompress(path.read_bytes()) == FILES[NAMES[2]]


def test_what_an_interrupted_download_left_is_not_data(server, tmp_path):
    place(tmp_path, NAMES[:3])
    (tmp_path / "tmp123.part").write_bytes(gzip.compress(FILES[NAMES[3]])[:9])
    with error_that_helps(tmp_path, NAMES[3]):
        load(source(server, "refuse"), tmp_path)


@pytest.mark.parametrize("packed", [True, False])
def test_the_chosen_folder_comes_first(server, tmp_path, monkeypatch, packed):
    chosen, cache = tmp_path / "chosen", tmp_path / "cache"
    place(chosen, NAMES[:3], packed)
    place(cache, NAMES[3:])
    (cache / f"{NAMES[0]}.gz").write_bytes(b"never looked at")
    monkeypatch.setenv("MLPKIT_DATA", str(chosen))
    assert_made_up(load(source(server, "refuse"), cache))
    assert server.asked == []


def test_unpacked_bytes_under_a_packed_name_are_read(tmp_path, monkeypatch):
    for name in NAMES:
        (tmp_path / f"{name}.gz").write_bytes(FILES[name])
    monkeypatch.setenv("MLPKIT_DATA", str(tmp_path))
    assert_made_up(load(mnist.Source([], DIGESTS), tmp_path / "cache"))


@pytest.mark.parametrize("wrong", [b"", b"something else", gzip.compress(FILES[NAMES[0]], mtime=0)[:-5]])
def test_a_wrong_file_in_the_chosen_folder_is_never_passed_over(server, tmp_path, monkeypatch, wrong):
    chosen, cache = tmp_path / "chosen", tmp_path / "cache"
    place(chosen)
    place(cache)
    (chosen / f"{NAMES[0]}.gz").write_bytes(wrong)
    monkeypatch.setenv("MLPKIT_DATA", str(chosen))
    with pytest.raises(ValueError, match=f"{NAMES[0]} in MLPKIT_DATA .* damaged or not MNIST's") as caught:
        load(source(server, "whole"), cache)
    assert DIGESTS[NAMES[0]] in str(caught.value) and "by hand" in str(caught.value)
    assert server.asked == []


def test_a_chosen_folder_that_is_not_there_is_named_in_the_error(server, tmp_path, monkeypatch):
    monkeypatch.setenv("MLPKIT_DATA", str(tmp_path / "nowhere"))
    with error_that_helps(tmp_path / "cache", str(tmp_path / "nowhere")):
        load(source(server, "refuse"), tmp_path / "cache")


def refuse_to_write(**options):
    raise OSError(errno.EROFS, "Read-only file system")


def test_a_read_only_cache_gives_the_data_and_a_warning_that_helps(server, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse_to_write)
    with pytest.warns(UserWarning, match="Read-only file system.*set MLPKIT_DATA") as caught:
        assert_made_up(load(source(server, "whole"), tmp_path))
    assert "load_mnist(" in linecache.getline(caught[0].filename, caught[0].lineno)  # it points at who asked
    assert list(tmp_path.iterdir()) == []


def test_a_cache_that_cannot_be_made_gives_the_data_and_a_warning_that_helps(server, tmp_path):
    (tmp_path / "file").write_bytes(b"in the way")
    with pytest.warns(UserWarning, match="cannot be kept in .*file.*set MLPKIT_DATA"):
        assert_made_up(load(source(server, "whole"), tmp_path / "file"))


def test_a_read_only_cache_that_has_the_files_is_enough(server, tmp_path, monkeypatch):
    place(tmp_path)
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse_to_write)
    assert_made_up(load(source(server, "refuse"), tmp_path))


def test_a_write_that_fails_half_way_leaves_nothing_behind(server, tmp_path, monkeypatch):
    def full(path, target):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.warns(UserWarning, match="No space left"):
        assert_made_up(load(source(server, "whole"), tmp_path))
    assert list(tmp_path.iterdir()) == []


PROCESS = """
import sys
from mlpkit.datasets import mnist
digests = dict(zip(mnist.MNIST.digests, sys.argv[3:]))
X, t, _, _ = mnist.load_mnist(source=mnist.Source([sys.argv[1]], digests), cache=sys.argv[2], progress=False)
print(round(255 * X.sum(dtype=float)), t.tolist())
"""


def test_two_processes_at_once(server, tmp_path):
    command = [
        sys.executable,
        "-W",
        "error",
        "-c",
        PROCESS,
        source(server, "together").mirrors[0],
        tmp_path / "cache",
    ]
    both = [subprocess.Popen([*command, *DIGESTS.values()], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    printed = [process.communicate(timeout=30)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert printed == [f"{ARRAYS[NAMES[0]].sum()} {ARRAYS[NAMES[1]].tolist()}\n"] * 2
    assert len(list((tmp_path / "cache").iterdir())) == 4
    assert_made_up(load(source(server, "refuse"), tmp_path / "cache"))


def test_defaults_name_public_mirrors_and_the_users_cache(monkeypatch):
    assert all(url.startswith("http") and url.endswith("/mnist/") for url in mnist.MNIST.mirrors)
    assert len(set(mnist.MNIST.mirrors)) >= 3
    assert all(len(digest) == 64 for digest in mnist.MNIST.digests.values())
    monkeypatch.setattr(mnist, "MNIST", None)
    monkeypatch.setattr(pooch, "os_cache", lambda project: Path("the user's cache", project))
    with pytest.raises(FileNotFoundError, match=r"the user's cache.mlpkit"):
        mnist.load_mnist(source=mnist.Source([], DIGESTS))


@pytest.mark.skipif(not REAL, reason="MLPKIT_DATA does not name a folder with the MNIST files")
def test_the_real_files(monkeypatch):
    monkeypatch.setenv("MLPKIT_DATA", REAL)
    X, t, X_test, t_test = datasets.load_mnist()
    assert X.shape == (60_000, 784) and X_test.shape == (10_000, 784)
    assert t[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert np.bincount(t_test).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert X.min() == 0 and X.max() == 1
    assert float(X.mean()) == pytest.approx(0.1307, abs=1e-4)
