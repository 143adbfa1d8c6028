"""What web, app and devices record: visits, and the use of devices."""

import datetime as dt
from typing import Any

from proof.people import END, START, Person, moment, moments
from proof.record import Record, World

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
PAGES = ["page_view", "page_view", "page_view", "add_to_cart", "search", "purchase"]


def events(world: World) -> list[Record]:
    """Visits of people on their cookies, and log-ins at a kiosk that many use."""
    found: list[Record] = []
    for person in world.people:
        for at in moments(world.rng, person.started_at, 0.04):
            found += _visit(world, person, at, world.rng.choice(person.cookies))
    accounts = [person for person in world.people if person.user_id]
    for person in accounts[:40]:
        at = moment(world.rng, person.started_at, END)
        found += _visit(world, person, at, "kiosk")
    return [_numbered(record, number) for number, record in enumerate(found)]


def _numbered(record: Record, number: int) -> Record:
    values = {"event_id": f"e{number}", **record.values}
    return Record(values, record.ready_at, record.person)


def _visit(world: World, person: Person, at: dt.datetime, cookie: str) -> list[Record]:
    """Return a few events, some before logging in, with pauses around 30 minutes."""
    rng = world.rng
    logs_in = rng.choice([0, 1, 99]) if person.user_id else 99
    cookie_or_none = None if logs_in == 0 and world.chance(0.2) else cookie
    found = []
    for number in range(rng.randint(1, 5)):
        if at >= END:
            break
        values: dict[str, Any] = {
            "event_at": at,
            "event_name": rng.choice(PAGES),
            "platform": rng.choice(["web", "ios"]),
            "anonymous_id": cookie_or_none,
            "user_id": person.user_id if number >= logs_in else None,
            "email": person.email if world.chance(0.02) else None,
            "page_url": f"https://shop.test/{number}",
            "utm_source": rng.choice([None, "news"]),
            "value_amount": rng.choice([None, 12.5]),
        }
        found.append(Record(values, at, person))
        at += rng.choice([1, 7, 20, 29, 30, 31, 45]) * MINUTE
    return found


def devices(world: World) -> list[Record]:
    """Devices; some get an owner only later."""
    found = []
    for person in world.people:
        if person.device_id is None:
            continue
        at = person.started_at + 10 * DAY
        bare = {"device_id": person.device_id, "registered_at": at, "model": "M1"}
        owned = {**bare, "user_id": person.user_id, "email": person.email}
        if at < END:
            found.append(Record(bare if world.chance(0.5) else owned, at, person))
            if at + 30 * DAY < END:
                found.append(Record(owned, at + 30 * DAY, person))
    return found


def usage(world: World) -> list[Record]:
    """Minutes of use of each device, from before it was registered."""
    found = []
    for person in world.people:
        if person.device_id is None:
            continue
        for at in moments(world.rng, max(person.started_at, START), 0.2):
            values = {
                "usage_id": f"us{len(found)}",
                "recorded_at": at,
                "device_id": person.device_id,
                "usage_minutes": world.rng.choice([5, 12.5, None]),
            }
            found.append(Record(values, at, person))
    return found
