"""E-mail addresses, phone numbers, cards and handles, some of them shared."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from customer360.simulate import places
from customer360.simulate.frame import MISSING
from customer360.simulate.identifiers import Registry
from customer360.simulate.people import People
from customer360.simulate.settings import DAY
from customer360.simulate.streams import Bools, Ints, chance
from customer360.simulate.strings import decimal, either, joined
from customer360.simulate.world import Chunk

# what sharing households share: the e-mail address, the phone, or both
SHARED_DETAILS, EMAIL, PHONE, BOTH = (0.45, 0.35, 0.2), 0, 1, 2
# multipliers and moduli without a common divisor: no two people get one number
PHONES = (2_654_435_761, 7_999_999_993, 2_000_000_000)
MOBILES = (48_271, 999_999_937, 0)
CARDS = (48_271, 2_147_483_647, 0)
# a number is given to somebody else some weeks after its owner left
IDLE_DAYS = 30


def emails(
    chunk: Chunk, people: People, registry: Registry, rng: np.random.Generator
) -> tuple[Ints, Ints, Ints]:
    """Enter each one's address, for some a second, and the first mistyped."""
    domain = rng.integers(len(places.MAIL_DOMAINS), size=len(people))
    name = joined(_names(people, "."), pc.cast(pa.array(_numbers(people)), pa.string()))
    everyone = np.arange(len(people))
    own = registry.add("email", _at(name, places.MAIL_DOMAINS, domain), everyone)
    head = _heads(chunk, people, EMAIL)
    registry.hold(own[head], everyone)
    typo = registry.add(
        "email", _at(name, places.TYPO_DOMAINS, domain)[: len(people)], everyone
    )
    registry.hold(typo[head], everyone)
    has_second = np.flatnonzero(chance(rng, chunk.rates.second_email, len(people)))
    work = joined("work.", _at(name, places.MAIL_DOMAINS, domain)).take(
        pa.array(has_second)
    )
    second = np.full(len(people), -1)
    second[has_second] = registry.add("email", work, has_second)
    return own[head], second, typo[head]


def other_emails(people: People, owners: Ints, registry: Registry) -> Ints:
    """Enter another address of some, of the family name and a number alone; else -1."""
    last = pc.utf8_lower(pa.array(places.LAST_NAMES)).take(
        pa.array(people.last_name[owners])
    )
    numbers = _numbers(people)[owners]
    names = joined(last, ".", pc.cast(pa.array(numbers), pa.string()))
    held = np.full(len(people), -1)
    values = _at(names, places.MAIL_DOMAINS, numbers % len(places.MAIL_DOMAINS))
    held[owners] = registry.add("email", values, owners)
    return held


def phones(
    chunk: Chunk, people: People, dropped_out_at: Ints, registry: Registry
) -> Ints:
    """Enter each one's phone number: own, the household's, or once another's."""
    rng = chunk.rng("phones")
    numbers = _numbers(people)
    american = decimal("1", _permuted(numbers, PHONES), 10)
    british = decimal("447", _permuted(numbers, MOBILES), 9)
    german = decimal("4915", _permuted(numbers, MOBILES), 9)
    values = either(people.country == 1, british, american)
    values = either(people.country == 2, german, values)
    everyone = np.arange(len(people))
    own = registry.add("phone", values, everyone)
    head = _heads(chunk, people, PHONE)
    giver = _givers(
        people,
        dropped_out_at,
        chance(rng, chunk.rates.recycled_phone, len(people)),
        rng,
    )
    source = np.where(giver >= 0, giver, head)
    registry.hold(own[source], everyone)
    return own[source]


def loyalty_cards(
    people: People, has: Bools, registry: Registry, turn: int = 0
) -> Ints:
    """Enter a loyalty card for each who `has` one, the first or the next; else -1."""
    owners = np.flatnonzero(has)
    numbers = _permuted(people.first_person + owners, CARDS) + turn * CARDS[1]
    held = np.full(len(people), -1)
    held[owners] = registry.add("loyalty_id", decimal("7", numbers, 10), owners)
    return held


def handles(
    people: People, registry: Registry, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Enter `network:handle` of each who has one; return it and the network."""
    network = rng.integers(len(places.NETWORKS), size=len(people))
    names = joined(
        _names(people, "_"), pc.cast(pa.array(_numbers(people)), pa.string())
    )
    values = joined(pa.array(places.NETWORKS).take(pa.array(network)), ":", names)
    owners = np.flatnonzero(people.has_handle)
    held = np.full(len(people), -1)
    held[owners] = registry.add("social_handle", values.take(pa.array(owners)), owners)
    return held, network


def _numbers(people: People) -> Ints:
    return people.first_person + np.arange(len(people))


def _names(people: People, between: str) -> pa.Array:
    first = pc.utf8_lower(pa.array(places.FIRST_NAMES)).take(
        pa.array(people.first_name)
    )
    last = pc.utf8_lower(pa.array(places.LAST_NAMES)).take(pa.array(people.last_name))
    return joined(first, between, last)


def _at(names: pa.Array, domains: tuple[str, ...], domain: Ints) -> pa.Array:
    return joined(names, "@", pa.array(domains).take(pa.array(domain)))


def _permuted(numbers: Ints, rule: tuple[int, int, int]) -> Ints:
    factor, modulus, least = rule
    return least + numbers * factor % modulus


def _heads(chunk: Chunk, people: People, detail: int) -> Ints:
    """Return whose e-mail (0) or phone (1) each uses: their household's head's, or own.

    Only households of several can share; their rate is the one that makes the stated
    share of all people sharers of the one, the other, or both.
    """
    rng = chunk.rng("households that share")
    sizes = np.bincount(people.household)
    together = sizes[people.household] > 1
    rate = chunk.rates.shared_contact_details / max(float(together.mean()), 1e-9)
    what = rng.choice(3, len(sizes), p=SHARED_DETAILS)
    shares = (rng.random(len(sizes)) < rate) & ((what == detail) | (what == BOTH))
    first = np.searchsorted(people.household, people.household)
    return np.where(shares[people.household] & together, first, np.arange(len(people)))


def _givers(
    people: People, dropped_out_at: Ints, wanted: Bools, rng: np.random.Generator
) -> Ints:
    """Return for some people one who had left before they came, each only once."""
    left = np.flatnonzero(dropped_out_at != MISSING)
    left = left[np.argsort(dropped_out_at[left], kind="stable")]
    takers = np.flatnonzero(wanted)
    before = np.searchsorted(
        dropped_out_at[left] + IDLE_DAYS * DAY, people.first_order_at[takers]
    )
    drawn = (rng.random(len(takers)) * before).astype(np.int64)
    can = before > 0
    _, once = np.unique(drawn[can], return_index=True)
    giver = np.full(len(people), -1)
    giver[takers[can][once]] = left[drawn[can][once]]
    return giver
