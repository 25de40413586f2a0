"""MNIST: found in a folder or downloaded, checked by digest either way, or an error that says what to do.

60,000 + 10,000 handwritten digits of 28×28 pixels by LeCun, Cortes and Burges (1998), CC BY-SA 3.0.
"""

import gzip
import hashlib
import io
import os
import tempfile
import warnings
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mlpkit.home import downloads


@dataclass(frozen=True)
class Source:
    """Where the files are offered, and the SHA-256 of what is in each.

    The digests are of the *decompressed* bytes: mirrors compress the same data differently. The order of
    `digests` is the order of what `load_mnist` returns: training images and labels, test images and labels.
    """

    mirrors: Sequence[str]
    digests: Mapping[str, str]


# Any of these may refuse or be gone on any day, the last one (the authors' own) most often.
MNIST = Source(
    mirrors=(
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        "http://yann.lecun.com/exdb/mnist/",
    ),
    digests={
        "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    },
)

HELP = """\
To place the files by hand: on any machine, get
  {files}
from one of these, or from anyone who has them:
  {mirrors}
Put all of them, as .gz or unpacked, into {cache},
or into any folder and set the environment variable MLPKIT_DATA to that folder before Python starts.
Without them, mlpkit.datasets.toy.load_digits() offers other, smaller digits, which are not MNIST."""


def load_mnist(
    *,
    source: Source = MNIST,
    cache: str | os.PathLike | None = None,
    timeout: float | tuple[float, float] = (5, 20),
    progress: bool = True,
) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32], NDArray[np.int64]]:
    """X_train (60000, 784), t_train (60000,), X_test (10000, 784), t_test (10000,).

    X is float32 in [0, 1] (pixel / 255; 0 is background, 1 is ink), one image a row, its 28 rows of pixels
    one after another; t is int64, 0 to 9. The order is that of the files.

    Looks in the folder named by the environment variable MLPKIT_DATA, then in `cache` (by default the
    user's cache folder), then downloads into `cache` from the first mirror that works. `timeout` is in
    seconds: to connect, and without a byte. Whatever the way, the data have the digests in `source`.

    FileNotFoundError where none of these works, saying what was tried and how to place the files by hand;
    ValueError where a file in MLPKIT_DATA is not MNIST's. A download that cannot be kept is a warning.
    """
    cache = Path(cache) if cache is not None else downloads()
    found = _from_chosen_folder(source, cache)
    for name in source.digests.keys() - found.keys():
        content = _read(cache, name)
        if content is not None and _is_right(content, source.digests[name]):
            found[name] = content
    if len(found) < len(source.digests):
        found |= _download(source, found.keys(), cache, timeout, progress)
    X_train, t_train, X_test, t_test = (_parse_idx(found[name]) for name in source.digests)
    return _inputs(X_train), t_train.astype(np.int64), _inputs(X_test), t_test.astype(np.int64)


def _from_chosen_folder(source: Source, cache: Path) -> dict[str, bytes]:
    """Contents by name of the files in MLPKIT_DATA; a wrong one is an error, for it was chosen on purpose."""
    folder = os.environ.get("MLPKIT_DATA")
    if not folder:
        return {}
    contents = {name: _read(Path(folder).expanduser(), name) for name in source.digests}
    for name, content in contents.items():
        if content is not None and not _is_right(content, source.digests[name]):
            raise ValueError(
                f"{name} in MLPKIT_DATA ({folder}) is damaged or not MNIST's: its unpacked bytes should have "
                f"the SHA-256 {source.digests[name]}. Remove or replace it.\n{_help(source, cache)}"
            )
    return {name: content for name, content in contents.items() if content is not None}


def _read(folder: Path, name: str) -> bytes | None:
    """The unpacked bytes of name or name.gz, None where neither can be read, b"" where they do not unpack."""
    for path in (folder / f"{name}.gz", folder / name):
        try:
            return _unpack(path.read_bytes())
        except OSError:
            continue
    return None


def _unpack(content: bytes) -> bytes:
    """Decompress what is compressed, whatever its name (browsers unpack); b"" where it is cut or damaged."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        return gzip.decompress(content)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        return b""


def _is_right(content: bytes, digest: str) -> bool:
    return hashlib.sha256(content).hexdigest() == digest


def _download(source: Source, have, cache: Path, timeout, progress: bool) -> dict[str, bytes]:
    """Contents by name of the files still missing. A mirror that fails once is not asked again."""
    import pooch

    found: dict[str, bytes] = {}
    failures = []
    fetch = pooch.HTTPDownloader(progressbar=progress, chunk_size=2**16, timeout=timeout)
    for mirror in source.mirrors:
        for name in [name for name in source.digests if name not in have and name not in found]:
            url = f"{mirror}{name}.gz"
            packed = io.BytesIO()
            try:
                fetch(url, packed, None)
                content = _unpack(packed.getvalue())
                if not _is_right(content, source.digests[name]):
                    raise ValueError("what arrived is cut short, damaged, or not MNIST")
            except (OSError, ValueError) as error:  # every error of requests is an OSError
                failures.append(f"  {url}: {_reason(error)}\n")
                break
            _keep(cache / f"{name}.gz", packed.getvalue())
            found[name] = content
        else:
            return found
    raise FileNotFoundError(
        f"MNIST was neither in MLPKIT_DATA ({os.environ.get('MLPKIT_DATA') or 'not set'}) nor in {cache}, "
        f"and no mirror gave it:\n{''.join(failures)}{_help(source, cache)}"
    )


def _reason(error: Exception) -> str:
    """The end of a chain of network errors: 403 Forbidden, Read timed out, Failed to resolve 'host', …"""
    response = getattr(error, "response", None)
    if response is not None and response.status_code >= 400:
        return f"{response.status_code} {response.reason}"
    cause = getattr(error.args[0], "reason", error) if error.args else error
    return str(cause).rpartition(": ")[2] or type(error).__name__


def _keep(path: Path, content: bytes) -> None:
    """Write all of the file or none: under another name first, so that no reader ever sees a half of it."""
    part = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            part = Path(file.name)
            file.write(content)
        part.replace(path)
    except OSError as error:
        if part is not None:
            part.unlink(missing_ok=True)
        warnings.warn(
            f"MNIST was downloaded but cannot be kept in {path.parent} ({error}); it will be downloaded "
            "again next time. Make that folder writable, or set MLPKIT_DATA to a folder that has the files.",
            stacklevel=4,
        )


def _help(source: Source, cache: Path) -> str:
    files = "\n  ".join(f"{name}.gz" for name in source.digests)
    return HELP.format(files=files, mirrors="\n  ".join(source.mirrors), cache=cache)


def _parse_idx(content: bytes) -> NDArray[np.uint8]:
    """The array in an IDX file: bytes 0, 0, 8 (for uint8), the number of axes; each axis as >i4; the data."""
    axes = content[3]
    shape = np.frombuffer(content, dtype=">i4", count=axes, offset=4)
    return np.frombuffer(content, dtype=np.uint8, offset=4 + 4 * axes).reshape(shape)


def _inputs(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.divide(images.reshape(len(images), -1), 255, dtype=np.float32)
