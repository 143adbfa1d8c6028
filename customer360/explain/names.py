"""Identifiers by their type and value, where tables and sentences have ids."""

import re
from collections.abc import Iterable

from customer360.explain.build import Build, Row
from customer360.explain.chain import Edge, Step

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SHOWN = ("identifier_id", "identifier_type", "identifier_value")


class Names:
    """Turns ids into identifiers; those met are looked up at once."""

    def __init__(
        self, build: Build, edges: Iterable[Edge], more: Iterable[str]
    ) -> None:
        ids = set(more)
        for edge in edges:
            ids |= {edge.a, edge.b, *ID.findall(edge.evidence or "")}
        rows = build.by_id(ids)
        self._rows = {row["identifier_id"]: row for row in rows}

    def of(self, identifier_id: str) -> Row:
        """Return type and value of an identifier; of one that is gone, its id."""
        row = self._rows.get(identifier_id)
        return {name: row[name] for name in SHOWN} if row else {SHOWN[0]: identifier_id}

    def sentence(self, text: str | None) -> str | None:
        """Return a sentence with values where it has ids."""
        return text and ID.sub(self._value, text)

    def _value(self, found: re.Match[str]) -> str:
        return str(self.of(found[0]).get("identifier_value", found[0]))

    def edge(self, edge: Edge, start: str | None = None) -> Row:
        """Return an edge with its identifiers, from `start` to the other one."""
        ends = (edge.b, edge.a) if start == edge.b else (edge.a, edge.b)
        return {
            "from": self.of(ends[0]),
            "to": self.of(ends[1]),
            "rule": edge.rule,
            "first_observed_at": edge.first_observed_at,
            "known_at": edge.known_at,
            "is_used": edge.is_used,
            "reason": edge.reason,
            "evidence": self.sentence(edge.evidence),
        }

    def tie(self, step: Step | None) -> Row | None:
        """Return the edge of a step, from where the step starts."""
        return self.edge(step.edge, step.start) if step else None
