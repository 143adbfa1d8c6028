"""What leaves as customer_health: a row and a next step for every customer."""

from expectations import gxe, probabilities
from expectations.bounds import at_least, at_most
from expectations.suite import (
    SAMPLE_ROW_COUNT,
    STOP,
    Batch,
    BuildFile,
    Expectation,
    Suite,
)

HEALTH = "marts.customer_health"
PROBABILITIES = (
    "churn_probability",
    "purchase_7d_probability",
    "purchase_30d_probability",
)


def _read(build: BuildFile) -> Batch:
    """Return a fixed sample of rows, and figures of all.

    `repeated_count`: rows beyond one a customer. `of_customers`: rows per row of
    customer_360. `advised_share`: rows with a next step and a reason for it.
    """
    rows = build.rows(f"""
        select {", ".join(PROBABILITIES)}, revenue_at_risk_amount
        from {HEALTH}
        order by md5(cast(customer_id as varchar))
        limit {SAMPLE_ROW_COUNT}
    """)
    figures = build.figures(f"""
        select
            count(*) - count(distinct customer_id) as repeated_count,
            count(*) / nullif((select count(*) from marts.customer_360), 0)
                as of_customers,
            count(*) filter (next_step is not null and next_step_reason is not null)
            / nullif(count(*), 0) as advised_share
        from {HEALTH}
    """)
    return Batch(rows, figures)


def _expect(batch: Batch) -> list[Expectation]:
    notes = "rows per row of customer_360"
    return [
        *(probabilities.possible(name) for name in PROBABILITIES),
        gxe.ExpectColumnValuesToBeBetween(column="revenue_at_risk_amount", min_value=0),
        at_most("repeated_count", 0, "rows beyond one a customer", severity=STOP),
        at_least("of_customers", 1, notes, severity=STOP),
        at_most("of_customers", 1, notes, severity=STOP),
        at_least("advised_share", 1, "customers with a next step", severity=STOP),
    ]


SUITES = (Suite("customer_health", HEALTH, _read, _expect),)
