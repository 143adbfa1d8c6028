"""The largest customers, and how well records name people."""

import pandas as pd

from customer360.report.build import Build

MOST_SHOWN = 10


def largest_customers(build: Build) -> pd.DataFrame:
    """Return the largest customers: their id, identifiers, and pairs refused at them.

    Columns customer_id, identifier_count, durable_identifier_count, refused_pair_count.
    """
    return build.frame(
        """
        select cast(customer_id as varchar) as customer_id, identifier_count,
            durable_identifier_count, refused_pair_count
        from audit.largest_customers
        where size_rank <= $most
        order by size_rank
        """,
        most=MOST_SHOWN,
    )


def records_per_strength(build: Build) -> pd.DataFrame:
    """Return, of entities that have landed, records by their strongest identifier.

    Columns entity, record_count, durable_count, cookie_like_count, nameless_count; the
    best named first.
    """
    return build.frame(
        """
        select *
        from audit.records_per_strength
        where record_count > 0
        order by durable_count / record_count desc, cookie_like_count desc, entity
        """
    )
