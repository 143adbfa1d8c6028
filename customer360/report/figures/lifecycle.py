"""Lifecycle: who is new, active, at risk, lapsed or won back, month by month."""

import pandas as pd

from customer360.report.build import Build


def stages(build: Build) -> pd.DataFrame:
    """Return month_date, as_of_date, lifecycle_stage, customer_count, in order."""
    return build.frame(
        """
        select month_date, as_of_date, lifecycle_stage, count(*) as customer_count
        from marts.lifecycle
        group by month_date, as_of_date, lifecycle_stage
        order by month_date, lifecycle_stage
        """
    )


def flows(build: Build) -> pd.DataFrame:
    """Return month_date, from_stage, to_stage, customer_count, in order."""
    return build.frame(
        """
        select month_date, from_stage, to_stage, customer_count
        from marts.lifecycle_flows
        order by month_date, from_stage, to_stage
        """
    )
