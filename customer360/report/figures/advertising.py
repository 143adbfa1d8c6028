"""What advertising cost, and how many ordered for the first time."""

import pandas as pd

from customer360.report.build import Build

# months that are over, and began after the first day of advertising
_MONTHS = """
with

bounds as (

    select min(spend_date) as first_date from marts.fct_ad_spend

),

spend as (

    select
        cast(date_trunc('month', spend_date) as date) as month_start,
        coalesce(channel, 'unknown') as channel,
        cost_amount,
        click_count
    from marts.fct_ad_spend
    cross join bounds
    where
        date_trunc('month', spend_date) + interval 1 month
            <= cast($as_of_date as timestamp)
        and date_trunc('month', spend_date) >= bounds.first_date

)
"""


def months(build: Build) -> pd.DataFrame:
    """Return cost and clicks of each whole month and channel.

    Columns month_start, channel, cost, click_count (null where no record tells).
    """
    return build.frame(
        _MONTHS
        + """
        select
            month_start,
            channel,
            cast(sum(cost_amount) as double) as cost,
            sum(click_count) as click_count
        from spend
        group by all
        order by all
        """
    )


def new_customers(build: Build) -> pd.DataFrame:
    """Return cost and first orders of each whole month in which advertising cost.

    Columns month_start, cost, customer_count: who first ordered in the month,
    whatever brought them.
    """
    return build.frame(
        _MONTHS
        + """
        , firsts as (

            select min(order_date) as first_order_date
            from marts.fct_orders
            where customer_id is not null
            group by customer_id

        ),

        costs as (

            select
                month_start,
                cast(sum(cost_amount) as double) as cost
            from spend
            group by month_start

        )

        select
            costs.month_start,
            any_value(costs.cost) as cost,
            count(firsts.first_order_date) as customer_count
        from costs
        left join firsts
            on costs.month_start = date_trunc('month', firsts.first_order_date)
        group by costs.month_start
        order by costs.month_start
        """
    )
