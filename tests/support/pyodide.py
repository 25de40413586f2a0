"""A Pyodide distribution for tests: the npm package, pure wheels from PyPI, and what `MLPKIT_PYODIDE` holds.

Pyodide's own address serves NumPy and its like; no package registry does.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

# Of Pyodide's distribution: what the kernel and the library start from. What these depend on comes along.
STARTS_FROM = ("micropip", "ipython", "jedi", "tqdm", "requests", "platformdirs", "packaging")
# Not in Pyodide's distribution: a browser takes them from PyPI.
FROM_PYPI = {"comm": (), "pooch": ("platformdirs", "packaging", "requests")}
# The npm version of Pyodide for the Python that a wheel is made for.
SERIES = {"cp313": "0.29.4", "cp314": "314.0.6"}


# SciPy's few functions that the library calls, by their formulas: SciPy for Pyodide is served by no registry either.
SCIPY = """
import math
import numpy as np

def _each(f):
    return lambda z: np.vectorize(f, otypes=[float])(z).astype(np.result_type(z, np.float32))

erf = _each(math.erf)
ndtr = _each(lambda z: math.erfc(-z / math.sqrt(2)) / 2)

def xlogy(x, y):
    return np.where(np.equal(x, 0), 0, x * np.log(np.where(np.equal(x, 0), 1, y)))
"""
STAND_IN = {
    "scipy/__init__.py": "",
    "scipy/special.py": SCIPY,
    "scipy/ndimage.py": "gaussian_filter1d = None  # distorted digits, of which no check is",
}


def numpy_wheel() -> Path | None:
    """NumPy for Pyodide, in the folder that the environment variable MLPKIT_PYODIDE names."""
    folder = os.environ.get("MLPKIT_PYODIDE")
    found = sorted(Path(folder).glob("numpy-*wasm32.whl")) if folder else []
    return next((w for w in found if _python(w) in SERIES), None)


def _python(wheel: Path) -> str:
    return wheel.name.split("-")[2]


def version() -> str:
    """The Pyodide that fits the NumPy at hand, else the one of the kernel."""
    wheel = numpy_wheel()
    return SERIES[_python(wheel)] if wheel else SERIES["cp314"]


def assemble(folder: Path) -> Path:
    """Make the distribution in `folder`, from the registries; CalledProcessError where they cannot be reached."""
    packed = folder / "packed"
    packed.mkdir(parents=True)
    npm = ["npm", "pack", f"pyodide@{version()}", "--silent", "--pack-destination", str(packed)]
    subprocess.run(npm, cwd=packed, check=True, capture_output=True, timeout=120)
    (archive,) = packed.glob("*.tgz")
    shutil.unpack_archive(archive, packed)
    place = folder / "pyodide"
    (packed / "package").rename(place)
    lock = json.loads((place / "pyodide-lock.json").read_text(encoding="utf-8"))
    entries = lock["packages"]
    names = _closure(entries, STARTS_FROM)
    wheels = _download(packed / "wheels", [f"{n}=={entries[n]['version']}" for n in names] + list(FROM_PYPI))
    kept = {
        name: _entry(wheels[name], entries.get(name, {}).get("depends", FROM_PYPI.get(name, ()))) for name in wheels
    }
    if wheel := numpy_wheel():
        kept |= {"numpy": _entry(wheel, ()), "scipy": _entry(_pure_wheel(packed, "scipy", STAND_IN), ())}
        for name in ("matplotlib", "ipywidgets", "anywidget", "scikit-learn"):  # no check of an answer needs these
            kept[name] = _entry(_pure_wheel(packed, name.replace("-", "_"), {}), ())
    for entry in kept.values():
        shutil.copy(entry.pop("path"), place)
    lock["packages"] = kept
    (place / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    return place


def _closure(entries: dict, names) -> list[str]:
    """These packages and all that they depend on, those for any machine only."""
    found, todo = [], list(names)
    while todo:
        name = _plain(todo.pop())
        if name in entries and name not in found and entries[name]["file_name"].endswith("none-any.whl"):
            found.append(name)
            todo += entries[name]["depends"]
    return found


def _download(folder: Path, wanted: list[str]) -> dict[str, Path]:
    pip = [sys.executable, "-m", "pip", "-q", "download", "--no-deps", "--only-binary=:all:", "-d", str(folder)]
    anywhere = ["--platform", "any", "--implementation", "py", "--abi", "none", "--python-version", "3.13"]
    subprocess.run([*pip, *anywhere, *wanted], check=True, capture_output=True, text=True, timeout=240)
    return {_plain(path.name.split("-")[0]): path for path in folder.glob("*.whl")}


def _entry(wheel: Path, depends) -> dict:
    name = _plain(wheel.name.split("-")[0])
    return {
        "name": name, "version": wheel.name.split("-")[1], "file_name": wheel.name, "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(), "package_type": "package", "imports": [name],
        "depends": [_plain(d) for d in depends if _plain(d) != "sqlite3"], "unvendored_tests": False, "path": wheel,
    }  # fmt: skip


def _pure_wheel(folder: Path, name: str, files: dict[str, str]) -> Path:
    path, about = folder / f"{name}-1000-py3-none-any.whl", f"{name}-1000.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        for file, text in files.items():
            wheel.writestr(file, text)
        wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1000\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")
    return path


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
