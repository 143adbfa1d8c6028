"""Along the grid: each month's sessions are scored by a fit that saw none of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from customer360.ml import tables
from customer360.ml.fits import Fits
from customer360.ml.session_intent.fitting import Fit, Settings, fit
from customer360.ml.session_intent.rule import rule_log_odds

KEYS = ["as_of_date", "session_id"]


@dataclass(frozen=True)
class Step:
    """A fit, and the sessions that began after its date and before the next one's."""

    fit_date: pd.Timestamp
    rows: pd.DataFrame
    fit: Fit


def walk(
    features: pd.DataFrame, labels: pd.DataFrame, settings: Settings, fits: Fits
) -> Iterator[Step]:
    """Yield each fit date, in order, with the sessions that its fit scores."""
    outcomes = outcomes_by_session(labels)
    labelled = pd.DataFrame()
    reigning = None
    for fit_date, rows in sessions_by_fit_date(features):
        if labelled.empty:
            labelled = _labelled(rows.iloc[:0], outcomes, Fit(None))
        training = _known_at(labelled, fit_date, settings.max_training_rows)
        made = fits.get_or_fit(fit, training, fit_date, reigning, settings)
        if made.champion is not None:
            reigning = made.champion.candidate_name
        yield Step(fit_date, rows, made)
        later = _labelled(rows.head(settings.max_training_rows), outcomes, made)
        labelled = pd.concat([labelled, later], ignore_index=True)


def sessions_by_fit_date(
    features: pd.DataFrame,
) -> Iterator[tuple[pd.Timestamp, pd.DataFrame]]:
    """Yield each fit date, in order, with its sessions by id.

    An id is a hash, so the first of them are a sample, and the same one whatever
    else there is.
    """
    dates = pd.to_datetime(features["as_of_date"]).astype(tables.DATE)
    for fit_date, rows in features.groupby(dates, sort=True):
        dated = rows.assign(
            as_of_date=fit_date, session_id=rows["session_id"].astype(tables.TEXT)
        )
        yield pd.Timestamp(fit_date), dated.sort_values("session_id", ignore_index=True)


def outcomes_by_session(labels: pd.DataFrame) -> pd.DataFrame:
    """Return label_date and has_order (0.0 or 1.0), found by session_id."""
    dated = labels.assign(
        label_date=pd.to_datetime(labels["label_date"]).astype(tables.DATE),
        has_order=labels["has_order"].astype(tables.NUMBER),
    )
    return dated.set_index("session_id")[["label_date", "has_order"]]


def with_outcomes(rows: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return the sessions whose end is known, with how and when; order is kept."""
    found = outcomes.reindex(rows["session_id"])
    known = rows.assign(
        label_date=found["label_date"].to_numpy(),
        has_order=found["has_order"].to_numpy(),
    )
    return known[known["label_date"].notna()].reset_index(drop=True)


def _labelled(rows: pd.DataFrame, outcomes: pd.DataFrame, made: Fit) -> pd.DataFrame:
    """Return the sessions whose end is known by now, with the rule."""
    rows = rows.assign(rule_log_odds=rule_log_odds(made.rule, rows))
    return with_outcomes(rows, outcomes)


def _known_at(
    labelled: pd.DataFrame, fit_date: pd.Timestamp, row_count: int
) -> pd.DataFrame:
    """Return a sample of the sessions whose end was known at the fit date, by key."""
    known = labelled[labelled["label_date"] <= fit_date]
    sample = known.sort_values("session_id").head(row_count)
    return sample.sort_values(KEYS, ignore_index=True)
