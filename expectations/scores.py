"""What leaves as scores: probabilities, expected orders and segments that make sense.

Only the latest as-of date is looked at; older ones left with the builds before.
"""

from expectations import gxe
from expectations.suite import (
    SAMPLE_ROW_COUNT,
    WARN,
    Batch,
    BuildFile,
    Expectation,
    Suite,
)

CHURN = "scores.score_customer__churn"
LIFETIME_VALUE = "scores.score_customer__lifetime_value"
SEGMENT = "scores.score_customer__segment"

# of fewer customers, shares and means are chance
FEW_CUSTOMERS = 100
DECILES = list(range(1, 11))
LARGEST_SEGMENT_COUNT = 50


def _latest(table: str, columns: str) -> str:
    """Return SQL for a fixed sample of the scores of the latest date."""
    return f"""
        select {columns}
        from {table}
        where as_of_date = (select max(as_of_date) from {table})
        order by md5(cast(customer_id as varchar))
        limit {SAMPLE_ROW_COUNT}
    """


def _read_churn(build: BuildFile) -> Batch:
    rows = build.rows(
        _latest(
            CHURN,
            "cast(churn_probability as double) as churn_probability, "
            "cast(churn_decile as integer) as churn_decile",
        )
    )
    rows = rows[rows["churn_probability"].notna()]
    return Batch(rows, {"silent_share": _silent_share(build)})


def _silent_share(build: BuildFile) -> float | None:
    """Return which share of the customers of the last grown-up date went silent.

    Grown up: its horizon has passed, so what its customers did since is known.
    """
    if not build.has("marts.fct_orders"):
        return None
    share = build.figures(f"""
        with last_grown_up as (
            select max(as_of_date) as as_of_date, max(horizon_days) as horizon_days
            from {CHURN}
            where as_of_date + cast(horizon_days as integer)
                <= (select max(as_of_date) from {CHURN})
        )
        select avg(cast(not exists (
            select 1 from marts.fct_orders
            where fct_orders.customer_id = scores.customer_id
                and fct_orders.status <> 'cancelled'
                and fct_orders.order_date >= scores.as_of_date
                and fct_orders.order_date
                    < scores.as_of_date + cast(last_grown_up.horizon_days as integer)
        ) as double)) as silent_share
        from {CHURN} as scores
        inner join last_grown_up on scores.as_of_date = last_grown_up.as_of_date
    """)
    return share["silent_share"]


def _expect_churn(batch: Batch) -> list[Expectation]:
    expected = [
        gxe.ExpectColumnValuesToBeBetween(
            column="churn_probability", min_value=0, max_value=1
        )
    ]
    if len(batch.rows) < FEW_CUSTOMERS:
        return expected
    return [
        *expected,
        gxe.ExpectColumnKLDivergenceToBeLessThan(
            column="churn_decile",
            partition_object={"values": DECILES, "weights": [0.1] * 10},
            threshold=0.05,
            notes="a tenth of the customers in every decile",
        ),
        gxe.ExpectColumnStdevToBeBetween(
            column="churn_probability",
            min_value=0.001,
            severity=WARN,
            notes="everybody has the same probability: too few orders to learn from",
        ),
        *_expect_near_what_happened(batch),
    ]


def _expect_near_what_happened(batch: Batch) -> list[Expectation]:
    share = batch.figures["silent_share"]
    if share is None:
        return []
    notes = f"a share of {share:.3f} went silent when it was last known"
    return [
        gxe.ExpectColumnMeanToBeBetween(
            column="churn_probability",
            min_value=max(share - distance, 0),
            max_value=min(share + distance, 1),
            notes=notes,
            **severity,
        )
        for distance, severity in ((0.15, {"severity": WARN}), (0.4, {}))
    ]


def _read_lifetime_value(build: BuildFile) -> Batch:
    columns = (
        "alive_probability",
        "expected_order_count_365d",
        "expected_revenue_365d_amount",
        "expected_revenue_365d_lower_amount",
        "expected_revenue_365d_upper_amount",
    )
    selected = ", ".join(f"cast({name} as double) as {name}" for name in columns)
    rows = build.rows(_latest(LIFETIME_VALUE, selected))
    return Batch(rows[rows["alive_probability"].notna()])


def _expect_lifetime_value(batch: Batch) -> list[Expectation]:
    orders = "expected_order_count_365d"
    expected = "expected_revenue_365d_amount"
    lower = "expected_revenue_365d_lower_amount"
    upper = "expected_revenue_365d_upper_amount"
    ranges = {"alive_probability": 1, orders: None, expected: None}
    return [
        *(
            gxe.ExpectColumnValuesToBeBetween(
                column=name, min_value=0, max_value=largest
            )
            for name, largest in ranges.items()
        ),
        *(
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A=larger,
                column_B=smaller,
                or_equal=True,
                ignore_row_if="either_value_is_missing",
            )
            for larger, smaller in ((expected, lower), (upper, expected))
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column=orders,
            mostly=0.5,
            severity=WARN,
            notes="too few customers came back to learn how many will",
        ),
        *_expect_fewer_orders_than_days(batch, orders),
    ]


def _expect_fewer_orders_than_days(batch: Batch, column: str) -> list[Expectation]:
    if batch.rows[column].isna().all():
        return []
    return [
        gxe.ExpectColumnMeanToBeBetween(
            column=column,
            max_value=365,
            notes="more than an order a day from everybody",
        )
    ]


def _read_segment(build: BuildFile) -> Batch:
    rows = build.rows(
        _latest(
            SEGMENT,
            "segment_number, count(*) over (partition by segment_number) "
            "/ count(*) over () as segment_share",
        )
    )
    return Batch(rows[rows["segment_number"].notna()])


def _expect_segment(batch: Batch) -> list[Expectation]:
    return [
        gxe.ExpectColumnValuesToBeBetween(
            column="segment_number", min_value=1, max_value=LARGEST_SEGMENT_COUNT
        ),
        gxe.ExpectColumnMinToBeBetween(
            column="segment_number", min_value=1, max_value=1
        ),
        gxe.ExpectColumnMaxToBeBetween(
            column="segment_share",
            max_value=0.95,
            severity=WARN,
            notes="nearly everybody is in one segment",
        ),
    ]


SUITES = (
    Suite("scores_churn", CHURN, _read_churn, _expect_churn),
    Suite(
        "scores_lifetime_value",
        LIFETIME_VALUE,
        _read_lifetime_value,
        _expect_lifetime_value,
    ),
    Suite("scores_segment", SEGMENT, _read_segment, _expect_segment),
)
