"""What identifies each person: addresses, accounts, cards, contacts, and since when."""

from dataclasses import dataclass

import numpy as np

from customer360.simulate import addresses
from customer360.simulate.frame import MISSING
from customer360.simulate.identifiers import Registry
from customer360.simulate.people import People
from customer360.simulate.settings import DAY
from customer360.simulate.streams import Bools, Floats, Ints, chance
from customer360.simulate.strings import hexadecimal, mixed
from customer360.simulate.world import Chunk

# accounts and cards made at the first order, the others some weeks on
AT_FIRST_ORDER, LATER_DAYS = 0.6, 40.0
CONTACT_WITHOUT_ACCOUNT = 0.3
# after everything: a thing that never happens
NEVER = np.iinfo(np.int64).max // 4


@dataclass(frozen=True)
class Holdings:
    """By person: numbers of identifiers (-1: none), and times (NEVER: none).

    `duplicate_shares` says what a second contact has in common with the first: 0 the
    e-mail, 1 the phone, 2 the loyalty card.
    """

    email: Ints
    second_email: Ints
    typo_email: Ints
    phone: Ints
    handle: Ints
    network: Ints
    user: Ints
    account_at: Ints
    second_user: Ints
    second_account_at: Ints
    loyalty: Ints
    loyalty_at: Ints
    next_loyalty: Ints
    replaced_at: Ints
    contact: Ints
    contact_at: Ints
    duplicate: Ints
    duplicate_at: Ints
    duplicate_shares: Ints
    keyless: Ints
    keyless_at: Ints
    keyless_email: Ints
    token: Ints
    second_token: Ints

    def user_at(self, person: Ints, at: Ints) -> Ints:
        """Return the account each person used at a time, -1 before they had one."""
        user = np.where(at >= self.account_at[person], self.user[person], -1)
        again = at >= self.second_account_at[person]
        return np.where(again, self.second_user[person], user)

    def loyalty_card_at(self, person: Ints, at: Ints) -> Ints:
        """Return the loyalty card each person had at a time, else -1."""
        card = np.where(at >= self.loyalty_at[person], self.loyalty[person], -1)
        replaced = at >= self.replaced_at[person]
        return np.where(replaced, self.next_loyalty[person], card)

    def contact_used_at(self, person: Ints, at: Ints, drawn: Floats) -> Ints:
        """Return the CRM contact used at a time: half of the time a duplicate."""
        known = np.where(at >= self.contact_at[person], self.contact[person], -1)
        twice = (at >= self.duplicate_at[person]) & (drawn < 0.5)
        return np.where(twice, self.duplicate[person], known)


def draw(
    chunk: Chunk, people: People, dropped_out_at: Ints, registry: Registry
) -> Holdings:
    """Enter what identifies the people of a chunk, and say whose is what since when."""
    rng = chunk.rng("holdings")
    account_at = _since(people.has_account, people.first_order_at, rng)
    loyalty_at = _since(people.has_loyalty, people.first_order_at, rng)
    contact_at = _contact_since(people, account_at, loyalty_at, rng)
    is_duplicate = chance(rng, chunk.rates.duplicate_contact, len(people))
    is_duplicate &= contact_at < NEVER
    left = np.maximum(chunk.end - contact_at, 0)
    later = contact_at + (rng.uniform(0.02, 0.9, len(people)) * left).astype(np.int64)
    shares = rng.integers(3, size=len(people))
    shares = np.where((shares == 2) & ~people.has_loyalty, 0, shares)
    handle, network = addresses.handles(people, registry, rng)
    has_contact = contact_at < NEVER
    return Holdings(
        *addresses.emails(chunk, people, registry, rng),
        addresses.phones(chunk, people, dropped_out_at, registry),
        handle,
        network,
        _keys(people, registry, "user_id", people.has_account),
        account_at,
        *_second_accounts(chunk, people, account_at, registry),
        addresses.loyalty_cards(people, people.has_loyalty, registry),
        loyalty_at,
        *_replaced_cards(chunk, people, loyalty_at, registry),
        _keys(people, registry, "contact_id", has_contact),
        contact_at,
        _keys(people, registry, "contact_id", is_duplicate, turn=1),
        np.where(is_duplicate, later, NEVER),
        np.where(is_duplicate, shares, MISSING),
        *_keyless(chunk, people, contact_at, registry),
        *_tokens(chunk, people, registry, rng),
    )


