"""What the rhythm of orders alone says about the next one: BG/NBD, no label needed.

It sets recency against the customer's own rhythm (Fader, Hardie & Lee 2005): an input
of the classifiers, what they have to beat, and what is left where they do not.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from customer360.ml import bgnbd, tables
from customer360.ml.classification import Parts, walked
from customer360.ml.metrics import Floats
from customer360.ml.next_order.inputs import topic
from customer360.ml.odds import log_odds

HISTORY = [
    "days_since_last_order",
    "days_since_first_order",
    "repeat_order_count",
    "days_first_to_last_order",
]
# what the log odds follow from
TOLD_BY = HISTORY[:3]


@dataclass(frozen=True)
class Rhythm:
    """BG/NBD's parameters, and the medians of the customers they were learned from."""

    parameters: bgnbd.Parameters
    typical: dict[str, float]


def fit_rhythm(
    customers: pd.DataFrame, min_customers: int, max_customers: int
) -> Rhythm | None:
    """Fit BG/NBD to the customers of a fit date; None where they are too few.

    customers: customer_id and HISTORY, by key. Too few: below `min_customers`, or
    nobody came back.
    """
    if len(customers) < min_customers:
        return None
    sample = tables.sample_by_key(customers, max_customers)
    parameters = bgnbd.fit(*bgnbd.history(sample))
    if parameters is None:
        return None
    typical = sample[TOLD_BY].astype(np.float64).median()
    return Rhythm(parameters, {str(name): float(typical[name]) for name in TOLD_BY})


def silence_log_odds(
    rhythm: Rhythm | None, rows: pd.DataFrame, horizon_days: int
) -> Floats:
    """Return the log odds of no order in the horizon; nan without a fit."""
    if rhythm is None:
        return np.full(len(rows), np.nan)
    known = np.column_stack([tables.numbers(rows, name) for name in TOLD_BY])
    return _log_odds(rhythm.parameters, known, horizon_days)


def silence_parts(rhythm: Rhythm, rows: pd.DataFrame, horizon_days: int) -> Parts:
    """Return those log odds as the typical customer's and what each topic adds."""
    known = np.column_stack([tables.numbers(rows, name) for name in TOLD_BY])
    start = np.array([[rhythm.typical[name] for name in TOLD_BY]])
    places = {topic(name): np.array([place]) for place, name in enumerate(TOLD_BY)}

    def odds_of(inputs: Floats) -> Floats:
        return _log_odds(rhythm.parameters, inputs, horizon_days)

    base, added = walked(odds_of, known, start, _sorted(places))
    return Parts(base, pd.DataFrame(added, index=rows.index))


def _sorted(places: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {name: places[name] for name in sorted(places)}


def _log_odds(parameters: bgnbd.Parameters, known: Floats, horizon_days: int) -> Floats:
    """Return BG/NBD's log odds of silence, a customer's age never below its silence."""
    silent, first, x = known.T
    age = np.maximum(first, silent)
    t_x, T = (age - silent) / bgnbd.DAYS_A_WEEK, age / bgnbd.DAYS_A_WEEK
    weeks = horizon_days / bgnbd.DAYS_A_WEEK
    return log_odds(bgnbd.silence_probability(parameters, weeks, x, t_x, T))
