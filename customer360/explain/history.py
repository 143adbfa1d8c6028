"""What became of a customer over time: events, and the ids it was known by."""

from customer360.explain.build import Build, Row
from customer360.explain.who import Who

EVENTS = "identity_events"
_EVENTS = """
select
    happened_on,
    event_type,
    cast(customer_id as varchar) as customer_id,
    cast(other_customer_id as varchar) as other_customer_id,
    rule,
    cast(identifier_id_a as varchar) as identifier_id_a,
    cast(identifier_id_b as varchar) as identifier_id_b,
    reason
from identity.identity_events
where
    cast(customer_id as varchar) in (select unnest($ids))
    or cast(other_customer_id as varchar) in (select unnest($ids))
order by happened_on, event_type, customer_id, other_customer_id
"""
_IDS = """
select
    cast(issued_customer_id as varchar) as issued_customer_id,
    cast(customer_id as varchar) as customer_id,
    issued_on,
    retired_on,
    is_current
from identity.customer_ids
where
    cast(customer_id as varchar) in (select unnest($ids))
    or cast(issued_customer_id as varchar) in (select unnest($ids))
order by issued_on, issued_customer_id
"""


def ids_of(build: Build, found: Who) -> list[Row]:
    """Return every id that the customer was known by, with its days."""
    if not build.has("customer_ids"):
        return []
    return build.rows(_IDS, ids=[*_names(found)])


def events_of(build: Build, found: Who) -> list[Row]:
    """Return what happened to the customer, oldest first; [] where no build says."""
    if not build.has(EVENTS):
        return []
    issued = [row["issued_customer_id"] for row in ids_of(build, found)]
    return build.rows(_EVENTS, ids=sorted({*_names(found), *issued}))


def _names(found: Who) -> set[str]:
    """Return the ids its group has, or the identifier itself gave its name to."""
    return {found.identifier_id, found.root}
