"""The few types that the rest of mlpkit shares."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating]
IntArray = NDArray[np.integer]
Elementwise = Callable[..., FloatArray]
