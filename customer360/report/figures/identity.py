"""Who was merged, what was refused and why, and how right that is."""

from pathlib import Path

import pandas as pd

from customer360.identity_quality import Quality, pairwise_quality
from customer360.report.build import Build
from customer360.report.errors import ReportError

# more identifiers than this are one bar
MOST_SHOWN = 15
# identifiers that a business system gives, one to a person if all went well
ACCOUNTS = ("user_id", "loyalty_id", "contact_id")


def totals(build: Build) -> pd.DataFrame:
    """Return one row: how much was tied together.

    Columns record_count (those that name somebody), identifier_count, customer_count,
    visitor_count, edge_count, refused_count, retired_count.
    """
    return build.frame(
        """
        select
            (select cast(coalesce(sum(record_count - nameless_count), 0) as bigint)
                from audit.records_per_strength) as record_count,
            (select count(*) from identity.identifiers) as identifier_count,
            (select count(*) from marts.dim_customers) as customer_count,
            (select count(*) from marts.dim_visitors) as visitor_count,
            (select count(*) from identity.identity_edges) as edge_count,
            (select count(*) from identity.identity_refused_edges) as refused_count,
            (select count(*) from marts.dim_customer_id_changes
                where reason = 'merged') as retired_count
        """
    )


def identifiers_per_customer(build: Build) -> pd.DataFrame:
    """Return identifier_count (the last: that many or more) and customer_count."""
    return build.frame(
        """
        with

        counted as (

            select customer_id, least(count(*), $most) as identifier_count
            from marts.dim_customer_identifiers
            where customer_id is not null
            group by customer_id

        )

        select identifier_count, count(*) as customer_count
        from counted
        group by identifier_count
        order by identifier_count
        """,
        most=MOST_SHOWN,
    )


def identifier_types(build: Build) -> pd.DataFrame:
    """Return what became of the identifiers of each type, strongest first.

    Columns identifier_type, identifier_count, of_customers, of_visitors, shared,
    blocked (counts), customer_count, several_count: customers with two or more.
    """
    return build.frame(
        """
        with

        known as (

            select
                identifiers.identifier_type,
                identifiers.is_blocked,
                identity_map.customer_id,
                identity_map.profile_id
            from identity.identifiers
            left join identity.identity_map
                on identifiers.identifier_id = identity_map.identifier_id

        ),

        held as (

            select identifier_type, customer_id, count(*) as held_count
            from known
            where customer_id is not null
            group by all

        ),

        holders as (

            select
                identifier_type,
                count(*) as customer_count,
                count(*) filter (where held_count > 1) as several_count
            from held
            group by identifier_type

        )

        select
            known.identifier_type,
            count(*) as identifier_count,
            count(known.customer_id) as of_customers,
            count(*) filter (
                where known.customer_id is null and known.profile_id is not null
                    and not coalesce(identifier_types.is_durable, true)
            ) as of_visitors,
            count(*) filter (
                where known.customer_id is null and not known.is_blocked
                    and (known.profile_id is null
                        or coalesce(identifier_types.is_durable, true))
            ) as shared,
            count(*) filter (where known.is_blocked) as blocked,
            coalesce(any_value(holders.customer_count), 0) as customer_count,
            coalesce(any_value(holders.several_count), 0) as several_count
        from known
        left join seeds.identifier_types
            on known.identifier_type = identifier_types.identifier_type
        left join holders on known.identifier_type = holders.identifier_type
        group by known.identifier_type
        order by min(identifier_types.type_rank) nulls last, known.identifier_type
        """
    )


def refusals(build: Build) -> pd.DataFrame:
    """Return reason, pair_count and one piece of evidence, the commonest first."""
    return build.frame(
        """
        select
            reason,
            count(*) as pair_count,
            mode(rule) as commonest_rule,
            arg_min(evidence, first_observed_at) as evidence
        from identity.identity_refused_edges
        group by reason
        order by pair_count desc, reason
        """
    )


def quality(build: Build, truth: Path) -> Quality:
    """Return how right identity is by a folder of truth, as `c360 simulate` writes it.

    Raises ReportError where the folder has no identifiers.
    """
    files = sorted(truth.glob("identifiers/*.parquet"))
    if not files:
        raise ReportError(
            f"{truth} has no identifiers/: `c360 simulate --truth` writes it."
        )
    known = build.frame(
        "from read_parquet($files)", files=[str(path) for path in files]
    )
    found = build.frame(
        """
        select identifiers.identifier_type, identifiers.identifier_value,
            cast(identity_map.customer_id as varchar) as customer_id
        from identity.identifiers
        inner join identity.identity_map
            on identifiers.identifier_id = identity_map.identifier_id
        """
    )
    return pairwise_quality(found, known)
