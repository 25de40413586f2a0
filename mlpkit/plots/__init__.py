"""Figures for the lectures. Each function draws one thing, says it in the title, and returns the figure."""

from mlpkit.plots.activation import activation
from mlpkit.plots.base import alt_text, describe, panels

__all__ = [
    "activation",
    "alt_text",
    "describe",
    "panels",
]
