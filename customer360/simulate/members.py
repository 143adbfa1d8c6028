"""What the CRM keeps of people: contacts, consents, loyalty."""

import datetime as dt

import numpy as np

from customer360.simulate import places
from customer360.simulate.baskets import COLLECT, STORE, Baskets
from customer360.simulate.frame import MISSING, Frame
from customer360.simulate.holdings import NEVER, Holdings
from customer360.simulate.people import People
from customer360.simulate.settings import DAY
from customer360.simulate.streams import Ints, chance, spans
from customer360.simulate.tables import AT, PERSON, Table, table, versions
from customer360.simulate.world import Chunk

HAS_HANDLE, HAS_PHONE, HAS_BIRTHDAY, HAS_STREET = 0.5, 0.7, 0.6, 0.6
DEFAULT_BIRTHDAYS = (dt.date(1900, 1, 1), dt.date(1970, 1, 1))
PURPOSES = ("analytics", "personalization", "marketing")
GRANTS, CHANGES_MIND, ASKED_PURPOSES = 0.72, 0.1, 0.75


def contacts(chunk: Chunk, people: People, holdings: Holdings) -> Table:
    """Return crm/contacts: made, the account added, moved, duplicated, deleted."""
    rng = chunk.rng("contacts")
    first = _first(chunk, people, holdings, rng)
    with_account = first.plus(user_id=holdings.user, loyalty_id=holdings.loyalty)
    both = np.maximum(
        np.where(people.has_account, holdings.account_at, 0),
        np.where(people.has_loyalty, holdings.loyalty_at, 0),
    )
    completed = _version(with_account, np.maximum(both, holdings.contact_at + 60))
    moved_at = holdings.contact_at + (rng.uniform(20, 300, len(people)) * DAY).astype(
        int
    )
    moved = with_account.plus(street=rng.integers(20 * 90, size=len(people)))
    moves = chance(rng, chunk.rates.contact_change, len(people))
    deleted = with_account.plus(is_deleted=np.ones(len(people), dtype=np.int64))
    leaves = chance(rng, chunk.rates.deleted_contact, len(people))
    made = holdings.contact_at < NEVER
    joins = people.has_account | people.has_loyalty
    replaced = holdings.replaced_at < NEVER
    frames = [
        first.take(made),
        completed.take(made & joins),
        _version(with_account, holdings.replaced_at).take(made & replaced),
        _version(moved, moved_at).take(made & moves),
        _version(deleted, np.maximum(moved_at, both) + 30 * DAY).take(made & leaves),
    ]
    # who lost a card has the new one in every version from then on
    frames = [_with_card(frame, holdings) for frame in frames]
    frames.append(_duplicates(chunk, with_account, holdings))
    frames.append(_keyless(chunk, first, holdings))
    kept = [frame.take(frame[AT] < chunk.end) for frame in frames]
    return versions("crm/contacts", kept)


def _first(
    chunk: Chunk, people: People, holdings: Holdings, rng: np.random.Generator
) -> Frame:
    size = len(people)
    at = holdings.contact_at
    birth_day = np.where(rng.random(size) < HAS_BIRTHDAY, people.birth_day, MISSING)
    return Frame(
        {
            "contact_id": holdings.contact,
            "created_at": at,
            "updated_at": at,
            "email": holdings.email,
            "phone": np.where(rng.random(size) < HAS_PHONE, holdings.phone, -1),
            "first_name": people.first_name,
            "last_name": people.last_name,
            "birth_date": _with_defaults(chunk, birth_day),
            "street": np.where(
                rng.random(size) < HAS_STREET, people.household * 37 % 1800, -1
            ),
            "postal_code": people.city * 100 + people.household % 100,
            "city": people.city,
            "country": people.country,
            "user_id": np.where(holdings.account_at <= at, holdings.user, -1),
            "loyalty_id": np.where(holdings.loyalty_at <= at, holdings.loyalty, -1),
            "social_handle": np.where(
                rng.random(size) < HAS_HANDLE, holdings.handle, -1
            ),
            "is_deleted": np.zeros(size, dtype=np.int64),
            PERSON: np.arange(size),
            AT: at,
        }
    )


