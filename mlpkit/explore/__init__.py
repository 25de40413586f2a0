"""Explorers: pictures that move with a slider and run the reader's own functions.

`__all__` lists them; each is a function that returns a widget, and each widget has `.static()`, the same
picture for readers without a kernel, and `.frames()`, pictures over one or two of its controls for a page.
"""

from mlpkit.explore.playground.explorer import playground
from mlpkit.explore.show_activations import activations
from mlpkit.explore.show_backprop_stepper import backprop_stepper
from mlpkit.explore.show_bumps import bumps
from mlpkit.explore.show_depth_and_signal import depth_and_signal
from mlpkit.explore.show_descent_race import descent_race
from mlpkit.explore.show_digit_pad import digit_pad
from mlpkit.explore.show_error_gallery import error_gallery
from mlpkit.explore.show_graph import graph
from mlpkit.explore.show_live_fit import live_fit
from mlpkit.explore.show_loss_landscape import loss_landscape
from mlpkit.explore.show_losses import losses
from mlpkit.explore.show_overfitting import overfitting
from mlpkit.explore.show_predictions import predictions
from mlpkit.explore.show_slider import slider
from mlpkit.explore.show_softmax import softmax
from mlpkit.explore.show_xor_lab import xor_lab

__all__ = [
    "activations",
    "backprop_stepper",
    "bumps",
    "depth_and_signal",
    "descent_race",
    "digit_pad",
    "error_gallery",
    "graph",
    "live_fit",
    "loss_landscape",
    "losses",
    "overfitting",
    "playground",
    "predictions",
    "slider",
    "softmax",
    "xor_lab",
]
