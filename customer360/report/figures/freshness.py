"""What has landed of each entity, how old it is, and what was set apart."""

import pandas as pd

from customer360.report.build import Build


def freshness(build: Build) -> pd.DataFrame:
    """Return one row per entity with rows in the files that landed.

    Columns entity, landed_count (all rows of its files, the sum of staged_count,
    duplicate_count, conflict_count and quarantined_count), last_event_at, lag_days
    (behind the latest event of all).
    """
    return build.frame(
        """
        select
            fct_source_freshness.entity,
            row_reconciliation.landed_count,
            fct_source_freshness.last_event_at,
            epoch(
                max(fct_source_freshness.last_event_at) over ()
                - fct_source_freshness.last_event_at
            ) / 86400 as lag_days,
            row_reconciliation.staged_count,
            row_reconciliation.duplicate_count,
            row_reconciliation.conflict_count,
            row_reconciliation.quarantined_count
        from marts.fct_source_freshness
        inner join audit.row_reconciliation
            on fct_source_freshness.entity = row_reconciliation.entity
        where row_reconciliation.landed_count > 0
        order by fct_source_freshness.entity
        """
    )


def refused_records(build: Build) -> pd.DataFrame:
    """Return entity, reason and record_count of records refused in the warehouse."""
    return build.frame(
        """
        select entity, reason, count(*) as record_count
        from audit.quarantined_records
        group by all
        order by record_count desc, entity, reason
        """
    )
