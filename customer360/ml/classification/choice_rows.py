"""What fits chose between, as the long frame that every model with candidates gives."""

from collections.abc import Iterable
from typing import Protocol

import pandas as pd

from customer360.ml.classification.comparison import Choice
from customer360.ml.evaluations import CHOICE_COLUMNS


class Fit(Protocol):
    """What a fit says of its choice."""

    @property
    def model_version(self) -> str | None:
        """Return its version; None where nothing could be learned."""
        ...

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Return what it chose between."""
        ...


class Step(Protocol):
    """A fit and its date."""

    @property
    def fit_date(self) -> pd.Timestamp:
        """Return the date it was fitted for."""
        ...

    @property
    def fit(self) -> Fit:
        """Return the fit."""
        ...


def choice_rows(model_name: str, steps: Iterable[Step]) -> pd.DataFrame:
    """Return CHOICE_COLUMNS: what each fit chose between, by what, and why."""
    records = [
        (
            model_name,
            step.fit.model_version,
            step.fit_date,
            choice.candidate_name,
            metric_name,
            metric_value,
            choice.is_champion,
            choice.reason,
        )
        for step in steps
        for choice in step.fit.choices
        for metric_name, metric_value in choice.metrics.items()
    ]
    frame = pd.DataFrame(records, columns=list(CHOICE_COLUMNS))
    return frame.astype(CHOICE_COLUMNS)