def _keyless(
    chunk: Chunk, people: People, contact_at: Ints, registry: Registry
) -> tuple[Ints, Ints, Ints]:
    """Enter the contacts that share no identifier with the first, and their e-mails."""
    rng = chunk.rng("keyless contacts")
    again = chance(rng, chunk.rates.keyless_contact, len(people))
    at = np.where(again, _some_time_after(contact_at, chunk.end, rng), NEVER)
    return (
        _keys(people, registry, "contact_id", at < NEVER, turn=5),
        at,
        addresses.other_emails(people, np.flatnonzero(at < NEVER), registry),
    )


def _since(has: Bools, first_order_at: Ints, rng: np.random.Generator) -> Ints:
    delay = rng.exponential(LATER_DAYS * DAY, len(has)).astype(np.int64)
    at_once = rng.random(len(has)) < AT_FIRST_ORDER
    since = first_order_at + np.where(at_once, -300, delay)
    return np.where(has, np.maximum(since, 0), NEVER)


def _contact_since(
    people: People, account_at: Ints, loyalty_at: Ints, rng: np.random.Generator
) -> Ints:
    """Return when a contact is made: with account or card, for some at an order."""
    other = chance(rng, CONTACT_WITHOUT_ACCOUNT, len(people))
    at_order = np.where(other, people.first_order_at, NEVER)
    return np.minimum(np.minimum(account_at, loyalty_at), at_order)


def _keys(
    people: People, registry: Registry, kind: str, has: Bools, turn: int = 0
) -> Ints:
    """Enter one random-looking key for each person who `has` one."""
    prefix = {"user_id": "u_", "contact_id": "c_", "payment_token": "tok_"}[kind]
    owners = np.flatnonzero(has)
    numbers = mixed((people.first_person + owners) * 8 + turn)
    return _spread(
        registry.add(kind, hexadecimal(prefix, numbers, 16), owners), owners, len(has)
    )


def _second_accounts(
    chunk: Chunk, people: People, account_at: Ints, registry: Registry
) -> tuple[Ints, Ints]:
    """Enter the second accounts of some, made when the first is forgotten."""
    rng = chunk.rng("second accounts")
    again = chance(rng, chunk.rates.second_account, len(people)) & people.has_account
    at = np.where(again, _some_time_after(account_at, chunk.end, rng), NEVER)
    return _keys(people, registry, "user_id", at < NEVER, turn=4), at


def _replaced_cards(
    chunk: Chunk, people: People, loyalty_at: Ints, registry: Registry
) -> tuple[Ints, Ints]:
    """Enter the cards that some get for the one they lost."""
    rng = chunk.rng("replaced cards")
    lost = chance(rng, chunk.rates.replaced_card, len(people)) & people.has_loyalty
    at = np.where(lost, _some_time_after(loyalty_at, chunk.end, rng), NEVER)
    return addresses.loyalty_cards(people, at < NEVER, registry, turn=1), at


def _some_time_after(since: Ints, end: int, rng: np.random.Generator) -> Ints:
    """Return a time between then and the end for each; NEVER where it is over."""
    left = end - since
    later = since + (rng.uniform(0.05, 0.95, len(since)) * left).astype(np.int64)
    return np.where(left > 0, later, NEVER)


def _spread(numbers: Ints, owners: Ints, size: int) -> Ints:
    """Return numbers at their owners' places, -1 elsewhere."""
    held = np.full(size, -1)
    held[owners] = numbers
    return held


def _tokens(
    chunk: Chunk, people: People, registry: Registry, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Enter payment cards: one each, for some a second or another's."""
    everyone = np.ones(len(people), dtype=bool)
    first = _keys(people, registry, "payment_token", everyone, turn=2)
    own = chance(rng, chunk.rates.second_payment_token, len(people))
    second = _keys(people, registry, "payment_token", own, turn=3)
    neighbour = np.maximum(np.arange(len(people)) - 1, 0)
    borrows = people.household[neighbour] == people.household
    borrows &= chance(rng, chunk.rates.shared_payment_token / 0.38, len(people))
    borrows &= neighbour != np.arange(len(people))
    registry.hold(first[neighbour][borrows], np.flatnonzero(borrows))
    return first, np.where(borrows, first[neighbour], second)
