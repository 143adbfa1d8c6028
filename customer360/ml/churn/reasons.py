"""Why a customer's churn probability is what it is, in words.

Inputs are grouped by topic, because counts over 30 and 90 days move together and would
hide each other. What each topic adds to the typical customer's log odds is told with
its direction, the three largest first. What no one can act on is not told: its log
odds are among the others'.
"""

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from customer360.ml import tables
from customer360.ml.churn.wordings import OURS, WORDINGS, Wording, generic, untold
from customer360.ml.metrics import Floats
from customer360.ml.next_order.inputs import topic

REASON_COUNT = 3
REASONS = [f"reason_{number}" for number in range(1, REASON_COUNT + 1)]
REASON_LOG_ODDS = [f"{name}_log_odds" for name in REASONS]
# topics that move the log odds by less than this say nothing
LEAST_CONTRIBUTION = 0.01

# of what is below 0, and of what is above
DIRECTIONS = ("(lowers the risk)", "(raises the risk)")
PLURAL_OF_ONE = re.compile(
    r"(?<![\d.,])"
    r"(1 (?:product |campaign |support |store |social |loyalty |online )?\w+?)"
    r"(ies|s)\b"
)


def reasons(parts: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return reason_1..3 and their log odds: what moves each row most, largest first.

    parts: (rows, topics) log odds that each topic adds. Each text ends with its
    direction. A missing reason is null, its log odds 0: nothing else that is told
    mattered.
    """
    parts = parts.drop(columns=untold(tables.feature_columns(rows)), errors="ignore")
    amounts = parts.to_numpy(np.float64)
    order = np.argsort(-np.abs(amounts), axis=1, kind="stable")[:, :REASON_COUNT]
    texts = np.full((len(rows), REASON_COUNT), None, dtype=object)
    log_odds = np.zeros((len(rows), REASON_COUNT))
    for number, name in enumerate(parts.columns):
        is_told = np.abs(amounts[:, number]) >= LEAST_CONTRIBUTION
        for place in range(order.shape[1]):
            chosen = np.flatnonzero((order[:, place] == number) & is_told)
            added = amounts[chosen, number]
            texts[chosen, place] = _texts(rows, chosen, name, added)
            log_odds[chosen, place] = added
    return pd.DataFrame(
        {
            name: pd.Series(texts[:, place], index=rows.index, dtype="str")
            for place, name in enumerate(REASONS)
        }
        | {name: log_odds[:, place] for place, name in enumerate(REASON_LOG_ODDS)},
        index=rows.index,
    )


def _texts(
    rows: pd.DataFrame, chosen: NDArray[np.intp], name: str, added: Floats
) -> NDArray[np.object_]:
    wording = _wording(rows, name)
    values = tables.numbers(rows, wording.column)[chosen]
    if not wording.is_zero_said:
        values = _known(values)
    texts = _said(wording.some, values, wording.none)
    if wording.more_column in rows:
        more = _known(tables.numbers(rows, wording.more_column)[chosen])
        after_none = _said(wording.more_of_none or wording.more, more, wording.never)
        after_some = _said(wording.more, more, "")
        texts += np.where(np.isnan(values), after_none, after_some)
    ends = np.array([f" {end}" for end in DIRECTIONS], object)
    return texts + ends[(added > 0).astype(int)]


def _known(values: Floats) -> Floats:
    return np.where(values == 0, np.nan, values)


def _wording(rows: pd.DataFrame, name: str) -> Wording:
    if name in WORDINGS and WORDINGS[name].column in rows:
        return WORDINGS[name]
    deeds = [column for column in tables.feature_columns(rows) if column not in OURS]
    return generic(min(column for column in deeds if topic(column) == name))


def _said(wording: str, values: Floats, unknown: str) -> NDArray[np.object_]:
    """Return each value in words; many rows share one, and each is written once."""
    known, place = np.unique(values, return_inverse=True)
    texts = [
        unknown
        if np.isnan(value)
        else PLURAL_OF_ONE.sub(_singular, wording.format(value), count=1)
        for value in known.tolist()
    ]
    return np.array(texts, object)[place]


def _singular(match: re.Match[str]) -> str:
    return match.group(1) + ("y" if match.group(2) == "ies" else "")
