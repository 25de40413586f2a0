"""The old name of `mlpkit.loops`, kept for one release."""

import warnings

from mlpkit.loops import *  # noqa: F403

warnings.warn("mlpkit.unitwise is now mlpkit.loops", DeprecationWarning, stacklevel=2)
