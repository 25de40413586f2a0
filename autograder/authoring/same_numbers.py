"""Settings under which a kernel rounds alike on every x86 processor since 2013: a rebuild differs by what was changed.

Training multiplies differences in the last digit, and the instructions that NumPy and OpenBLAS use, and with them the
last digit, depend on the processor.
"""

import numpy as np

_COMMON = {"X86_V3", "AVX2"}  # what newer NumPy versions call it, and older ones


def same_numbers() -> dict[str, str]:
    """Environment for a kernel: OpenBLAS with AVX2, NumPy without what goes beyond; nothing on other processors.

    Source: `NPY_DISABLE_CPU_FEATURES` in NumPy's "CPU/SIMD optimizations", `OPENBLAS_CORETYPE` in OpenBLAS' README.
    """
    found = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    if not _COMMON & set(found):
        return {}
    beyond = [name for name in found if name == "X86_V4" or name.startswith("AVX512")]
    return {"OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": " ".join(beyond)}
