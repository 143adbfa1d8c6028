"""What web, app, social networks and devices record: visits, likes, use, places."""

import datetime as dt
from typing import Any

from proof.people import END, START, Person, as_typed, moment, moments
from proof.record import Record, World
from proof.records_store import STORES

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
PAGES = ["page_view", "page_view", "product_view", "add_to_cart", "search", "purchase"]
ENGAGEMENTS = ["like", "share", "comment", "follow", "mention", "message"]


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
    skew = clock_skew(world)
    for number in range(rng.randint(1, 5)):
        if at >= END:
            break
        values: dict[str, Any] = {
            "event_at": at + skew,
            "event_name": rng.choice(PAGES),
            "platform": rng.choice(["web", "ios", "android"]),
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
                "recorded_at": at + clock_skew(world),
                "device_id": person.device_id,
                "usage_minutes": world.rng.choice([5, 12.5, None]),
                "error_code": world.rng.choice([None, None, None, "E7"]),
            }
            found.append(Record(values, at, person))
    return found


def locations(world: World) -> list[Record]:
    """Pings of devices, inside stores, near them and elsewhere."""
    found = []
    for person in world.people:
        if person.device_id is None:
            continue
        for at in moments(world.rng, person.started_at, 0.1):
            # several pings of one stay
            for number in range(world.rng.choice([1, 1, 2])):
                values = {
                    "ping_id": f"ping{len(found)}",
                    "pinged_at": at + clock_skew(world) + number * 10 * MINUTE,
                    "device_id": person.device_id,
                    "latitude": 44.9,
                    "longitude": -123.0,
                    "store_id": world.rng.choice(
                        [None, f"s{world.rng.randrange(STORES)}"]
                    ),
                    "zone": world.rng.choice([None, "entrance"]),
                    "dwell_seconds": world.rng.choice([None, 95, 1200]),
                }
                found.append(Record(values, at, person))
    return found


def engagements(world: World) -> list[Record]:
    """What people, and handles that nobody owns, do on social networks."""
    found = []
    for person in world.people:
        owned = person.handle.split(":")[1] if person.handle else None
        handle = owned or (f"lurker{person.number}" if world.chance(0.05) else None)
        if handle is None:
            continue
        for at in moments(world.rng, person.started_at, 0.05):
            values = {
                "engagement_id": f"eng{len(found)}",
                "engaged_at": at + clock_skew(world),
                "network": world.rng.choice(["chirp", "Chirp"]),
                "engagement_type": world.rng.choice(ENGAGEMENTS),
                "social_handle": as_typed(world.rng, f"@{handle}"),
                "post_id": f"post{world.rng.randrange(20)}",
                "message_text": world.rng.choice([None, "Great, thanks"]),
            }
            found.append(Record(values, at, person if owned else None))
    return found


def clock_skew(world: World) -> dt.timedelta:
    """Return how far ahead a device's clock is: seldom days, mostly nothing."""
    return world.rng.choice([1, 3]) * DAY if world.chance(0.06) else dt.timedelta()
