"""What fits tell of themselves, kept beside their scores.

A fit's choices and parameters are known when it scores. They travel as JSON in the
first row of its scores and are null in all others, so that whoever wants to know why a
candidate was chosen reads one column, and walks no fits again.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from customer360.ml import tables

CHOICES = "choices_json"
PARAMETERS = "parameters_json"

# one row a candidate and metric it was chosen by; as_of_date is the date of the fit
CHOICE_COLUMNS = {
    "model_name": tables.TEXT,
    "model_version": tables.TEXT,
    "as_of_date": tables.DATE,
    "candidate_name": tables.TEXT,
    "metric_name": tables.TEXT,
    "metric_value": tables.NUMBER,
    "is_champion": "bool",
    "reason": tables.TEXT,
}
PARAMETER_COLUMNS = {
    "model_name": tables.TEXT,
    "model_version": tables.TEXT,
    "parameter_name": tables.TEXT,
    "parameter_value": tables.NUMBER,
}


def beside(
    scores: pd.DataFrame, name: str, records: Iterable[Sequence[Any]]
) -> pd.DataFrame:
    """Return a fit's scores with column `name`: its records, told in the first row.

    The first row must be one of those known first: rows that come later, taking its
    place, would change what was told before them.

    records: values in the order of CHOICE_COLUMNS or PARAMETER_COLUMNS.
    """
    known = [[_plain(value) for value in record] for record in records]
    cells = np.full(len(scores), None, object)
    if known:
        cells[:1] = json.dumps(known, ensure_ascii=False)
    return scores.assign(**{name: pd.Series(cells, scores.index, tables.TEXT)})


def parameter_rows(
    model_name: str, model_version: str | None, named: Iterable[tuple[str, float]]
) -> Iterator[tuple[str, str, str, float]]:
    """Yield PARAMETER_COLUMNS of one fit; nothing of one that learned nothing."""
    if model_version is not None:
        for name, value in named:
            yield model_name, model_version, name, value


def _plain(value: Any) -> Any:
    """Return what JSON has a word for: dates as text, numbers that are none as null."""
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    if isinstance(value, float) and np.isnan(value):
        return None
    return value.item() if isinstance(value, np.generic) else value


def choices(scores: pd.DataFrame) -> pd.DataFrame:
    """Return CHOICE_COLUMNS: what each fit chose between, by what, and why."""
    return _told(scores[CHOICES], CHOICE_COLUMNS)


def parameters(scores: pd.DataFrame) -> pd.DataFrame:
    """Return PARAMETER_COLUMNS: what each fit learned."""
    return _told(scores[PARAMETERS], PARAMETER_COLUMNS)


def _told(cells: pd.Series, dtypes: Mapping[str, str]) -> pd.DataFrame:
    records = [record for cell in cells.dropna() for record in json.loads(cell)]
    return pd.DataFrame(records, columns=list(dtypes)).astype(dict(dtypes))
