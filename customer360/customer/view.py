"""Everything the published marts say of one customer, as plain values."""

from dataclasses import asdict, dataclass
from typing import Any

from customer360.customer.marts import Marts, Row
from customer360.customer.timeline import timeline
from customer360.customer.typed import durable_types
from customer360.customer.who import Who
from customer360.project_vars import project_vars

SCORES = (
    *("segment_number", "segment_name"),
    *("churn_probability", "churn_decile"),
    *("churn_reason_1", "churn_reason_2", "churn_reason_3"),
    *("alive_probability", "expected_order_count_365d"),
    "expected_revenue_365d_amount",
)
HEALTH = (
    "lifecycle_stage",
    *("purchase_7d_probability", "purchase_30d_probability"),
    *("previous_as_of_date", "what_changed"),
    *("next_step", "next_step_reason"),
)


@dataclass(frozen=True)
class View:
    """One person's 360.

    person: the row of dim_customers. figures and scores: that of customer_360, empty
    where the customer was not known yet at its as-of date. health: what customer_health
    says of them in words. timeline: rows of `timeline`, newest first, of
    `activity_count` things done in all.
    """

    customer_id: str
    currency: str
    personal_columns: str
    notes: tuple[str, ...]
    person: Row
    figures: Row
    scores: Row
    health: Row
    identifiers: list[Row]
    activity_count: int
    timeline: list[Row]

    def as_dictionary(self) -> dict[str, Any]:
        """Return the view as dictionaries and lists, for programs."""
        return asdict(self)


def view(marts: Marts, found: Who, limit: int) -> View:
    """Return the 360 of a customer, with the last `limit` lines of the timeline."""
    given = {"id": found.customer_id}
    person = marts.row("select * from dim_customers where customer_id = $id", given)
    wide, notes = _wide(marts, found.customer_id)
    lines = timeline(marts, found.customer_id, limit)
    counted = marts.rows(
        "select count(*) as n from fct_activities where customer_id = $id", given
    )
    return View(
        customer_id=found.customer_id,
        currency=str(project_vars()["project_currency"]),
        personal_columns=marts.personal_columns,
        notes=(*found.notes, *notes),
        person=person or {},
        figures={name: wide[name] for name in wide if name not in SCORES},
        scores={name: wide[name] for name in wide if name in SCORES},
        health=_health(marts, wide.get("customer_id")),
        identifiers=_identifiers(marts, found.customer_id),
        activity_count=counted[0]["n"],
        timeline=lines,
    )


def _wide(marts: Marts, customer_id: str) -> tuple[Row, tuple[str, ...]]:
    """Return the row of customer_360 and what is to be said of it.

    At an as-of date long past the customer may have had another id.
    """
    rows = marts.rows(
        """
        select customer_360.* from customer_360
        left join dim_customer_id_changes
            on customer_360.customer_id = dim_customer_id_changes.retired_customer_id
        where $id in (customer_360.customer_id, dim_customer_id_changes.customer_id)
        order by customer_360.customer_id <> $id, customer_360.customer_id
        """,
        {"id": customer_id},
    )
    if not rows:
        return {}, ("Not known yet at the as-of date of this version: no scores.",)
    row, *others = rows
    notes = []
    if row["customer_id"] != customer_id:
        notes.append(f"At {row['as_of_date']} known as {row['customer_id']}.")
    if others:
        ids = ", ".join(other["customer_id"] for other in others)
        notes.append(f"At {row['as_of_date']} still apart, not in the figures: {ids}.")
    return row, tuple(notes)


def _health(marts: Marts, customer_id: str | None) -> Row:
    """Return what to expect, what changed, what to do; by customer_360's id."""
    # a version may have been published before there was the mart, or a column
    known = marts.columns("customer_health")
    wanted = ", ".join(name for name in HEALTH if name in known)
    if not wanted:
        return {}
    found = marts.row(
        f"select {wanted} from customer_health where customer_id = $id",
        {"id": customer_id},
    )
    return found or {}


def _identifiers(marts: Marts, customer_id: str) -> list[Row]:
    """Return the customer's identifiers, the strongest type first, newest first."""
    rows = marts.rows(
        "select * exclude (customer_id, is_blocked) from dim_customer_identifiers "
        "where customer_id = $id order by last_seen_at desc, identifier_id",
        {"id": customer_id},
    )
    ranks = {name: rank for rank, name in enumerate(durable_types())}
    return sorted(rows, key=lambda row: ranks.get(row["identifier_type"], len(ranks)))
