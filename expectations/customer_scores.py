"""What leaves as fct_customer_scores: every score there was, for as many customers."""

from expectations import gxe, score_dates
from expectations.bounds import at_least, known
from expectations.suite import STOP, Batch, BuildFile, Expectation, Suite

SCORES = "marts.fct_customer_scores"


def _read(build: BuildFile) -> Batch:
    """Return one row a score: its extremes by kind, and customers beside before."""
    rows = build.rows(f"""
        with dated as (
            select
                score_name,
                score_value,
                {score_dates.is_latest(SCORES)} as is_latest,
                {score_dates.is_month_before(SCORES)} as is_before
            from {SCORES}
        ),
        counted as (
            select
                score_name,
                count(*) filter (is_latest) as customer_count,
                count(*) filter (is_before) as before_count,
                min(score_value) filter (is_latest) as least,
                max(score_value) filter (is_latest) as most
            from dated
            group by score_name
        )
        select
            score_name,
            least,
            case when ends_with(score_name, '_probability') then most end
                as largest_probability,
            customer_count / nullif(before_count, 0) as kept_share
        from counted
        where customer_count + before_count > 0
        order by score_name
    """)
    kept = rows["kept_share"].dropna()
    return Batch(rows, {"least_kept_share": None if kept.empty else kept.min()})


def _expect(batch: Batch) -> list[Expectation]:
    expected = [
        gxe.ExpectColumnValuesToBeBetween(
            column="least", min_value=0, notes="scores are no less than nothing"
        ),
        gxe.ExpectColumnValuesToBeBetween(column="largest_probability", max_value=1),
    ]
    if known(batch, "least_kept_share"):
        notes = "customers with a score, per customer with it a month before"
        expected += [
            at_least("least_kept_share", score_dates.KEPT_SHARE, notes),
            at_least("least_kept_share", 0.01, "a score is gone", severity=STOP),
        ]
    return expected


SUITES = (Suite("customer_scores", SCORES, _read, _expect),)
