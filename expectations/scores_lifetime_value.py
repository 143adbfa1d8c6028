"""What leaves as lifetime value: amounts that are no wilder than the year before."""

from expectations import gxe, score_dates
from expectations.bounds import at_least, at_most, known
from expectations.suite import STOP, WARN, Batch, BuildFile, Expectation, Suite

LIFETIME_VALUE = "scores.score_customer__lifetime_value"

ALIVE = "alive_probability"
ORDERS = "expected_order_count_365d"
REVENUE = "expected_revenue_365d_amount"
LOWER = "expected_revenue_365d_lower_amount"
UPPER = "expected_revenue_365d_upper_amount"


def _read(build: BuildFile) -> Batch:
    columns = ", ".join(
        f"cast({name} as double) as {name}"
        for name in (ALIVE, ORDERS, REVENUE, LOWER, UPPER)
    )
    batch = score_dates.read(build, LIFETIME_VALUE, columns, ALIVE)
    return Batch(batch.rows, {**batch.figures, "of_last_year": _of_last_year(build)})


def _of_last_year(build: BuildFile) -> float | None:
    """Return the revenue expected of a year, per revenue of the year before.

    None when orders go back less than a year: what is expected is then rightly more.
    """
    if not build.has("marts.customer_360"):
        return None
    figures = build.figures(f"""
        with scored as (
            select
                cast(scores.{REVENUE} as double) as expected_amount,
                cast(customers.order_amount_sum_365d as double) as past_amount,
                customers.first_order_at <= customers.as_of_date - 365 as is_old
            from {LIFETIME_VALUE} as scores
            inner join marts.customer_360 as customers
                on scores.customer_id = customers.customer_id
                and scores.as_of_date = customers.as_of_date
        )
        select
            sum(expected_amount) as expected_amount,
            sum(past_amount) as past_amount,
            max(cast(is_old as integer)) as is_old
        from scored
    """)
    if not figures["is_old"] or not figures["past_amount"]:
        return None
    return (figures["expected_amount"] or 0) / figures["past_amount"]


def _expect(batch: Batch) -> list[Expectation]:
    return [
        *_ranges(),
        *score_dates.expected(batch, ALIVE),
        *_order_counts(batch),
        *_like_last_year(batch),
    ]


def _ranges() -> list[Expectation]:
    ranges = {ALIVE: 1, ORDERS: None, REVENUE: None}
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
            for larger, smaller in ((REVENUE, LOWER), (UPPER, REVENUE))
        ),
    ]


def _order_counts(batch: Batch) -> list[Expectation]:
    expected = [
        gxe.ExpectColumnValuesToNotBeNull(
            column=ORDERS,
            mostly=0.5,
            severity=WARN,
            notes="too few customers came back to learn how many will",
        )
    ]
    if not batch.rows[ORDERS].isna().all():
        expected.append(
            gxe.ExpectColumnMeanToBeBetween(
                column=ORDERS,
                max_value=365,
                notes="more than an order a day from everybody",
            )
        )
    return expected


def _like_last_year(batch: Batch) -> list[Expectation]:
    if not known(batch, "of_last_year"):
        return []
    notes = "revenue expected of a year, per revenue of the year before"
    return [
        at_least("of_last_year", 0.2, notes),
        at_most("of_last_year", 3, notes),
        at_most("of_last_year", 20, notes, severity=STOP),
    ]


SUITES = (Suite("scores_lifetime_value", LIFETIME_VALUE, _read, _expect),)
