"""What a fit chose between, as records that every model with candidates tells."""

from collections.abc import Iterator
from typing import Any, Protocol

import pandas as pd

from customer360.ml.classification.comparison import Choice


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


def choice_rows(
    model_name: str, fit: Fit, fit_date: pd.Timestamp
) -> Iterator[tuple[Any, ...]]:
    """Yield told.CHOICE_COLUMNS: what the fit chose between, by what, and why."""
    for choice in fit.choices:
        for metric_name, metric_value in choice.metrics.items():
            yield (
                model_name,
                fit.model_version,
                fit_date,
                choice.candidate_name,
                metric_name,
                metric_value,
                choice.is_champion,
                choice.reason,
            )
