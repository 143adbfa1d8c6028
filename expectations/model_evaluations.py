"""What leaves as fct_model_evaluations: how good the models were when last measured.

A model that is no better than the simple rule beside it is no reason not to publish,
but one to look. A metric outside what is possible was measured wrongly.
"""

from collections.abc import Iterator

import pandas as pd

from expectations.bounds import at_least, at_most
from expectations.suite import STOP, WARN, Batch, BuildFile, Expectation, Suite

EVALUATIONS = "marts.fct_model_evaluations"

Bounds = dict[str, tuple[float, float]]

# end of a metric's name -> what is possible
POSSIBLE: Bounds = {
    "auc": (0, 1),
    "brier": (0, 1),
    "expected_calibration_error": (0, 1),
    "silent_share": (0, 1),
    "eta_squared": (0, 1),
    "pearson": (-1, 1),
    "spearman": (-1, 1),
    "average_precision": (0, 1),
    "coverage": (0, 1),
}
# what a model has that is worth its name; `_off` is how far a mean is from what came
USEFUL: Bounds = {
    "auc": (0.55, 1),
    "auc_gain_upper": (0, 1),
    "expected_calibration_error": (0, 0.1),
    "total_ratio": (0.5, 2),
    "pearson": (0, 1),
    "spearman": (0, 1),
    "silent_share_off": (0, 0.15),
    "coverage_off": (0, 0.1),
    # above 1 it dared too little, below too much
    "calibration_slope": (0.8, 1.25),
    "top_decile_lift": (1, 10),
}


def _read(build: BuildFile) -> Batch:
    """Return one row, one column a metric: its value where it was last measured."""
    measured = build.rows(f"""
        with last_measured as (
            select
                model_name || '_' || metric_name as name,
                max_by(metric_value, as_of_date) as value,
                max_by(abs(metric_value - baseline_value), as_of_date)
                    filter (baseline_name in ('realised', 'promised')) as off
            from {EVALUATIONS}
            group by name
        )
        select name, value from last_measured
        union all
        select name || '_off', off from last_measured where off is not null
        order by name
    """)
    told = measured.dropna()
    if measured.empty:
        return Batch(told)
    metrics = dict(zip(told["name"], told["value"], strict=True))
    share = len(told) / len(measured)
    return Batch(pd.DataFrame([{"measured_share": share, **metrics}]))


def _expect(batch: Batch) -> list[Expectation]:
    return [
        at_least("measured_share", 0.5, "metrics that could be measured"),
        *_within(batch, POSSIBLE, STOP, "is impossible: it was measured wrongly"),
        *_within(batch, USEFUL, WARN, "the model is worth a look"),
    ]


def _within(
    batch: Batch, bounds: Bounds, severity: str, notes: str
) -> Iterator[Expectation]:
    for name in batch.rows:
        for ending, (least, most) in bounds.items():
            if str(name).endswith(f"_{ending}"):
                yield at_least(str(name), least, notes, severity=severity)
                yield at_most(str(name), most, notes, severity=severity)


SUITES = (Suite("model_evaluations", EVALUATIONS, _read, _expect),)
