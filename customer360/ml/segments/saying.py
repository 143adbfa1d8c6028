"""What is told of a fit: why so many segments, in words, and where each one lies."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from customer360.ml.segments.choosing import LEAST_AGREEMENT, LEAST_GAIN, Choice
from customer360.ml.segments.clusters import INPUTS
from customer360.ml.segments.fitting import Fit

MODEL_NAME = "segments"


def choice_rows(model: Fit, fit_date: pd.Timestamp) -> Iterator[tuple[Any, ...]]:
    """Yield told.CHOICE_COLUMNS: a record a candidate and metric of one fit."""
    choice = model.groups.choice
    for place, count in enumerate(choice.candidates.tolist()):
        agreement = float(choice.agreement[place])
        gain = float(choice.gain[place])
        for name, value in (
            ("refit_adjusted_rand", agreement),
            ("explained_share_gain", gain),
        ):
            yield (
                MODEL_NAME,
                model.model_version,
                fit_date,
                f"{count} segments",
                name,
                value,
                count == choice.count,
                _reason(choice, count, agreement, gain),
            )


def fit_parameters(model: Fit) -> Iterator[tuple[str, float]]:
    """Yield the middle of each segment, input by input.

    `segment_2.INPUT` is the square of the mean root, in the input's own unit;
    `root_spread.INPUT` the standard deviation of roots, in which distances are
    measured.
    """
    groups = model.groups
    for number, roots in zip(groups.numbers.tolist(), groups.profile, strict=True):
        for column, root in zip(INPUTS, roots, strict=True):
            yield f"segment_{number}.{column}", float(root) ** 2
    for column, spread in zip(INPUTS, groups.spread, strict=True):
        yield f"root_spread.{column}", float(spread)


def _reason(choice: Choice, count: int, agreement: float, gain: float) -> str:
    agrees = (
        f"refits agree ({agreement:.2f}, at least {LEAST_AGREEMENT:.2f})"
        if agreement >= LEAST_AGREEMENT
        else f"refits disagree ({agreement:.2f}, below {LEAST_AGREEMENT:.2f})"
    )
    gains = (
        f"{100 * gain:.1f} points more explained than by {count - 1} segments"
        f" ({100 * LEAST_GAIN:.0f} are wanted)"
    )
    return f"{_verdict(choice, count)}: {agrees}, {gains}"


def _verdict(choice: Choice, count: int) -> str:
    """Return what became of a candidate."""
    if count == choice.count == choice.found:
        return "chosen"
    if count == choice.count:
        return f"kept while it is good ({choice.found} found)"
    if count == choice.found:
        return f"found, but {choice.count} segments are still good"
    return "not chosen"
