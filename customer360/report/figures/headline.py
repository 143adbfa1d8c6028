"""The figures a reader looks for first."""

from dataclasses import dataclass
from typing import Any

from customer360.report.build import Build


@dataclass(frozen=True)
class Headline:
    """Counts and amounts up to the as-of date; null where nothing is known."""

    customer_count: int
    visitor_count: int
    active_count: int
    order_count: int
    revenue: float | None
    revenue_before: float | None
    revenue_days: int
    known_revenue_share: float | None
    refund_share: float | None
    expected_revenue: float | None
    risk_count: float | None
    scored_count: int
    contactable_count: int


def headline(build: Build) -> Headline:
    """Return the headline figures.

    Revenue is of the last 365 days, or of as many as there are; `revenue_before` of
    as many days before those, null where they are not all there.
    """
    orders = build.frame(
        """
        with

        dated as (

            select
                *,
                datediff('day', order_date, cast($as_of_date as date)) as days_before,
                datediff('day', min(order_date) over (), cast($as_of_date as date))
                    as day_count
            from marts.fct_orders
            where order_date < cast($as_of_date as date)

        )

        select
            count(*) filter (where days_before <= 365) as order_count,
            coalesce(least(365, max(day_count)), 0) as revenue_days,
            sum(order_amount) filter (where days_before <= 365) as revenue,
            case when max(day_count) >= 730
                then sum(order_amount) filter (where days_before between 366 and 730)
                end as revenue_before,
            sum(order_amount)
                filter (where days_before <= 365 and customer_id is not null)
                / nullif(sum(order_amount) filter (where days_before <= 365), 0)
                as known_revenue_share,
            sum(refund_amount) filter (where days_before <= 365)
                / nullif(sum(order_amount) filter (where days_before <= 365), 0)
                as refund_share
        from dated
        """
    )
    customers = build.frame(
        """
        select
            (select count(*) from marts.dim_customers) as customer_count,
            (select count(*) from marts.dim_visitors) as visitor_count,
            count(*) filter (where order_count_90d > 0) as active_count,
            sum(expected_revenue_365d_amount) as expected_revenue,
            sum(churn_probability) as risk_count,
            count(churn_probability) as scored_count,
            count(*) filter (where is_email_contactable or is_sms_contactable)
                as contactable_count
        from marts.customer_360
        """
    )
    found: dict[Any, Any] = {
        **orders.astype(object).iloc[0].to_dict(),
        **customers.astype(object).iloc[0].to_dict(),
    }
    return Headline(**found)
