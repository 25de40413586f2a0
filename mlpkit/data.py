"""The old name of `mlpkit.datasets`, kept for one release."""

import warnings

from mlpkit.datasets import *  # noqa: F403

warnings.warn("mlpkit.data is now mlpkit.datasets", DeprecationWarning, stacklevel=2)
