"""What customer service records: tickets, and the messages in them."""

import datetime as dt
from typing import Any

from proof.people import END, Person, moments
from proof.record import Record, World
from proof.records_store import PRODUCTS

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
AUTHORS = ["customer", "customer", "agent", "bot"]


def support_tickets(world: World) -> list[Record]:
    """Tickets, opened, answered and closed; rated then, or later, or never."""
    found: list[Record] = []
    keys = 0
    for person in world.people:
        for at in moments(world.rng, person.started_at, 0.01):
            opened = {
                "ticket_id": f"tick{keys}",
                "opened_at": at,
                "contact_id": person.contact_ids[0] if world.chance(0.5) else None,
                "email": person.email,
                "product_id": f"sku{world.rng.randrange(PRODUCTS)}",
                "channel": world.rng.choice(["chat", "email", None]),
            }
            keys += 1
            found += _ticket_versions(world, person, opened)
    return found


def _ticket_versions(
    world: World, person: Person, opened: dict[str, Any]
) -> list[Record]:
    rng = world.rng
    responded_at = opened["opened_at"] + rng.randint(5, 5000) * MINUTE
    closed_at = responded_at + rng.randint(1, 20) * DAY
    rating = {"satisfaction_rating": rng.randint(1, 5)}
    rated_at = closed_at + rng.choice([0, 5]) * DAY
    # the time a version could be sent, and what it says more than the one before
    steps = [
        (responded_at, {"first_responded_at": responded_at}),
        (closed_at, {"closed_at": closed_at}),
        (rated_at, rating),
    ]
    if world.chance(0.1):
        # the desk plans to close it: a time that is still to come
        steps[0][1]["closed_at"] = closed_at
        steps[0][1].update(rating)
    if world.chance(0.1):
        owner = rng.choice(world.people)
        steps[1][1].update({"email": None, "contact_id": owner.contact_ids[0]})
    versions = [Record(opened, opened["opened_at"], person)]
    for at, change in steps:
        if at < END and world.chance(0.8):
            values = {**versions[-1].values, **change}
            versions.append(Record(values, at, person))
    return versions


def support_messages(world: World) -> list[Record]:
    """Messages in tickets by all sides; one is in a ticket that nobody knows."""
    found = []
    for ticket in world.last_versions("crm/support_tickets", "ticket_id"):
        at = ticket.values["opened_at"]
        for _ in range(world.rng.randint(1, 4)):
            at += world.rng.randint(1, 4000) * MINUTE
            if at >= END:
                break
            values = {
                "message_id": f"msg{len(found)}",
                "sent_at": at,
                "ticket_id": ticket.values["ticket_id"] if found else "unknown",
                "author_type": world.rng.choice(AUTHORS),
                "message_text": "It broke, again",
            }
            found.append(Record(values, at, ticket.person))
    return found
