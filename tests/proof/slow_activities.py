"""The slow way to the stream: all that happened, of what kind, whose, and when."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from proof.slow_features_online import identifiers_inside, sessions
from proof.slow_identity import Identifier, identifiers_of
from proof.slow_orders import crm_refunds, goods_brought_back, orders
from proof.slow_records import Known, Row, contracts

DONE_BY_US = {"campaign_contact", "refund", "loyalty_expire", "loyalty_tier_change"}


@dataclass(frozen=True)
class Activity:
    """One thing that happened; without identifiers it is nobody's."""

    activity_type: str
    identifiers: list[Identifier]
    date: dt.date


def activities(known: Known) -> list[Activity]:
    """Return all that happened, what we did included."""
    return [*_purchases(known), *_events(known), *_states(known)]


def _purchases(known: Known) -> Iterator[Activity]:
    for order in orders(known):
        yield Activity("order", order.identifiers, order.ordered_on)
    for name, given_back in (
        ("return", goods_brought_back(known)),
        ("refund", crm_refunds(known)),
    ):
        for each in given_back:
            yield Activity(name, each.identifiers, each.returned_on)


def _events(known: Known) -> Iterator[Activity]:
    for visit in sessions(known.events("web/events")):
        date = known.date(visit[0]["event_at"])
        yield Activity("session", identifiers_inside(visit), date)
    for row in known.events("web/events"):
        if row["event_name"] in ("search", "add_to_cart"):
            yield _of_row(known, "web/events", row, row["event_name"], "event_at")
    for row in known.events("crm/loyalty_events"):
        kind = f"loyalty_{row['event_type']}"
        yield _of_row(known, "crm/loyalty_events", row, kind, "occurred_at")
    for row in known.events("iot/usage"):
        yield _of_row(known, "iot/usage", row, "device_use", "recorded_at")
    for row in known.events("iot/locations"):
        kind = "store_visit" if row["store_id"] else "location_ping"
        yield _of_row(known, "iot/locations", row, kind, "pinged_at")
    for row in known.events("social/engagements"):
        kind = f"social_{row['engagement_type']}"
        yield _of_row(known, "social/engagements", row, kind, "engaged_at")
    for row in known.events("catalog/reviews"):
        yield _of_row(known, "catalog/reviews", row, "review", "reviewed_at")


def _states(known: Known) -> Iterator[Activity]:
    tickets = known.states("crm/support_tickets")
    for ticket in tickets.values():
        yield _of_row(known, "crm/support_tickets", ticket, "ticket", "opened_at")
    for row in known.events("crm/support_messages"):
        if row["author_type"] == "customer":
            ticket = tickets.get(row["ticket_id"])
            contract = contracts()["crm/support_tickets"]
            whose = identifiers_of(ticket, contract) if ticket else []
            yield Activity("ticket_message", whose, known.date(row["sent_at"]))
    for row in known.states("crm/campaign_contacts").values():
        if not row["is_control"]:
            entity = "crm/campaign_contacts"
            yield _of_row(known, entity, row, "campaign_contact", "sent_at")


def _of_row(known: Known, entity: str, row: Row, name: str, time: str) -> Activity:
    whose = identifiers_of(row, contracts()[entity])
    return Activity(name, whose, known.date(row[time]))
