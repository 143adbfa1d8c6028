"""The long frames of `evaluate`: a row a metric, beside a baseline."""

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from customer360.ml import tables
from customer360.ml.metrics import Floats, Interval

Row = tuple[str, float, str | None, float]
Measure = Callable[[Floats, Floats], float]

EVALUATION_COLUMNS = {
    "model_name": tables.TEXT,
    "model_version": tables.TEXT,
    "as_of_date": tables.DATE,
    "metric_name": tables.TEXT,
    "metric_value": tables.NUMBER,
    "baseline_name": tables.TEXT,
    "baseline_value": tables.NUMBER,
}


def evaluations(
    labelled: pd.DataFrame,
    model_name: str,
    quality: Callable[[pd.DataFrame], Iterable[Row]],
) -> pd.DataFrame:
    """Return `quality` of each (as_of_date, model_version) of scored, labelled rows."""
    scored = labelled[labelled["model_version"].notna()]
    records = [
        (model_name, version, date, *row)
        for (date, version), rows in scored.groupby(["as_of_date", "model_version"])
        for row in quality(rows.reset_index(drop=True))
    ]
    frame = pd.DataFrame(records, columns=list(EVALUATION_COLUMNS))
    return frame.astype(EVALUATION_COLUMNS)


def evaluation_rows(
    measures: Mapping[str, Measure],
    actual: Floats,
    ours: Floats,
    baseline_name: str,
    baseline: Floats,
) -> list[Row]:
    """Return each measure of our values and of the baseline's against the actual."""
    return [
        (name, measure(actual, ours), baseline_name, measure(actual, baseline))
        for name, measure in measures.items()
    ]


def interval_rows(name: str, gain: Interval, baseline_name: str) -> list[Row]:
    """Return a gain over a baseline and its 95 % bounds; the baseline's own is 0."""
    return [
        (name, gain.value, baseline_name, 0.0),
        (f"{name}_lower", gain.lower, baseline_name, 0.0),
        (f"{name}_upper", gain.upper, baseline_name, 0.0),
    ]
