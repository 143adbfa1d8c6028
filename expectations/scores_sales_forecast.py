"""What leaves as the sales forecast: nothing negative, bounds in order, exact sums."""

from expectations import gxe
from expectations.bounds import at_least, at_most
from expectations.suite import STOP, Batch, BuildFile, Expectation, Suite

FORECAST = "scores.score_sales__forecast"
LATEST = f"as_of_date = (select max(as_of_date) from {FORECAST})"
MEASURES = ("order_count", "order_amount")


def _read(build: BuildFile) -> Batch:
    """Return the latest forecast, and figures of it beside the last four weeks.

    `unequal_count`: days on which the members of a level do not sum to the total.
    `<measure>_ratio`: a day expected over a day of the four weeks known before.
    """
    rows = build.rows(f"""
        select
            order_count,
            order_amount,
            order_count_lower <= order_count and order_count <= order_count_upper
            and order_amount_lower <= order_amount
            and order_amount <= order_amount_upper as is_ordered
        from {FORECAST}
        where {LATEST}
        order by level_name, member_name, sales_date
    """)
    unequal = build.figures(f"""
        with

        levels as (

            select
                as_of_date,
                sales_date,
                level_name,
                sum(order_count) as order_count,
                sum(order_amount) as order_amount
            from {FORECAST}
            group by as_of_date, sales_date, level_name

        )

        select count(*) as unequal_count
        from levels
        inner join levels as total
            on levels.as_of_date = total.as_of_date
            and levels.sales_date = total.sales_date
            and total.level_name = 'total'
        where (levels.order_count, levels.order_amount)
            is distinct from (total.order_count, total.order_amount)
    """)
    return Batch(rows, unequal | _ratios(build))


def _ratios(build: BuildFile) -> dict[str, float | None]:
    return build.figures(f"""
        with

        expected as (

            select
                avg(order_count) as order_count,
                avg(order_amount) as order_amount
            from {FORECAST}
            where level_name = 'total' and {LATEST}

        ),

        known as (

            select
                sum(order_count) / 28.0 as order_count,
                sum(order_amount) / 28.0 as order_amount
            from features.feat_sales__daily
            where
                level_name = 'total'
                and {LATEST}
                and sales_date >= as_of_date - 30
                and sales_date < as_of_date - 2

        )

        select
            expected.order_count / nullif(known.order_count, 0) as order_count_ratio,
            expected.order_amount / nullif(known.order_amount, 0)
                as order_amount_ratio
        from expected, known
    """)


def _expect(batch: Batch) -> list[Expectation]:
    expected = [
        gxe.ExpectColumnValuesToBeBetween(column=measure, min_value=0)
        for measure in MEASURES
    ]
    expected.append(
        gxe.ExpectColumnValuesToBeInSet(column="is_ordered", value_set=[True])
    )
    notes = "members do not sum to the total"
    expected.append(at_most("unequal_count", 0, notes, severity=STOP))
    for measure in MEASURES:
        ratio = f"{measure}_ratio"
        if batch.figures.get(ratio) is not None:
            notes = "far from the four weeks before"
            expected += [at_least(ratio, 0.4, notes), at_most(ratio, 2.5, notes)]
    return expected


SUITES = (Suite("scores_sales_forecast", FORECAST, _read, _expect),)
