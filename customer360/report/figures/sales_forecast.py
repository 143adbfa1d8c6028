"""Sales of the last weeks beside what was expected of them, and the weeks to come."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from customer360.report.build import Build

WEEKS_SHOWN = 8


@dataclass(frozen=True)
class SalesForecast:
    """The latest forecast of total revenue, and how the last judged ones did.

    days: sales_date, value (realised, else expected), low, high (null where past).
    members: level_name, member_name, expected_count, expected_amount, over all days.
    quality: as_of_date, level_name, wape, baseline_wape, coverage of revenue.
    """

    as_of_date: dt.date
    days: pd.DataFrame
    members: pd.DataFrame
    quality: pd.DataFrame


def sales_forecast(build: Build) -> SalesForecast | None:
    """Return the latest forecast with what came before it; None without one."""
    expected = build.frame(
        """
        select
            as_of_date,
            sales_date,
            cast(expected_order_amount as double) as value,
            cast(expected_order_amount_lower as double) as low,
            cast(expected_order_amount_upper as double) as high
        from marts.fct_sales_forecast
        where is_latest and level_name = 'total'
        order by sales_date
        """
    )
    if expected.empty:
        return None
    first = expected["as_of_date"].iloc[0]
    days = [_days_before(build, first), expected.assign(group="expected")]
    return SalesForecast(
        as_of_date=first.date(),
        days=pd.concat(days, ignore_index=True),
        members=_members(build),
        quality=_quality(build),
    )


def _days_before(build: Build, first: pd.Timestamp) -> pd.DataFrame:
    """Return realised days; the day before the date, of which little is known, not."""
    return build.frame(
        """
        select
            dim_dates.date_day as sales_date,
            coalesce(cast(sum(fct_orders.order_amount) as double), 0) as value,
            'realised' as group
        from marts.dim_dates
        left join marts.fct_orders on dim_dates.date_day = fct_orders.order_date
        where
            dim_dates.date_day >= $first - to_days($shown)
            and dim_dates.date_day < $first - to_days(1)
        group by dim_dates.date_day
        order by dim_dates.date_day
        """,
        first=first.date(),
        shown=7 * WEEKS_SHOWN,
    )


def _members(build: Build) -> pd.DataFrame:
    return build.frame(
        """
        select
            level_name,
            member_name,
            cast(sum(expected_order_count) as double) as expected_count,
            cast(sum(expected_order_amount) as double) as expected_amount
        from marts.fct_sales_forecast
        where is_latest and level_name <> 'total'
        group by level_name, member_name
        having sum(expected_order_amount) > 0
        order by level_name desc, expected_amount desc, member_name
        """
    )


def _quality(build: Build) -> pd.DataFrame:
    """Return each level's measured quality, a mean over the dates judged."""
    return build.frame(
        """
        select
            replace(model_name, 'sales_forecast_', '') as level_name,
            avg(metric_value) filter (metric_name = 'order_amount_wape') as wape,
            avg(baseline_value) filter (metric_name = 'order_amount_wape')
                as baseline_wape,
            avg(metric_value) filter (metric_name = 'order_amount_coverage')
                as coverage,
            count(distinct as_of_date) as date_count
        from marts.fct_model_evaluations
        where model_name like 'sales_forecast_%'
        group by level_name
        order by wape, level_name
        """
    )