def _with_defaults(chunk: Chunk, birth_day: Ints) -> Ints:
    """Return birth days, for some the one a form has already filled in."""
    rng = chunk.rng("default birth dates")
    known = np.array([(day - chunk.settings.start).days for day in DEFAULT_BIRTHDAYS])
    default = known[rng.integers(len(known), size=len(birth_day))]
    is_default = chance(rng, chunk.rates.default_birth_date, len(birth_day))
    return np.where(is_default, default, birth_day)


def _with_card(frame: Frame, holdings: Holdings) -> Frame:
    person = frame[PERSON]
    replaced = frame[AT] >= holdings.replaced_at[person]
    card = np.where(replaced, holdings.next_loyalty[person], frame["loyalty_id"])
    return frame.plus(loyalty_id=card)


def _version(frame: Frame, at: Ints) -> Frame:
    return frame.plus(updated_at=at, **{AT: at})


def _duplicates(chunk: Chunk, contact: Frame, holdings: Holdings) -> Frame:
    """Return second contacts, which have one thing in common with the first."""
    rng = chunk.rng("nicknames")
    shares = holdings.duplicate_shares
    size, names = len(contact), len(places.FIRST_NAMES)
    other = (contact["first_name"] + rng.integers(1, names, size)) % names
    is_other = chance(rng, chunk.rates.nickname_contact, size)
    twice = contact.plus(
        contact_id=holdings.duplicate,
        created_at=holdings.duplicate_at,
        first_name=np.where(is_other, other, contact["first_name"]),
        email=np.where(shares == 0, holdings.email, holdings.second_email),
        phone=np.where(shares == 1, holdings.phone, -1),
        loyalty_id=np.where(shares == 2, holdings.loyalty, -1),
        user_id=np.full(len(contact), -1),
        social_handle=np.full(len(contact), -1),
    )
    return _version(twice, holdings.duplicate_at).take(shares != MISSING)


def _keyless(chunk: Chunk, contact: Frame, holdings: Holdings) -> Frame:
    """Return contacts without an identifier of the first, some names mistyped."""
    rng = chunk.rng("keyless contacts as typed")
    none = np.full(len(contact), -1)
    mistyped = chance(rng, chunk.rates.mistyped_name, len(contact))
    in_first = rng.random(len(contact)) < 0.5
    first_names, last_names = len(places.FIRST_NAMES), len(places.LAST_NAMES)
    other = contact.plus(
        contact_id=holdings.keyless,
        created_at=holdings.keyless_at,
        email=holdings.keyless_email,
        first_name=contact["first_name"] + first_names * (mistyped & in_first),
        last_name=contact["last_name"] + last_names * (mistyped & ~in_first),
        phone=none,
        user_id=none,
        loyalty_id=none,
        social_handle=none,
    )
    return _version(other, holdings.keyless_at).take(holdings.keyless != -1)


def consents(
    chunk: Chunk, people: People, holdings: Holdings, unsubscribed: Frame
) -> Table:
    """Return crm/consents: asked with the contact; some change their mind.

    `unsubscribed` has person and at of those who left a campaign's list.
    """
    rng = chunk.rng("consents")
    made = np.flatnonzero(holdings.contact_at < chunk.end)
    person, purpose = np.repeat(made, 3), np.tile(np.arange(3), len(made))
    asked = (purpose == 2) | (rng.random(len(person)) < ASKED_PURPOSES)
    person, purpose = person[asked], purpose[asked]
    granted = (rng.random(len(person)) < GRANTS).astype(np.int64)
    at = holdings.contact_at[person] + 5
    changes = np.flatnonzero(rng.random(len(person)) < CHANGES_MIND)
    later = at[changes] + (rng.uniform(5, 250, len(changes)) * DAY).astype(np.int64)
    leaving = unsubscribed["person"]
    person = np.concatenate([person, person[changes], leaving])
    purpose = np.concatenate([purpose, purpose[changes], np.full(len(leaving), 2)])
    granted = np.concatenate(
        [granted, 1 - granted[changes], np.zeros(len(leaving), dtype=np.int64)]
    )
    at = np.concatenate([at, later, unsubscribed["unsubscribed_at"]])
    by_account = rng.random(len(person)) < 0.4
    return table(
        "crm/consents",
        person,
        at,
        consent_id=chunk.keys(len(person)),
        changed_at=at,
        purpose=purpose,
        is_granted=granted,
        contact_id=holdings.contact[person],
        email=np.where(rng.random(len(person)) < 0.6, holdings.email[person], -1),
        user_id=np.where(by_account, holdings.user_at(person, at), -1),
    )


