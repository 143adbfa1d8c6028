"""What marketing records: campaigns, what people allow, what advertising cost."""

import datetime as dt
from typing import Any

from proof.people import END, START, Person, as_typed, moments
from proof.record import Record, World
from proof.records_store import currency

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
CAMPAIGN_DAYS = [40, 55, 75, 110, 180]


def campaign_contacts(world: World) -> list[Record]:
    """Five campaigns to half the people; some open, click, bounce or unsubscribe."""
    found: list[Record] = []
    for number, day in enumerate(CAMPAIGN_DAYS):
        at = START + day * DAY
        for person in world.people:
            if person.started_at >= at or not world.chance(0.5):
                continue
            sent = {
                "campaign_contact_id": f"cc{len(found)}-{number}",
                "sent_at": at,
                "campaign": f"Campaign {number}",
                "channel": "email",
                "is_control": world.chance(0.2),
                "contact_id": person.contact_ids[0],
                "email": person.email if world.chance(0.5) else None,
            }
            found += _answers(world, person, sent)
    return found


def _answers(world: World, person: Person, sent: dict[str, Any]) -> list[Record]:
    """Return the versions of a message: sent, and what became of it."""
    versions = [Record(sent, sent["sent_at"], person)]
    if world.chance(0.05):
        became = ["bounced_at"]
    else:
        steps = {"opened_at": 0.4, "clicked_at": 0.5, "unsubscribed_at": 0.3}
        became = [step for step, share in steps.items() if world.chance(share)]
    at = sent["sent_at"]
    for step in became:
        at += world.rng.randint(1, 300) * HOUR
        if at < END:
            values = {**versions[-1].values, step: at}
            versions.append(Record(values, at, person))
    return versions


def consents(world: World) -> list[Record]:
    """Choices about the use of data, given and taken back."""
    found = []
    for person in world.people:
        for at in moments(world.rng, person.started_at, 0.01):
            values = {
                "consent_id": f"con{len(found)}",
                "changed_at": at,
                "purpose": world.rng.choice(["marketing", "marketing", "analytics"]),
                "is_granted": world.chance(0.7),
                "email": as_typed(world.rng, person.email),
                "loyalty_id": person.loyalty_ids[0] if person.loyalty_ids else None,
            }
            found.append(Record(values, at, person))
    return found


def ad_spend(world: World) -> list[Record]:
    """A row a week and channel; some costs are corrected later."""
    found = []
    for week in range(int((END - START) / DAY) // 7):
        for channel in ("search", "social"):
            at = START + week * 7 * DAY
            values = {
                "spend_id": f"{channel}-{week}",
                "spend_date": at.date(),
                "channel": channel,
                "campaign": world.rng.choice([None, "Campaign 1"]),
                "cost_amount": world.rng.randrange(1000, 90_000) / 100,
                "currency": currency(world),
                "impressions": world.rng.randrange(10_000),
                "clicks": world.rng.randrange(300),
            }
            found.append(Record(values, at + DAY))
            if world.chance(0.2) and at + 12 * DAY < END:
                corrected = {**values, "cost_amount": values["cost_amount"] + 10}
                found.append(Record(corrected, at + 12 * DAY))
    return found
