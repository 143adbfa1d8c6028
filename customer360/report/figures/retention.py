"""Who orders again, by the month of the first order."""

import pandas as pd

from customer360.report.build import Build


def retention(build: Build) -> pd.DataFrame:
    """Return the share of each cohort that ordered in each later month.

    Columns cohort_month, months_after, cohort_size, customer_count, share; only months
    that are over. Month 0, the first, is left out: it is 1 by definition.
    """
    return build.frame(
        """
        with

        orders as (

            select distinct
                customer_id,
                cast(date_trunc('month', order_date) as date) as month_start
            from marts.fct_orders
            where
                customer_id is not null
                and date_trunc('month', order_date) + interval 1 month
                    <= cast($as_of_date as timestamp)

        ),

        first_orders as (

            select customer_id, min(month_start) as cohort_month
            from orders
            group by customer_id

        ),

        cohorts as (

            select cohort_month, count(*) as cohort_size
            from first_orders
            group by cohort_month

        ),

        last_month as (

            select max(month_start) as last_month_start from orders

        ),

        -- every month of every cohort, those without an order too
        cells as (

            select
                cohorts.*,
                cast(months_after as integer) as months_after
            from cohorts
            cross join last_month
            cross join unnest(
                range(1, datediff('month', cohort_month, last_month_start) + 1)
            ) as later(months_after)

        ),

        returns as (

            select
                first_orders.cohort_month,
                datediff('month', first_orders.cohort_month, orders.month_start)
                    as months_after,
                count(*) as customer_count
            from first_orders
            inner join orders on first_orders.customer_id = orders.customer_id
            group by all

        )

        select
            cells.cohort_month,
            cells.months_after,
            cells.cohort_size,
            coalesce(returns.customer_count, 0) as customer_count,
            coalesce(returns.customer_count, 0) / cells.cohort_size as share
        from cells
        left join returns
            on cells.cohort_month = returns.cohort_month
            and cells.months_after = returns.months_after
        order by all
        """
    )
