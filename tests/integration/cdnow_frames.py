"""Features and labels of CDNOW's customers, straight from its purchases.

The same quantities as the dbt features, written once more and shortly: the file has a
sum for each customer and day, and no shop that could be landed.
"""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

WINDOWS = (30, 90, 180, 365)


def purchase_lines(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Create `lines` from 23,570 customers' purchases at CDNOW, 1997 and 1998.

    As published, what was bought on one day is one order.
    """
    connection.execute(f"""
        create or replace table lines as
        select
            cast(customer_id as varchar) as customer_id,
            customer_id || '/' || date as order_id,
            cast(strptime(cast(date as varchar), '%Y%m%d') as date) as ordered_on,
            cast(round(spend, 2) as decimal(18, 4)) as amount,
            cast(0 as decimal(18, 4)) as discount,
            'music' as category
        from read_parquet('{folder}/cdnow_master.parquet')
    """)


def features(
    connection: duckdb.DuckDBPyConnection, as_of_dates: list[date]
) -> pd.DataFrame:
    """Return one row per customer and date with the features that `lines` allow."""
    _create_orders(connection, as_of_dates)
    sums = ",".join(
        f"""count(*) filter (ago <= {days}) as order_count_{days}d,
        coalesce(sum(amount) filter (ago <= {days}), 0) as order_amount_sum_{days}d"""
        for days in WINDOWS
    )
    rows = connection.execute(f"""
        with basics as (
            select
                customer_id, as_of_date, {sums},
                count(*) as order_count_lifetime,
                min(ago) as days_since_last_order,
                max(ago) as days_since_first_order,
                max(ago) - min(ago) as days_first_to_last_order,
                count(distinct ago) - 1 as repeat_order_count,
                avg(amount) as order_amount_avg_365d,
                avg(line_count) filter (ago <= 90) as line_count_avg_90d,
                sum(discount) filter (ago <= 90) as discount_amount_sum_90d
            from orders_before group by customer_id, as_of_date
        ),

        rhythms as (
            select
                customer_id, as_of_date,
                avg(gap) as order_gap_days_avg,
                stddev_samp(gap) as order_gap_days_std,
                avg(amount) filter (gap is not null) as order_day_amount_avg_repeat
            from order_days group by customer_id, as_of_date
        ),

        ranges as (
            select customer_id, as_of_date,
                count(distinct category) as category_count_90d
            from lines inner join dates on ordered_on < as_of_date
                and ordered_on >= as_of_date - 90
            group by customer_id, as_of_date
        )

        select *,
            discount_amount_sum_90d
                / nullif(discount_amount_sum_90d + order_amount_sum_90d, 0)
                as discount_share_90d
        from basics
        inner join rhythms using (customer_id, as_of_date)
        left join ranges using (customer_id, as_of_date)
    """).df()
    numbers = rows.columns.difference(["customer_id", "as_of_date"])
    rows[numbers] = rows[numbers].astype(float).round(6)
    return rows


def _create_orders(
    connection: duckdb.DuckDBPyConnection, as_of_dates: list[date]
) -> None:
    """Create `dates`, `orders`, and both kinds of rows before each date."""
    connection.execute("create or replace table dates (as_of_date date)")
    connection.executemany("insert into dates values (?)", [[d] for d in as_of_dates])
    connection.execute("""
        create or replace table orders as
        select customer_id, order_id, min(ordered_on) as ordered_on,
            sum(amount) as amount, sum(discount) as discount, count(*) as line_count
        from lines group by customer_id, order_id
    """)
    connection.execute("""
        create or replace table orders_before as
        select *, date_diff('day', ordered_on, as_of_date) as ago
        from orders inner join dates on ordered_on < as_of_date
    """)
    connection.execute("""
        create or replace table order_days as
        select customer_id, as_of_date, sum(amount) as amount,
            lead(ago) over (
                partition by customer_id, as_of_date order by ago
            ) - ago as gap
        from orders_before group by customer_id, as_of_date, ago
    """)


def labels(
    connection: duckdb.DuckDBPyConnection, horizon_days: int, end: date
) -> pd.DataFrame:
    """Return what the customers of `features` did in the horizons over by `end`."""
    return connection.execute(f"""
        with customers as (
            select distinct customer_id, as_of_date from orders_before
            where as_of_date + {horizon_days} <= date '{end}'
        )

        select
            customers.customer_id,
            customers.as_of_date,
            customers.as_of_date + {horizon_days} as label_date,
            count(orders.order_id) as order_count_next,
            cast(coalesce(sum(orders.amount), 0) as double) as order_amount_sum_next
        from customers
        left join orders
            on customers.customer_id = orders.customer_id
            and orders.ordered_on >= customers.as_of_date
            and orders.ordered_on < customers.as_of_date + {horizon_days}
        group by customers.customer_id, customers.as_of_date
    """).df()
