"""What the CRM records of people and what they buy: contacts, orders, loyalty."""

import datetime as dt
from typing import Any

from proof.people import END, Person, as_typed, moments, phone_as_typed
from proof.record import Record, World
from proof.records_store import amount, basket_line, currency

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def contacts(world: World) -> list[Record]:
    """Contacts; later versions bring a second loyalty id, an account or a new phone."""
    found = []
    for person in world.people:
        for number, contact_id in enumerate(person.contact_ids):
            found += _contact_versions(world, person, contact_id, number)
    return found


def _contact_versions(
    world: World, person: Person, contact_id: str, number: int
) -> list[Record]:
    created_at = person.started_at + number * 20 * DAY
    first_name, last_name = person.name
    has_two = len(person.contact_ids) > 1
    if number and person.number % 2:
        first_name = f"Nick{first_name}"
    first: dict[str, Any] = {
        "contact_id": contact_id,
        "created_at": created_at,
        "updated_at": created_at,
        "email": as_typed(world.rng, person.email),
        "first_name": first_name,
        "last_name": last_name,
        "birth_date": _birth_date(person) if world.chance(0.5) or has_two else None,
        "loyalty_id": person.loyalty_ids[0] if person.loyalty_ids else None,
        "is_deleted": False,
    }
    changes: list[dict[str, Any]] = [
        {"phone": phone_as_typed(world.rng, person.phone)},
        {"user_id": person.user_id, "social_handle": person.handle},
    ]
    if len(person.loyalty_ids) > 1:
        changes.append({"loyalty_id": person.loyalty_ids[1]})
    if world.chance(0.1):
        changes.append({"birth_date": dt.date(1990, 6, 1)})
    if world.chance(0.03):
        changes.append({"is_deleted": True})
    versions, at = [Record(first, created_at, person)], created_at
    for change in changes:
        at += world.rng.randint(1, 30) * DAY
        if at < END and world.chance(0.6):
            values = {**versions[-1].values, **change, "updated_at": at}
            versions.append(Record(values, at, person))
    return versions


def _birth_date(person: Person) -> dt.date:
    """Return a date around month starts, leap days and the year 1900."""
    days = [dt.date(2000, 2, 29), dt.date(1984, 3, 1), dt.date(1969, 12, 31)]
    return [*days, dt.date(1900, 1, 1), dt.date(2024, 1, 1)][person.number % 5]


def orders(world: World) -> list[Record]:
    """Orders by version: paid, shipped, cancelled, corrected, given to another."""
    found = []
    for person in world.people:
        for at in moments(world.rng, person.started_at, person.orders_per_day / 2):
            key = f"o{len(found)}"
            versions = _order_versions(world, person, key, at)
            found += [Record(v, when, person) for v, when in versions if when < END]
    return found


def _order_versions(
    world: World, person: Person, key: str, at: dt.datetime
) -> list[tuple[dict[str, Any], dt.datetime]]:
    rng = world.rng
    placed: dict[str, Any] = {
        "order_id": key,
        "ordered_at": at,
        "status": "placed",
        **_said_in_order(world, person),
        "channel": rng.choice(["web", "app", "phone", None]),
        "currency": currency(world),
        "order_amount": amount(world),
        "discount_amount": rng.choice([None, 5]),
    }
    steps: list[tuple[dt.timedelta, dict[str, Any]]] = [
        (2 * HOUR, {"status": "paid"}),
        (DAY, {"status": "shipped"}),
        (rng.randint(2, 45) * DAY, {"status": "completed"}),
    ]
    if world.chance(0.08):
        steps[2] = (rng.randint(1, 40) * DAY, {"status": "cancelled"})
    elif world.chance(0.08):
        steps[2][1]["order_amount"] = round(placed["order_amount"] * 0.9, 2)
    elif world.chance(0.08):
        owner = rng.choice(world.people)
        steps[2][1].update({"user_id": None, "contact_id": owner.contact_ids[0]})
    versions = [(placed, at)]
    for wait, change in steps:
        when = at + wait
        values = {**versions[-1][0], **change, "status_changed_at": when}
        versions.append((values, when))
    return versions


def _said_in_order(world: World, person: Person) -> dict[str, Any]:
    """Return the identifiers on an order; a guest gives an e-mail, a few nothing."""
    if world.chance(0.03):
        return {}
    if person.user_id and world.chance(0.6):
        return {"user_id": person.user_id, "contact_id": person.contact_ids[0]}
    if world.chance(0.3):
        return {"contact_id": person.contact_ids[-1]}
    said: dict[str, Any] = {"email": as_typed(world.rng, person.email)}
    if world.chance(0.3):
        said["phone"] = phone_as_typed(world.rng, person.phone)
    return said


def order_lines(world: World) -> list[Record]:
    """Lines of orders; a few are corrected later."""
    found = []
    first = {r.values["order_id"]: r for r in reversed(world.records["crm/orders"])}
    for key, order in sorted(first.items()):
        for number in range(world.rng.randint(1, 3)):
            line = {
                "order_line_id": f"{key}-{number}",
                "order_id": key,
                **basket_line(world),
            }
            found.append(Record(line, order.ready_at))
            at = order.ready_at + 3 * DAY
            if at < END and world.chance(0.05):
                found.append(Record({**line, "quantity": 7}, at))
    return found


def refunds(world: World) -> list[Record]:
    """Money given back on orders; one names an order nobody knows."""
    found = []
    for order in world.last_versions("crm/orders", "order_id"):
        at = order.ready_at + world.rng.randint(1, 20) * DAY
        if at < END and world.chance(0.1):
            values = {
                "refund_id": f"ref{len(found)}",
                "refunded_at": at,
                "order_id": order.values["order_id"] if found else "unknown",
                "refund_amount": round(order.values["order_amount"] / 3, 2),
                "currency": order.values["currency"],
            }
            found.append(Record(values, at, order.person))
    return found


def loyalty_events(world: World) -> list[Record]:
    """Joining, redeeming and changing tier, on each card."""
    found: list[Record] = []
    for person in world.people:
        for loyalty_id in person.loyalty_ids:
            times = moments(world.rng, person.started_at, 0.02)
            for at, kind in zip(
                [person.started_at, *times], _kinds(world), strict=False
            ):
                values = {
                    "loyalty_event_id": f"le{len(found)}",
                    "occurred_at": at,
                    "loyalty_id": loyalty_id,
                    "event_type": kind,
                    "points": world.rng.choice([None, 20, 150.5, 400]),
                    "tier": world.rng.choice(["silver", "gold", None]),
                }
                found.append(Record(values, at, person))
    return found


def _kinds(world: World) -> list[str]:
    later = ["earn", "redeem", "expire", "tier_change"]
    return ["join", *world.rng.choices(later, k=9)]
