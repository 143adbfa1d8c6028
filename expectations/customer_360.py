"""What leaves as customer_360: plausible customers, all there, summing to the orders.

Where an order of magnitude is right and the sums agree, a join has not fanned out and
no source has silently gone.
"""

from expectations import gxe
from expectations.published import published_before
from expectations.suite import SAMPLE_ROW_COUNT, Batch, BuildFile, Expectation, Suite

CUSTOMER_360 = "marts.customer_360"
KEPT_SHARE = 0.7
LARGEST_DIFFERENCE = 0.01

COLUMNS = """
    customer_id,
    as_of_date,
    first_order_at,
    last_order_at,
    cast(identifier_count as double) as identifier_count,
    cast(order_count as double) as order_count,
    cast(order_amount_sum as double) as order_amount_sum,
    cast(days_since_last_order as double) as days_since_last_order,
    cast(order_count_90d as double) as order_count_90d,
    cast(churn_probability as double) as churn_probability,
    cast(churn_decile as double) as churn_decile,
    cast(alive_probability as double) as alive_probability,
    cast(expected_order_count_365d as double) as expected_order_count_365d,
    cast(expected_revenue_365d_amount as double) as expected_revenue_365d_amount
"""

# column -> least, most
RANGES: dict[str, tuple[float | None, float | None]] = {
    "identifier_count": (1, None),
    "order_count": (0, None),
    "order_amount_sum": (0, None),
    "days_since_last_order": (0, None),
    "order_count_90d": (0, None),
    "churn_probability": (0, 1),
    "churn_decile": (1, 10),
    "alive_probability": (0, 1),
    "expected_order_count_365d": (0, None),
    "expected_revenue_365d_amount": (0, None),
}


def _read_customers(build: BuildFile) -> Batch:
    return Batch(
        build.rows(f"""
            select {COLUMNS}
            from {CUSTOMER_360}
            order by md5(cast(customer_id as varchar))
            limit {SAMPLE_ROW_COUNT}
        """)
    )


def _expect_customers(batch: Batch) -> list[Expectation]:
    return [
        gxe.ExpectColumnValuesToNotBeNull(column="customer_id"),
        gxe.ExpectColumnValuesToBeUnique(column="customer_id"),
        gxe.ExpectColumnUniqueValueCountToBeBetween(column="as_of_date", max_value=1),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="last_order_at",
            column_B="first_order_at",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="order_count", column_B="order_count_90d", or_equal=True
        ),
        *(
            gxe.ExpectColumnValuesToBeBetween(
                column=name, min_value=least, max_value=most
            )
            for name, (least, most) in RANGES.items()
        ),
    ]


def _read_totals(build: BuildFile) -> Batch:
    """Return one row of totals; what was not to be compared is null."""
    totals = build.rows(f"""
        select
            count(*) as row_count,
            cast(coalesce(sum(order_count), 0) as double) as order_count,
            cast(coalesce(sum(order_amount_sum), 0) as double) as order_amount_sum,
            cast(max(as_of_date) as varchar) as as_of_date
        from {CUSTOMER_360}
    """)
    orders = build.figures("""
        select
            cast(count(*) as double) as order_count,
            cast(coalesce(sum(order_amount), 0) as double) as order_amount_sum
        from marts.fct_orders
        where customer_id is not null
            and status <> 'cancelled'
            and order_date < (select max(as_of_date) from marts.customer_360)
    """)
    published = published_before(build.warehouse, totals["as_of_date"][0])
    count = published.row_counts.get("customer_360") if published else None
    rows = totals.assign(kept_share=totals["row_count"] / (count or float("nan")))
    return Batch(rows, orders | {"is_all_known": _is_all_known(build)})


def _is_all_known(build: BuildFile) -> float:
    """Return 1 when the as-of time is after all that is known, else 0.

    As of an earlier date, customer_360 rightly leaves out what fct_orders shows. Both
    times are UTC: midnight of the as-of date is the business's.
    """
    if not (build.has("landing.files") and build.has("identity.as_of_dates")):
        return 0
    answer = build.figures("""
        select cast(
            (select max(as_of_at) from identity.as_of_dates where is_latest)
            > (select max(max_known_at) from landing.files where row_count > 0)
        as double) as is_all_known
    """)
    return answer["is_all_known"] or 0


def _expect_totals(batch: Batch) -> list[Expectation]:
    expected = [
        gxe.ExpectColumnValuesToBeBetween(
            column="kept_share",
            min_value=KEPT_SHARE,
            notes="customers, per customer now published; when so many are rightly "
            "gone, remove the link `published` and publish again",
        )
    ]
    if not batch.figures["is_all_known"]:
        return expected
    for name in ("order_count", "order_amount_sum"):
        of_orders = batch.figures[name] or 0
        expected.append(
            gxe.ExpectColumnSumToBeBetween(
                column=name,
                min_value=of_orders - LARGEST_DIFFERENCE,
                max_value=of_orders + LARGEST_DIFFERENCE,
                notes="the same as in fct_orders",
            )
        )
    return expected


SUITES = (
    Suite(
        "customer_360",
        CUSTOMER_360,
        _read_customers,
        _expect_customers,
        must_exist=True,
    ),
    Suite(
        "customer_360_totals",
        CUSTOMER_360,
        _read_totals,
        _expect_totals,
        must_exist=True,
    ),
)
