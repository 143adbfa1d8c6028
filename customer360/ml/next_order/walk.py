"""From one fit date to the next: what was known, what was fitted, what it scores."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from customer360.ml import grid, tables
from customer360.ml.fits import Fits
from customer360.ml.next_order.fitting import Fit, Question, Settings, fit
from customer360.ml.next_order.inputs import SILENCE, order_inputs
from customer360.ml.next_order.silence import (
    HISTORY,
    Rhythm,
    fit_rhythm,
    silence_log_odds,
)

DECILES = 10


@dataclass(frozen=True)
class Step:
    """A fit date, the rows its fit scores, and the fit."""

    fit_date: pd.Timestamp
    rows: pd.DataFrame
    rhythm: Rhythm | None
    question: Question
    fit: Fit

    @property
    def inputs(self) -> pd.DataFrame:
        """Return the inputs of `rows`: made when asked for, choices need none."""
        return _inputs(self.rows, self.rhythm, self.question)


def walk(
    features: pd.DataFrame,
    labels: pd.DataFrame,
    question: Question,
    settings: Settings,
    fits: Fits,
) -> Iterator[Step]:
    """Yield each fit date in order; a fit learns from labels complete by then only.

    The champion of a date reigns at the next one, until another beats it.
    """
    known = tables.complete_labels(labels, question.horizon_days)
    nobody = tables.by_key(features.iloc[:0])[tables.KEYS]
    labelled = tables.with_labels(nobody, known)
    reigning = None
    for date, part in grid.rows_by_fit(features):
        customers = part.loc[part["as_of_date"] == date, ["customer_id", *HISTORY]]
        rhythm = fits.get_or_fit(
            fit_rhythm, customers, settings.min_customers, settings.max_training_rows
        )
        training = tables.sample_by_key(
            tables.known_at(grid.month_starts(labelled), date),
            settings.max_training_rows,
        )
        made = fits.get_or_fit(
            fit, training, rhythm, date, reigning, question, settings
        )
        if made.champion is not None:
            reigning = made.champion.candidate_name
        step = Step(date, part, rhythm, question, made)
        yield step
        later = _labelled(step, known, settings)
        labelled = pd.concat([labelled, later], ignore_index=True)


def _inputs(
    rows: pd.DataFrame, rhythm: Rhythm | None, question: Question
) -> pd.DataFrame:
    silence = silence_log_odds(rhythm, rows, question.horizon_days)
    return order_inputs(rows.assign(**{SILENCE: silence}))


def _labelled(step: Step, known: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the rows that later fits may learn from, with what followed.

    No fit takes more than `max_training_rows`, and of a date those of the least key
    hashes, so that others need not be carried along.
    """
    dates = known[known["as_of_date"].isin(step.rows["as_of_date"].unique())]
    samples = [
        tables.sample_by_key(of_date, settings.max_training_rows)
        for _, of_date in step.rows.groupby("as_of_date")
    ]
    sample = pd.concat([step.rows.iloc[:0], *samples], ignore_index=True)
    inputs = _inputs(sample, step.rhythm, step.question)
    frame = pd.concat([sample[tables.KEYS], inputs], axis=1)
    return tables.with_labels(frame, dates)


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
