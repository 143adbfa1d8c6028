"""Everything there is to say of why, as plain values."""

from dataclasses import asdict, dataclass
from typing import Any

from customer360.explain import evidence, history
from customer360.explain.build import Build, Row
from customer360.explain.chain import Edge, Step
from customer360.explain.names import Names
from customer360.explain.who import Who


@dataclass(frozen=True)
class Side:
    """What was typed: the identifier meant, and the group it is in.

    identifiers: of the group, `tied_by` the edge on the shortest chain from the one it
    is named by. refused: edges refused at the group, its own first. history: rows of
    identity.identity_events, issued_ids: of identity.customer_ids, of this customer.
    """

    identifier: Row
    customer_id: str | None
    notes: tuple[str, ...]
    identifiers: list[Row]
    refused: list[Row]
    history: list[Row]
    issued_ids: list[Row]


@dataclass(frozen=True)
class View:
    """Why identifiers are one customer, or are not.

    chain: from the identifier typed to the one its customer is named by or, with
    `other`, to that; None where no evidence leads there. are_one: whether both are of
    one group. refused_between and never_linked: what keeps the two groups apart.
    """

    asked: Side
    other: Side | None
    are_one: bool | None
    chain: list[Row] | None
    refused_between: list[Row]
    never_linked: list[Row]

    def as_dictionary(self) -> dict[str, Any]:
        """Return the view as dictionaries and lists, for programs."""
        return asdict(self)


def view(build: Build, found: Who, other: Who | None) -> View:
    """Return why `found` is where it is and, with `other`, how they hang together."""
    are_one = other is not None and found.root == other.root
    chain: list[Step] | None
    between: list[Edge] = []
    if other is None or are_one:
        goal = other.identifier_id if other else found.root
        chain = evidence.chain_within(build, found, goal)
    else:
        chain = evidence.chain_between(build, found, other)
        between = evidence.refused_between(build, found, other)
    names = Names(build, [*between, *(step.edge for step in chain or [])], [])
    return View(
        asked=_side(build, found),
        other=_side(build, other) if other else None,
        are_one=are_one if other else None,
        chain=None
        if chain is None
        else [names.edge(step.edge, step.start) for step in chain],
        refused_between=[names.edge(edge) for edge in between],
        never_linked=_never_linked(build, found, other) if other else [],
    )


def _side(build: Build, found: Who) -> Side:
    refused = evidence.refused_at(build, found)
    events = history.events_of(build, found)
    causes = {event[f"identifier_id_{end}"] for event in events for end in "ab"}
    ties = evidence.ties(build, found)
    used = [step.edge for step in ties.values() if step]
    names = Names(build, [*refused, *used], causes - {None})
    ours = set(found.group)
    return Side(
        identifier=found.identifier,
        customer_id=found.identifier["customer_id"],
        notes=found.notes,
        identifiers=[
            row | {"tied_by": names.tie(ties.get(row["identifier_id"]))}
            for row in build.by_id(found.group)
        ],
        refused=[
            names.edge(edge, edge.b if edge.a not in ours else edge.a)
            for edge in refused
        ],
        history=[_event(event, names) for event in events],
        issued_ids=history.ids_of(build, found),
    )


def _event(event: Row, names: Names) -> Row:
    cause = {
        end: names.of(event[f"identifier_id_{end}"])
        for end in "ab"
        if event[f"identifier_id_{end}"]
    }
    kept = {
        key: value
        for key, value in event.items()
        if not key.startswith("identifier_id")
    }
    return kept | {"from": cause.get("a"), "to": cause.get("b")}


def _never_linked(build: Build, found: Who, other: Who) -> list[Row]:
    """Return the never-link decisions on a pair with one end in each group."""
    if not build.has("int_identity__overrides"):
        return []
    sql = """
        select
            cast(identifier_id_a as varchar) as a,
            cast(identifier_id_b as varchar) as b,
            decided_at
        from identity.int_identity__overrides
        where decision = 'never_link'
    """
    ours, theirs = set(found.group), set(other.group)
    rows = [
        row
        for row in build.rows(sql)
        if {row["a"], row["b"]} & ours and {row["a"], row["b"]} & theirs
    ]
    names = Names(build, [], {row[end] for row in rows for end in "ab"})
    return [
        {
            "from": names.of(row["a"]),
            "to": names.of(row["b"]),
            "decided_at": row["decided_at"],
        }
        for row in rows
    ]
