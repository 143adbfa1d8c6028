"""What a fit learned, as names and numbers."""

from collections.abc import Iterator
from dataclasses import fields

from customer360.ml.classification import (
    calibration_parameters,
    champion_parameters,
)
from customer360.ml.next_order.fitting import Fit


def fit_parameters(fit: Fit) -> Iterator[tuple[str, float]]:
    """Yield those of the champion, else of the rhythm, else the base rate."""
    if fit.champion is not None:
        yield from champion_parameters(fit.champion)
    elif fit.rhythm is not None:
        for field in fields(fit.rhythm.parameters):
            yield field.name, getattr(fit.rhythm.parameters, field.name)
        for name, value in fit.rhythm.typical.items():
            yield f"typical.{name}", value
        yield from calibration_parameters(fit.calibration)
    else:
        yield "base_log_odds", fit.base_log_odds