def loyalty(chunk: Chunk, holdings: Holdings, baskets: Baskets) -> Table:
    """Return crm/loyalty_events: joining, points earned, redeemed, expired, tiers."""
    rng = chunk.rng("loyalty")
    members = np.flatnonzero(holdings.loyalty_at < chunk.end)
    orders = baskets.orders
    counted = orders["at"] >= holdings.loyalty_at[orders["person"]]
    counted &= (rng.random(len(orders)) < 0.85) | np.isin(orders["channel"], (COLLECT,))
    orders = orders.take(counted)
    points = np.maximum(orders["cents"] // 100, 1)
    moves = [
        _moves(members, holdings.loyalty_at[members], JOIN, None),
        _moves(orders["person"], orders["at"] + 30, EARN, points),
        *_spent(orders, points, rng),
        _promotions(chunk, orders, points),
    ]
    frame = {
        name: np.concatenate([move[name] for move in moves])
        for name in moves[0].columns
    }
    person, at = frame["person"], frame["at"]
    return table(
        "crm/loyalty_events",
        person,
        at,
        loyalty_event_id=chunk.keys(len(person)),
        occurred_at=at,
        loyalty_id=holdings.loyalty_card_at(person, frame["carded_at"]),
        event_type=frame["move"],
        points=frame["points"],
        tier=frame["tier"],
    )


MOVES = ("join", "earn", "redeem", "expire", "tier_change")
JOIN, EARN, REDEEM, EXPIRE, TIER_CHANGE = range(len(MOVES))
TIERS = ("bronze", "silver", "gold")
SILVER, GOLD = 300, 1_000
REDEEMS, EXPIRES, EXPIRE_DAYS = 0.12, 0.08, 180


def _moves(
    person: Ints,
    at: Ints,
    move: int,
    points: Ints | None,
    tier: Ints | None = None,
    carded_at: Ints | None = None,
) -> Frame:
    """Return moves on the card that each person has, or had at `carded_at`."""
    size = len(person)
    return Frame(
        {
            "person": person,
            "at": at,
            "carded_at": at if carded_at is None else carded_at,
            "move": np.full(size, move),
            "points": np.full(size, MISSING) if points is None else points,
            "tier": np.full(size, 0 if move == JOIN else -1) if tier is None else tier,
        }
    )


def _spent(orders: Frame, points: Ints, rng: np.random.Generator) -> list[Frame]:
    """Return points redeemed at an order, and what is left of them half a year on.

    What expires, expires on the card that earned it.
    """
    redeems = rng.random(len(orders)) < REDEEMS * (orders["channel"] == STORE) * 2
    redeemed = np.where(redeems, points // 2 + 1, 0)
    left = points - redeemed
    expires = (rng.random(len(orders)) < EXPIRES) & (left > 0)
    spent, lost = orders.take(redeems), orders.take(expires)
    expired_at = lost["at"] + EXPIRE_DAYS * DAY
    return [
        _moves(spent["person"], spent["at"] + 40, REDEEM, -redeemed[redeems]),
        _moves(
            lost["person"], expired_at, EXPIRE, -left[expires], carded_at=lost["at"]
        ),
    ]


def _promotions(chunk: Chunk, orders: Frame, points: Ints) -> Frame:
    """Return each change of tier: when the points earned pass a threshold."""
    total = np.cumsum(points)
    counts = np.bincount(orders["person"], minlength=chunk.size)
    person, rank = spans(counts)
    first = np.flatnonzero(rank == 0)
    before_first = (total - points)[first]
    earned = total - np.repeat(before_first, counts[counts > 0])
    tier = (earned >= SILVER).astype(np.int64) + (earned >= GOLD)
    last = np.where(rank == 0, 0, np.roll(tier, 1))
    rises = tier > last
    return _moves(
        person[rises], orders["at"][rises] + 60, TIER_CHANGE, None, tier[rises]
    )
