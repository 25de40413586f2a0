"""Figures for the lectures. Each function draws one thing, says it in the title, and returns the figure."""

from mlpkit.plots.activation import activation
from mlpkit.plots.base import alt_text, describe, panels
from mlpkit.plots.lines import curve, label_lines, same_range
from mlpkit.plots.results import confusion_matrix, decision_boundary, weight_images
from mlpkit.plots.surface import filter_normalised, loss_plane, loss_surface, random_direction
from mlpkit.plots.training import gradient_size_by_layer, training_curves

__all__ = [
    "activation",
    "alt_text",
    "confusion_matrix",
    "curve",
    "decision_boundary",
    "describe",
    "filter_normalised",
    "gradient_size_by_layer",
    "label_lines",
    "loss_plane",
    "loss_surface",
    "panels",
    "random_direction",
    "same_range",
    "training_curves",
    "weight_images",
]
