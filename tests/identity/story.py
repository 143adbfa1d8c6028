"""A case told by names: identifiers, edges and decisions, and what the solver makes."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from slow_identity import named_slowly

from customer360.identity import (
    GONE,
    NO_LIMIT,
    UNKNOWN,
    Day,
    Edges,
    Identifiers,
    Landings,
    Memberships,
    NeverLinks,
    Previous,
    Reason,
    Rules,
    Solution,
    days_of_change,
    describe,
    events,
    memberships,
    solve,
)

TYPES = ["user_id", "loyalty_id", "contact_id", "email", "phone", "anonymous_id"]
# ranks of evidence: what a person decided, an account's rule, an address's rule
DECIDED, STRONG, WEAK = 0, 1, 2

Edge = tuple[str, str, int, int]
Event = tuple[int, str, str, str | None]


class Cause(NamedTuple):
    """An event with the edge behind it, and why that ties no longer."""

    event: Event
    edge: tuple[str, str] | None
    reason: Reason


def rules(max_component_size: int = NO_LIMIT, cards: int = 1) -> Rules:
    """One user and one loyalty card a customer; a hub is seen with more than three."""
    return Rules(
        type_rank=range(len(TYPES)),
        is_durable=[name != "anonymous_id" for name in TYPES],
        max_per_customer=[1, cards, NO_LIMIT, NO_LIMIT, NO_LIMIT, NO_LIMIT],
        max_durable_degree=[NO_LIMIT, NO_LIMIT, NO_LIMIT, 3, 3, 3],
        max_component_size=max_component_size,
    )


@dataclass
class Story:
    """Identifiers by name (`email:ann`), edges (a, b, rank, day known) between them.

    never: pairs set apart, and the day of that. landed, known, told: days on which an
    identifier landed, was known, and its traits were; 0 unless said. landings: (name,
    day known, day landed) of landings that told of an earlier past.
    """

    names: list[str]
    edges: list[Edge] = field(default_factory=list)
    blocked: tuple[str, ...] = ()
    never: dict[tuple[str, str], int] = field(default_factory=dict)
    landed: dict[str, int] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)
    traits: dict[str, tuple[int]] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    landings: list[tuple[str, int, int]] = field(default_factory=list)
    rules: Rules = field(default_factory=rules)

    def identifiers(self) -> Identifiers:
        return Identifiers(
            type_code=[TYPES.index(name.split(":")[0]) for name in self.names],
            is_blocked=[name in self.blocked for name in self.names],
            known_day=[self.known.get(name, 0) for name in self.names],
            landed_day=[self.landed.get(name, 0) for name in self.names],
            traits=[self.traits.get(name, (UNKNOWN,)) for name in self.names],
            traits_known_day=[
                self.told.get(name, self.known.get(name, 0)) for name in self.names
            ],
        )

    def edge_table(self) -> Edges:
        at = self.names.index
        rows = [(at(a), at(b), rank, day) for a, b, rank, day in self.edges]
        return Edges(*zip(*rows, strict=True)) if rows else Edges([], [], [], [])

    def conflicts(self) -> list[tuple[int, int]]:
        return [(self.names.index(a), self.names.index(b)) for a, b in self.never]

    def solve(self, previous: Previous | None = None) -> Solution:
        """Solve by all that is known."""
        tables = self.identifiers(), self.edge_table(), self.rules
        return solve(*tables, self.conflicts(), previous)

    def solve_after(self, before: "Story") -> Solution:
        """Solve with the help of what was solved in another story."""
        now = self.names.index
        touched = [
            n for n in before.names if n in self.names and self._tells(before, n)
        ]
        previous = Previous(
            before.solve(),
            before.edge_table(),
            np.array([now(n) if n in self.names else GONE for n in before.names]),
            np.array(
                [self.edges.index(e) if e in self.edges else GONE for e in before.edges]
            ),
            np.array([now(name) for name in touched], dtype=np.int64),
        )
        return self.solve(previous)

    def _tells(self, before: "Story", name: str) -> bool:
        """Whether something else is told of an identifier than before."""
        mine, theirs = (
            (name in s.blocked, s.traits.get(name), {p for p in s.never if name in p})
            for s in (self, before)
        )
        return mine != theirs

    def days(self) -> list[Day]:
        links = NeverLinks.of(self.conflicts(), list(self.never.values()))
        told = [(self.names.index(n), known, day) for n, known, day in self.landings]
        landings = Landings(*zip(*told, strict=True)) if told else None
        tables = self.identifiers(), self.edge_table(), self.rules
        return list(days_of_change(*tables, links, landings))

    def history(self) -> Memberships:
        return memberships(self.days(), len(self.names))

    def at(self, date: int) -> dict[str, str]:
        """Return who was whose customer at a date."""
        runs = self.history()
        holds = (runs.from_day <= date) & (date < runs.to_day) & runs.is_customer
        pairs = np.stack([runs.identifier, runs.customer_root])[:, holds].T.tolist()
        return {self.names[member]: self.names[root] for member, root in pairs}

    def events(self) -> list[Event]:
        """Return (date, event type, customer, other) in order."""
        return [cause.event for cause in self.causes()]

    def causes(self) -> list[Cause]:
        """Return the events in order, each with what caused it."""
        columns = ("happened_on", "event_type", "customer", "other", "edge", "reason")
        table = self.edge_table()
        return [
            self._cause(*row)
            for day in self.days()
            for row in zip(
                *(getattr(events(day, table), name).tolist() for name in columns),
                strict=True,
            )
        ]

    def _cause(self, date, kind, customer, other, edge, reason) -> Cause:
        named = self.names[other] if other >= 0 else None
        ends = self.edges[edge][:2] if edge >= 0 else None
        return Cause((date, kind, self.names[customer], named), ends, Reason(reason))

    def groups(self) -> list[set[str]]:
        members: dict[int, set[str]] = {}
        components = self.solve().component.tolist()
        for name, component in zip(self.names, components, strict=True):
            members.setdefault(component, set()).add(name)
        members.pop(-1, None)
        return list(members.values())

    def reasons(self) -> list[Reason]:
        return [Reason(code) for code in self.solve().decisions.reason.tolist()]

    def evidence(self) -> list[str | None]:
        return describe(self.solve().decisions, self.names, TYPES)

    def customers(self) -> dict[str, str | None]:
        """Each identifier with the one that names its customer; None for visitors."""
        table, found = self.identifiers(), self.solve()
        named = named_slowly(found, table, self.rules, table.landed_day)
        return {
            name: self.names[root] if is_customer else None
            for name, (root, is_customer) in zip(self.names, named, strict=True)
        }
