"""The slow way to who is who: join all that ever stood on one record.

Limits are not walked: a component that breaks one is only marked as such.
"""

import csv
import datetime as dt
import functools
import os
import re
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import md5
from itertools import combinations
from typing import Any

from customer360.landing import Contract
from customer360.paths import ROOT
from proof.slow_records import Known, Row, contracts

Identifier = tuple[str, str]


@functools.cache
def seed(name: str) -> list[dict[str, str]]:
    """Return the rows of a seed."""
    with (ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


TYPES = {row["identifier_type"]: row for row in seed("identifier_types")}
BLOCKED = seed("blocked_identifiers")
LIMITS = {row["limit_name"]: row["limit_value"] for row in seed("identity_limits")}
MAX_COMPONENT_SIZE = int(LIMITS["max_component_size"])


def normalised(kind: str, text: str | None) -> str | None:
    """Return an identifier as it is compared; blank is None."""
    text = (text or "").strip()
    if kind == "phone":
        digits = re.sub(r"\D", "", text)
        return ("1" + digits.removeprefix("1")) if digits else None
    if kind in ("email", "social_handle"):
        text = text.lower()
    if kind == "email" and "@" not in text:
        return None
    return text.replace("@", "") if kind == "social_handle" else text or None


def identifiers_of(row: Row, contract: Contract) -> list[Identifier]:
    """Return the identifiers on a row, strongest first."""
    found = []
    for column in contract.columns:
        if column.identifier and (
            value := normalised(column.identifier, row[column.name])
        ):
            if column.name == "social_handle" and "network" in row:
                value = f"{row['network'].strip().lower()}:{value}"
            found.append((column.identifier, value))
    return sorted(found, key=lambda each: int(TYPES[each[0]]["type_rank"]))


def identifier_id(identifier: Identifier) -> uuid.UUID:
    """Return the id that the warehouse gives an identifier."""
    salt = os.environ.get("C360_SALT") or "test"
    return uuid.UUID(md5("|".join([salt, *identifier]).encode()).hexdigest())


@dataclass
class Identity:
    """Components of identifiers: a dictionary from each to the set it is in."""

    component: dict[Identifier, frozenset[Identifier]]
    hubs: set[Identifier] = field(default_factory=set)
    said: "Traits" = field(default_factory=dict)

    def customer_of(
        self, identifiers: list[Identifier]
    ) -> frozenset[Identifier] | None:
        """Return whose a record is: its strongest identifier's, else the next one's."""
        for identifier in identifiers[:2]:
            members = self.component.get(identifier)
            if members and self.is_customer(members):
                return members
        return None

    def is_customer(self, members: frozenset[Identifier]) -> bool:
        """Return whether a durable identifier of a person is among them."""
        return any(_is_durable(each) and each not in self.hubs for each in members)

    def breaks_no_limit(self, members: frozenset[Identifier]) -> bool:
        """Return whether the members may all be one customer's."""
        counts = Counter(kind for kind, _ in members)
        traits = [self.said[each] for each in members if each in self.said]
        return (
            len(members) <= MAX_COMPONENT_SIZE
            and all(
                counts[kind] <= int(row["max_per_customer"])
                for kind, row in TYPES.items()
                if row["max_per_customer"]
            )
            and not _differ(traits)
        )


def who_is_who(known: Known) -> Identity:
    """Join identifiers that met on a record, but for blocked ones and hubs."""
    edges: dict[Identifier, set[Identifier]] = {}
    for identifiers in _observed(known):
        allowed = [each for each in identifiers if not is_blocked(each)]
        for each in allowed:
            edges.setdefault(each, set())
        for one, other in combinations(allowed, 2):
            edges[one].add(other)
            edges[other].add(one)
    said = _first_contacts(known)
    hubs = {each for each, others in edges.items() if _is_hub(each, others, said)}
    component: dict[Identifier, frozenset[Identifier]] = {}
    for start in edges:
        if start not in component:
            members = frozenset(_reached(start, edges, hubs))
            component |= dict.fromkeys(members, members)
    return Identity(component, hubs, said)


def _observed(known: Known) -> Iterator[list[Identifier]]:
    for entity, contract in contracts().items():
        is_state = contract.kind == "state"
        rows = known.versions(entity) if is_state else known.events(entity)
        for row in rows:
            yield identifiers_of(row, contract)


def _reached(
    start: Identifier,
    edges: dict[Identifier, set[Identifier]],
    hubs: set[Identifier],
) -> set[Identifier]:
    found, waiting = {start}, [] if start in hubs else [start]
    while waiting:
        others = edges[waiting.pop()] - hubs - found
        found |= others
        waiting += others
    return found


def _is_durable(identifier: Identifier) -> bool:
    return TYPES[identifier[0]]["is_durable"] == "true"


Traits = dict[Identifier, tuple[str | None, str | None, dt.date | None]]


def _first_contacts(known: Known) -> Traits:
    """Return how the first name begins and the birth date, as first recorded.

    A contact that gives an address which another of its birth date gave before, under
    another name, is a person of two names: the later one is left out.
    """
    said: Traits = {}
    first_there: dict[tuple[Identifier, dt.date], Identifier] = {}
    renamed = set()
    contract = contracts()["crm/contacts"]
    rows = known.versions("crm/contacts")
    for row in sorted(rows, key=lambda row: (row["known_at"], row["contact_id"])):
        name = (row["first_name"] or "").strip()
        identifier = ("contact_id", row["contact_id"].strip())
        if identifier in said:
            continue
        initial = name[:1].upper() if name[:1].isalpha() else None
        start = name[:3].upper() if name[:3].isalpha() and len(name) > 2 else None
        born = row["birth_date"]
        is_default = born is not None and (born.month, born.day) == (1, 1)
        said[identifier] = (initial, start, None if is_default else born)
        for address in identifiers_of(row, contract):
            if address[0] in ("email", "phone") and born and not is_default:
                first = said[first_there.setdefault((address, born), identifier)]
                if _differ([first[:2], (initial, start)]):
                    renamed.add(identifier)
    return said | {each: (None, None, said[each][2]) for each in renamed}


def _is_hub(identifier: Identifier, others: set[Identifier], said: Traits) -> bool:
    """Whether it is seen with too many, or with those of different people."""
    limit = TYPES[identifier[0]]["max_durable_neighbours"]
    if not limit:
        return False
    counts = Counter(kind for kind, _ in others if TYPES[kind]["is_durable"] == "true")
    traits = [said.get(each, (None,) * 3) for each in others]
    return (
        counts.total() > int(limit)
        or any(
            TYPES[kind]["max_per_customer"]
            and count > int(TYPES[kind]["max_per_customer"])
            for kind, count in counts.items()
        )
        or _differ(traits)
    )


def _differ(traits: list[tuple[Any, ...]]) -> bool:
    """Whether two of them say different things of one kind."""
    return any(len({*said} - {None}) > 1 for said in zip(*traits, strict=True))


@functools.cache
def is_blocked(identifier: Identifier) -> bool:
    """Whether the value is nobody's."""
    return any(
        row["identifier_type"] == identifier[0]
        and (
            row["identifier_value"] == identifier[1]
            if row["match_kind"] == "exact"
            else re.fullmatch(row["identifier_value"].replace("%", ".*"), identifier[1])
        )
        for row in BLOCKED
    )
