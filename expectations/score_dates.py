"""Scores by as-of date: the latest, and those of about a month before.

Kept dates are month starts and the latest. A date a few days before the latest is
nearly the same, so scores are compared with those at least 25 days older.
"""

from collections.abc import Callable

import pandas as pd

from customer360.ml.stability import MOVED, of_numbers
from expectations.bounds import at_least, at_most, known
from expectations.suite import SAMPLE_ROW_COUNT, STOP, Batch, BuildFile, Expectation

Drift = Callable[[pd.Series, pd.Series], float | None]

MONTH_DAYS = 25
# of the customers who had the score a month before
KEPT_SHARE = 0.7


def is_latest(table: str) -> str:
    """Return SQL of whether a row of scores is of the latest date."""
    return f"as_of_date = (select max(as_of_date) from {table})"


def is_month_before(table: str) -> str:
    """Return SQL of whether a row of scores is of the date a month before."""
    return f"""as_of_date = (
        select max(as_of_date) from {table}
        where as_of_date <= (select max(as_of_date) from {table}) - {MONTH_DAYS}
    )"""


def sampled(table: str, columns: str, which: str) -> str:
    """Return SQL for a fixed sample of the scores of one date."""
    return f"""
        select {columns}
        from {table}
        where {which}
        order by md5(cast(customer_id as varchar))
        limit {SAMPLE_ROW_COUNT}
    """


def read(
    build: BuildFile, table: str, columns: str, score: str, drift: Drift = of_numbers
) -> Batch:
    """Return the latest scores, and figures on `score` beside a month before.

    `scored_share`: of the rows, those with a score. `kept_share`: their number, per
    number a month before. `<score>_drift`: as `drift` has it. Before the first fit
    nobody has a score: then there are no rows.
    """
    rows = build.rows(sampled(table, columns, is_latest(table)))
    before = build.rows(sampled(table, columns, is_month_before(table)))[score].dropna()
    counts = build.figures(f"""
        select
            count({score}) filter ({is_latest(table)}) as now,
            count(*) filter ({is_latest(table)}) as rows,
            count({score}) filter ({is_month_before(table)}) as before
        from {table}
    """)
    now, all_rows, count_before = (counts[name] or 0 for name in counts)
    if not now and not count_before:
        return Batch(rows.iloc[:0])
    return Batch(
        rows,
        {
            "scored_share": now / all_rows if all_rows else None,
            "kept_share": now / count_before if count_before else None,
            f"{score}_drift": drift(rows[score].dropna(), before),
        },
    )


def expected(batch: Batch, score: str) -> list[Expectation]:
    """Expect everybody to have the score, as many as before, spread as before."""
    found = [
        at_least("scored_share", 0.99, "customers without the score", severity=STOP)
    ]
    if known(batch, "kept_share"):
        notes = "customers with the score, per customer with it a month before"
        found.append(at_least("kept_share", KEPT_SHARE, notes))
    if known(batch, f"{score}_drift"):
        notes = "moved within a month: PSI; has the model changed, or its data?"
        found.append(at_most(f"{score}_drift", MOVED, notes))
    return found
