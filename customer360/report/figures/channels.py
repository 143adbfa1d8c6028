"""Customers and revenue by channel and month."""

import pandas as pd

from customer360.project_macros import render_macros
from customer360.report.build import Build

# months that are over, and began after the first record
_MONTHS = """
with

bounds as (

    select min(order_date) as first_date from marts.fct_orders

),

orders as (

    select
        fct_orders.*,
        cast(date_trunc('month', order_date) as date) as month_start
    from marts.fct_orders
    cross join bounds
    where
        date_trunc('month', order_date) + interval 1 month
            <= cast($as_of_date as timestamp)
        and date_trunc('month', order_date) >= bounds.first_date

)
"""


def months(build: Build) -> pd.DataFrame:
    """Return revenue, orders and customers of each whole month and channel.

    Columns month_start, channel, revenue, order_count, customer_count.
    """
    return build.frame(
        _MONTHS
        + """
        select
            month_start,
            coalesce(channel, 'unknown') as channel,
            sum(order_amount) as revenue,
            count(*) as order_count,
            count(distinct customer_id) as customer_count
        from orders
        group by all
        order by all
        """
    )


def month_totals(build: Build) -> pd.DataFrame:
    """Return revenue, customers and those who ordered through several channels.

    Columns month_start, revenue, customer_count; one row a whole month.
    """
    return build.frame(
        _MONTHS
        + """
        select
            month_start,
            sum(order_amount) as revenue,
            count(distinct customer_id) as customer_count
        from orders
        group by all
        order by all
        """
    )


def channels_per_customer(build: Build) -> pd.DataFrame:
    """Return customers and their spend by how many channels they ordered through.

    Columns channel_count, customer_count, revenue_per_customer, revenue_share; orders
    of the 365 days before the as-of date.
    """
    return build.frame(
        """
        with

        customers as (

            select
                customer_id,
                count(distinct channel) as channel_count,
                sum(order_amount) as revenue
            from marts.fct_orders
            where
                customer_id is not null
                and order_date < cast($as_of_date as date)
                and order_date >= cast($as_of_date as date) - 365
            group by customer_id

        )

        select
            channel_count,
            count(*) as customer_count,
            cast(avg(revenue) as double) as revenue_per_customer,
            cast(sum(revenue) as double)
                / nullif(cast(sum(sum(revenue)) over () as double), 0) as revenue_share
        from customers
        group by channel_count
        order by channel_count
        """
    )


def reach(build: Build) -> pd.DataFrame:
    """Return how many customers did anything on each channel in the last 90 days.

    Columns channel, customer_count, share: of all customers.
    """
    macros = render_macros(("is_done_by_customer.sql",))
    is_theirs = macros["is_done_by_customer"]("activity_type")
    return build.frame(
        f"""
        select
            coalesce(channel, 'unknown') as channel,
            count(distinct customer_id) as customer_count,
            count(distinct customer_id)
                / nullif((select count(*) from marts.dim_customers), 0) as share
        from marts.fct_activities
        where
            customer_id is not null
            and {is_theirs}
            and activity_date < cast($as_of_date as date)
            and activity_date >= cast($as_of_date as date) - 90
        group by all
        order by customer_count desc, channel
        """
    )
