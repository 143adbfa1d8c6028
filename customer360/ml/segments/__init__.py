"""Segments: groups of customers who buy alike, with numbers that last.

    score(features, settings, fits) -> SCORE_COLUMNS, by customer and date
    evaluate(scores, features, labels, settings, fits) -> EVALUATION_COLUMNS, long

`features` has one row per (customer_id, as_of_date); `labels` (customer_id, as_of_date,
label_date, order_count_next, order_amount_sum_next) tells what happened in the horizon
after as_of_date. Rows without an order before as_of_date get no segment.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score

from customer360.ml import grid, metrics, tables, told
from customer360.ml.evaluations import Row, evaluations
from customer360.ml.fits import ANEW, Fits
from customer360.ml.segments import choosing, saying
from customer360.ml.segments.clusters import INPUTS, inputs
from customer360.ml.segments.fitting import Fit, Groups, Settings, fit

__all__ = [
    "FEATURES",
    "SCORE_COLUMNS",
    "Fit",
    "Settings",
    "evaluate",
    "fit",
    "score",
]

SCORE_COLUMNS = {
    "segment_number": tables.INTEGER,
    "segment_name": tables.TEXT,
    "model_version": tables.TEXT,
    told.CHOICES: tables.TEXT,
    told.PARAMETERS: tables.TEXT,
}
RECENCY = "days_since_last_order"
SPEND = "order_amount_sum_90d"
# what scores and evaluations look at
FEATURES = [*tables.KEYS, *INPUTS]
# resamples by which the segments that were given are judged
JUDGING_RESAMPLES = 10


@tables.one_thread
def score(
    features: pd.DataFrame, settings: Settings | None = None, fits: Fits = ANEW
) -> pd.DataFrame:
    """Return the segment of each customer with an order before T.

    Every month start is a fit date; other dates use the last fit. Numbers follow the
    previous fit's segments, names say what a segment is at its fit date.
    `told.choices` has what each number of segments was found to be, and why;
    `told.parameters` the middle of each segment.
    """
    scored = [tables.by_key(features.iloc[:0])]
    for fit_date, part, model in _walk(features, settings or Settings(), fits):
        said = saying.choice_rows(model, fit_date)
        out = told.beside(_scored(model, part), told.CHOICES, said)
        learned = told.parameter_rows(
            saying.MODEL_NAME, model.model_version, saying.fit_parameters(model)
        )
        scored.append(told.beside(out, told.PARAMETERS, learned))
    return tables.typed(pd.concat(scored), SCORE_COLUMNS)


def _walk(
    features: pd.DataFrame, settings: Settings, fits: Fits
) -> Iterator[tuple[pd.Timestamp, pd.DataFrame, Fit]]:
    """Yield each fit date with the rows it scores and its fit, made from the last."""
    previous: Groups | None = None
    for fit_date, part in grid.rows_by_fit(features):
        customers = part[part["as_of_date"] == fit_date]
        model = fits.get_or_fit(fit, customers, previous, fit_date, settings)
        yield fit_date, part, model
        previous = model.groups


def _scored(model: Fit, rows: pd.DataFrame) -> pd.DataFrame:
    clusters = model.pipeline.predict(inputs(rows))
    return rows[tables.KEYS].assign(
        segment_number=model.groups.numbers[clusters],
        segment_name=[model.names[cluster] for cluster in clusters],
        model_version=model.model_version,
    )


@tables.one_thread
def evaluate(
    scores: pd.DataFrame,
    features: pd.DataFrame,
    labels: pd.DataFrame,
    settings: Settings | None = None,
    fits: Fits = ANEW,
) -> pd.DataFrame:
    """Say what segments tell of the next horizon, and how well they come out again.

    `spend_eta_squared` and `silence_eta_squared` are the shares of variance between
    segments, of spend and of going silent; the baselines are as many groups of equal
    size by the last 90 days' spend and by recency. `kept_adjusted_rand` compares the
    same customers' segments with those at the previous fit date, beside spend groups.
    `refit_adjusted_rand` compares a fit date's segments with those of refits to
    resampled customers that begin at them, beside the least that a number of segments,
    by fits that begin anew, is chosen for.
    """
    settings = settings or Settings()
    past = tables.by_key(features).reindex(columns=FEATURES)
    rows = tables.by_key(scores).merge(past, on=tables.KEYS, how="left")
    rows = _with_groups(rows[rows["segment_number"].notna()])
    known = tables.complete_labels(labels, settings.horizon_days)
    parts = [
        evaluations(tables.with_labels(rows, known), "segments", _told_apart),
        evaluations(_with_previous(rows), "segments", _kept),
        evaluations(
            grid.month_starts(rows),
            "segments",
            lambda date: _found_again(date, settings.seed + 1, fits),
        ),
    ]
    order = ["as_of_date", "model_version"]
    return pd.concat(parts).sort_values(order, kind="stable", ignore_index=True)


def _with_groups(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the baselines: as many groups of equal size as the date has segments."""
    dates = rows.groupby("as_of_date")
    groups = dates["segment_number"].transform("nunique").astype(float)
    size = dates["segment_number"].transform("size")
    added = {
        f"{column}_group": np.ceil(dates[column].rank(method="first") / size * groups)
        for column in (RECENCY, SPEND)
    }
    return rows.assign(**added)


def _with_previous(rows: pd.DataFrame) -> pd.DataFrame:
    """Add each customer's segment and spend group at the fit date before; fits only."""
    fits = grid.month_starts(rows)
    dates = sorted(fits["as_of_date"].unique())
    following = dict(pairwise(dates))
    columns = [*tables.KEYS, "segment_number", f"{SPEND}_group"]
    before = fits[columns].assign(as_of_date=fits["as_of_date"].map(following))
    before["as_of_date"] = before["as_of_date"].astype(tables.DATE)
    return fits.merge(before, on=tables.KEYS, suffixes=("", "_before"))


def _told_apart(rows: pd.DataFrame) -> Iterator[Row]:
    segment = rows["segment_number"].to_numpy(np.int64)
    spend = tables.numbers(rows, "order_amount_sum_next")
    silent = np.where(tables.numbers(rows, "order_count_next") == 0, 1.0, 0.0)
    for name, values, column, baseline in (
        ("spend_eta_squared", spend, SPEND, "spend_groups"),
        ("silence_eta_squared", silent, RECENCY, "recency_groups"),
    ):
        groups = tables.numbers(rows, f"{column}_group")
        yield (
            name,
            metrics.eta_squared(values, segment),
            baseline,
            metrics.eta_squared(values, groups),
        )


def _kept(rows: pd.DataFrame) -> Iterator[Row]:
    ours, theirs = (
        float(adjusted_rand_score(rows[f"{column}_before"], rows[column]))
        for column in ("segment_number", f"{SPEND}_group")
    )
    yield "kept_adjusted_rand", ours, "spend_groups", theirs


def _found_again(rows: pd.DataFrame, seed: int, fits: Fits) -> Iterator[Row]:
    """Judge by other resamples than those by which the number was chosen."""
    sample = tables.sample_by_key(rows, choosing.SAMPLE_ROWS)
    agreement = fits.get_or_fit(
        choosing.mean_agreement,
        inputs(sample),
        sample["segment_number"].to_numpy(np.int64),
        seed,
        JUDGING_RESAMPLES,
        is_begun=True,
    )
    yield "refit_adjusted_rand", agreement, "least_chosen", choosing.LEAST_AGREEMENT
