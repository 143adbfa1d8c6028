"""From one fit date to the next: what was known, what was fitted, what it scores."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from customer360.ml import grid, tables
from customer360.ml.fits import Fits
from customer360.ml.next_order.fitting import Fit, Question, Settings, fit
from customer360.ml.next_order.inputs import order_inputs, with_silence
from customer360.ml.next_order.silence import (
    HISTORY,
    Rhythm,
    fit_rhythm,
    silence_log_odds,
)

DECILES = 10


@dataclass(frozen=True)
class Date:
    """A fit date, the rows its fits score, and what all questions look at."""

    fit_date: pd.Timestamp
    rows: pd.DataFrame
    rhythm: Rhythm | None

    @cached_property
    def inputs(self) -> pd.DataFrame:
        """Return the inputs that do not depend on the question."""
        return order_inputs(self.rows)

    def sample(self, row_count: int) -> NDArray[np.intp]:
        """Return the places of at most `row_count` rows of each as_of_date."""
        dates = self.rows["as_of_date"].to_numpy()
        customers = self.rows["customer_id"]
        by_date = [np.flatnonzero(dates == date) for date in np.unique(dates)]
        return np.concatenate(
            [
                places[tables.least_hashes(customers.iloc[places], row_count)]
                for places in by_date
            ]
        )


@dataclass(frozen=True)
class Step:
    """A question asked at a fit date, and the fit that answers it."""

    date: Date
    question: Question
    fit: Fit

    @property
    def rows(self) -> pd.DataFrame:
        """Return the rows that the fit scores."""
        return self.date.rows

    @cached_property
    def inputs(self) -> pd.DataFrame:
        """Return the inputs of `rows`."""
        rhythm, days = self.date.rhythm, self.question.horizon_days
        silence = silence_log_odds(rhythm, self.rows, days)
        return with_silence(self.date.inputs, silence)


class Past:
    """What earlier dates left to learn from, to answer one question."""

    def __init__(
        self, question: Question, features: pd.DataFrame, labels: pd.DataFrame
    ) -> None:
        """Start with nothing, typed like `features`."""
        self.question = question
        self._known = tables.complete_labels(labels, question.horizon_days)
        nobody = tables.by_key(features.iloc[:0])[tables.KEYS]
        self._labelled = tables.with_labels(nobody, self._known)
        self._reigning: str | None = None

    def fit(self, date: Date, settings: Settings, fits: Fits) -> Fit:
        """Fit to labels complete by the date only.

        The champion of a date reigns at the next one, until another beats it.
        """
        training = tables.sample_by_key(
            tables.known_at(grid.month_starts(self._labelled), date.fit_date),
            settings.max_training_rows,
        )
        made = fits.get_or_fit(
            fit,
            training,
            date.rhythm,
            date.fit_date,
            self._reigning,
            self.question,
            settings,
        )
        if made.champion is not None:
            self._reigning = made.champion.candidate_name
        return made

    def add(self, step: Step, sample: NDArray[np.intp]) -> None:
        """Add the rows of a sample whose labels are known by now."""
        keys = step.rows[tables.KEYS].iloc[sample]
        frame = pd.concat([keys, step.inputs.iloc[sample]], axis=1)
        known = self._known[self._known["as_of_date"].isin(keys["as_of_date"].unique())]
        later = tables.with_labels(frame, known)
        self._labelled = pd.concat([self._labelled, later], ignore_index=True)


def walk(
    features: pd.DataFrame,
    labels: pd.DataFrame,
    questions: Sequence[Question],
    settings: Settings,
    fits: Fits,
) -> Iterator[Step]:
    """Yield a step for each fit date, in order, and each question.

    No fit takes more than `max_training_rows`, and of a date those of the least key
    hashes, so that others need not be carried along.
    """
    pasts = [Past(question, features, labels) for question in questions]
    for fit_date, rows in grid.rows_by_fit(features):
        customers = rows.loc[rows["as_of_date"] == fit_date, ["customer_id", *HISTORY]]
        rhythm = fits.get_or_fit(
            fit_rhythm, customers, settings.min_customers, settings.max_training_rows
        )
        date = Date(fit_date, rows, rhythm)
        sample = date.sample(settings.max_training_rows)
        for past in pasts:
            step = Step(date, past.question, past.fit(date, settings, fits))
            yield step
            past.add(step, sample)


def deciles(rows: pd.DataFrame, score_name: str, is_silence: bool) -> pd.Series:
    """Return 1..10 within each date, 10 for the highest scores.

    Equal ones are ranked by recency, the longest silence as the likeliest to go on or
    the last to order, then by customer_id.
    """
    order = ["as_of_date", score_name, "days_since_last_order", "customer_id"]
    upwards = [True, True, is_silence, True]
    places = rows.sort_values(order, ascending=upwards).groupby("as_of_date")
    dates = places["as_of_date"]
    return dates.cumcount() * DECILES // dates.transform("size") + 1
