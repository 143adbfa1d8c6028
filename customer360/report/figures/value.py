"""What customers were expected to spend, and what they spent; what is expected now."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from customer360.report.build import Build

# the longer horizon says more, and is over later
HORIZONS = (365, 90)

_JUDGED = """
with

judged as (

    select
        score_customer__lifetime_value.as_of_date,
        score_customer__lifetime_value.customer_id,
        score_customer__lifetime_value.{column} as expected,
        label_customers__orders.order_amount_sum_next as realised
    from scores.score_customer__lifetime_value
    inner join features.label_customers__orders
        on score_customer__lifetime_value.customer_id
            = cast(label_customers__orders.customer_id as varchar)
        and score_customer__lifetime_value.as_of_date
            = label_customers__orders.as_of_date
        and label_customers__orders.horizon_days = $horizon_days
    where score_customer__lifetime_value.{column} is not null

),

last_judged as (

    select
        *,
        ntile(10) over (order by expected, customer_id) as decile
    from judged
    where as_of_date = (select max(as_of_date) from judged)

)

select
    decile,
    any_value(as_of_date) as as_of_date,
    count(*) as customer_count,
    avg(expected) as expected,
    avg(realised) as realised
from last_judged
group by decile
order by decile
"""


@dataclass(frozen=True)
class ValueQuality:
    """Value at one past date; deciles: decile (10 is worth most), customer_count,
    expected, realised (means a customer over `horizon_days`).
    """

    as_of_date: dt.date
    horizon_days: int
    deciles: pd.DataFrame

    @property
    def total_ratio(self) -> float:
        """All that was expected over all that was realised; nan without any."""
        weight = self.deciles["customer_count"]
        realised = (self.deciles["realised"] * weight).sum()
        expected = (self.deciles["expected"] * weight).sum()
        return float(expected / realised) if realised else float("nan")


def value_quality(build: Build) -> ValueQuality | None:
    """Return value at the last date that can be judged, over the longest horizon."""
    for horizon_days in HORIZONS:
        sql = _JUDGED.format(column=f"expected_revenue_{horizon_days}d_amount")
        rows = build.frame(sql, horizon_days=horizon_days)
        if not rows.empty:
            day = rows["as_of_date"].iloc[0].date()
            return ValueQuality(day, horizon_days, rows.drop(columns="as_of_date"))
    return None


def value_now(build: Build) -> pd.DataFrame:
    """Return what the next 365 days are expected to bring, by decile of customers.

    Columns decile (10 is worth most), customer_count, expected (sum), share.
    """
    return build.frame(
        """
        with

        ranked as (

            select
                expected_revenue_365d_amount as expected,
                ntile(10) over (
                    order by expected_revenue_365d_amount, customer_id
                ) as decile
            from marts.customer_360
            where expected_revenue_365d_amount is not null

        )

        select
            decile,
            count(*) as customer_count,
            sum(expected) as expected,
            sum(expected) / nullif(sum(sum(expected)) over (), 0) as share
        from ranked
        group by decile
        order by decile
        """
    )
