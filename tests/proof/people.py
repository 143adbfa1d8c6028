"""Who lives in the small world: households and the identifiers they go by."""

import datetime as dt
from dataclasses import dataclass
from random import Random

START = dt.datetime(2023, 12, 1)
DAYS = 200
END = START + dt.timedelta(days=DAYS)


@dataclass(frozen=True)
class Person:
    """One person. `loyalty_ids` may be two, to be found out later to be one's."""

    number: int
    household: int
    started_at: dt.datetime
    orders_per_day: float
    user_id: str | None
    loyalty_ids: tuple[str, ...]
    contact_ids: tuple[str, ...]
    email: str
    phone: str
    handle: str | None
    card: str
    cookies: tuple[str, ...]
    device_id: str | None

    @property
    def name(self) -> tuple[str, str]:
        """First and last name; the last is the household's."""
        return f"{chr(65 + self.number % 17)}nn", f"House{self.household}"


def make_people(rng: Random, households: int) -> list[Person]:
    """Return the members of all households, one to three each."""
    people: list[Person] = []
    for household in range(households):
        for member in range(rng.choice([1, 1, 2, 3])):
            people.append(_person(rng, household, member, len(people)))
    return people


def _person(rng: Random, household: int, member: int, number: int) -> Person:
    shares_email = member > 0 and rng.random() < 0.25
    shares_card = member > 0 and rng.random() < 0.3
    has_account = rng.random() < 0.6
    loyalty = [f"L{number:05d}"] if rng.random() < 0.7 else []
    if loyalty and rng.random() < 0.05:
        loyalty.append(f"L9{number:04d}")
    contacts = 2 if rng.random() < 0.1 else 1
    return Person(
        number=number,
        household=household,
        started_at=moment(rng, START, START + dt.timedelta(days=DAYS * 0.7)),
        orders_per_day=rng.choice([0.01, 0.03, 0.06, 0.1]),
        user_id=f"u{number}" if has_account else None,
        loyalty_ids=tuple(loyalty),
        contact_ids=tuple(f"c{number}{'ab'[i]}" for i in range(contacts)),
        email=f"house{household}@mail.test" if shares_email else f"p{number}@mail.test",
        phone=f"555{number:07d}",
        handle=f"chirp:p{number}" if rng.random() < 0.1 else None,
        card=f"card-h{household}" if shares_card else f"card-{number}",
        cookies=tuple(f"k{number}-{i}" for i in range(rng.choice([1, 1, 2]))),
        device_id=f"d{number}" if rng.random() < 0.2 else None,
    )


def moment(rng: Random, start: dt.datetime, end: dt.datetime) -> dt.datetime:
    """Return a time between two, to the second."""
    return start + dt.timedelta(
        seconds=rng.randrange(int((end - start).total_seconds()))
    )


def moments(rng: Random, start: dt.datetime, per_day: float) -> list[dt.datetime]:
    """Return times from `start` to the end of the world, `per_day` on average."""
    found = []
    at = start
    while True:
        at += dt.timedelta(seconds=int(rng.expovariate(per_day) * 86_400) + 1)
        if at >= END:
            return found
        found.append(at)


def as_typed(rng: Random, text: str) -> str:
    """Return a text as people type it: spaces around it, capitals."""
    return rng.choice([text, text, f" {text}", text.upper(), f"{text} "])


def phone_as_typed(rng: Random, digits: str) -> str:
    """Return a ten-digit US phone number as people type it."""
    spaced = f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"
    return rng.choice([digits, spaced, f"+1 {digits}", f"1-{digits}"])
