"""What the solver is given: identifiers, edges, rules and never-link pairs.

Each table is a frozen dataclass of equally long arrays, checked and brought into one
form when it is made, so that the algorithm itself needs no checks.
"""

from dataclasses import dataclass, field, fields, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

NO_LIMIT = -1
UNKNOWN = -1
# a day that does not come; compiled loops hold these numbers until they change too
NEVER = np.iinfo(np.int64).max


def _nothing() -> IntArray:
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Identifiers:
    """The identifiers, one per position 0..n-1, in the order of their identifier_id.

    type_code: (n,) index into the arrays of `Rules`.
    is_blocked: (n,) whether the value is nobody's (a default phone, a test address).
    known_day: (n,) day the business could first know it, in days since 1970-01-01.
    landed_day: (n,) day it was first landed here, in days since 1970-01-01.
    traits: (n, k) what the record of the identifier says of a person that nobody has
        two of (a birth date), as codes; UNKNOWN where it says nothing.
    traits_known_day: (n,) day the traits were first known, in days since 1970-01-01.
    """

    type_code: IntArray
    is_blocked: BoolArray
    known_day: IntArray
    landed_day: IntArray
    traits: IntArray = field(default_factory=_nothing)
    traits_known_day: IntArray = field(default_factory=_nothing)

    def __post_init__(self) -> None:
        if not len(self.traits_known_day):
            object.__setattr__(self, "traits_known_day", self.known_day)
        days = ("known_day", "landed_day", "traits_known_day")
        _freeze(self, "type_code", *days, booleans=("is_blocked",))
        traits = np.asarray(self.traits, dtype=np.int64)
        if not traits.size:
            traits = np.empty((len(self), 0), dtype=np.int64)
        if traits.ndim != 2 or len(traits) != len(self):
            raise ValueError(f"Identifiers: traits have shape {traits.shape}")
        object.__setattr__(self, "traits", traits)

    def known_until(self, day: int) -> "Identifiers":
        """Return the identifiers with only the traits known until a day."""
        is_known = self.traits_known_day <= day
        return replace(self, traits=np.where(is_known[:, None], self.traits, UNKNOWN))

    def take(self, rows: IntArray | slice) -> "Identifiers":
        """Return the chosen identifiers, numbered anew."""
        return Identifiers(*(getattr(self, f.name)[rows] for f in fields(self)))

    def __len__(self) -> int:
        return len(self.type_code)


@dataclass(frozen=True)
class Landings:
    """When identifiers landed, of those whose seniority depends on the date.

    A later landing may tell an earlier past: before the day on which what had landed
    first was known, such an identifier was as senior as the later landing made it.

    identifier: (k,) positions; all landings of an identifier are here, or none.
    known_day, landed_day: (k,) days since 1970-01-01.
    """

    identifier: IntArray
    known_day: IntArray
    landed_day: IntArray

    def __post_init__(self) -> None:
        _freeze(self, "identifier", "known_day", "landed_day")

    def take(self, rows: IntArray | BoolArray) -> "Landings":
        """Return the chosen landings."""
        return Landings(*(getattr(self, f.name)[rows] for f in fields(self)))

    def renumbered(self, number: IntArray) -> "Landings":
        """Return the landings of `number` (n,) of each identifier."""
        return replace(self, identifier=number[self.identifier])

    @classmethod
    def none(cls) -> "Landings":
        """Return no landings: seniority is the same at all dates."""
        return cls(*(np.empty(0, dtype=np.int64) for _ in range(3)))


@dataclass(frozen=True)
class Edges:
    """Evidence that two identifiers are one person, one row per pair and rule.

    a, b: (m,) the two identifiers; either order is accepted and kept as a <= b.
    rule_rank: (m,) rank of the rule that made the edge, strongest first.
    known_day: (m,) day the evidence was first known, in days since 1970-01-01.
    Duplicates are allowed and change nothing.
    """

    a: IntArray
    b: IntArray
    rule_rank: IntArray
    known_day: IntArray

    def __post_init__(self) -> None:
        _freeze(self, "a", "b", "rule_rank", "known_day")
        low, high = np.minimum(self.a, self.b), np.maximum(self.a, self.b)
        object.__setattr__(self, "a", low)
        object.__setattr__(self, "b", high)

    def take(self, rows: IntArray | BoolArray) -> "Edges":
        """Return the chosen edges."""
        return Edges(*(getattr(self, f.name)[rows] for f in fields(self)))

    def renumbered(self, number: IntArray) -> "Edges":
        """Return the edges between `number` (n,) of each identifier."""
        return replace(self, a=number[self.a], b=number[self.b])

    def __len__(self) -> int:
        return len(self.a)


@dataclass(frozen=True)
class Rules:
    """The rules of each identifier type, one per position of `type_code`.

    type_rank: (t,) strongest first; names the customer when landed days tie.
    is_durable: (t,) whether the type alone makes a customer, not a mere visitor.
    max_per_customer: (t,) identifiers of the type one customer may have, or NO_LIMIT.
    max_durable_degree: (t,) durable identifiers that one of this type may be seen with
        before it is a hub, or NO_LIMIT.
    max_component_size: identifiers of all types a customer may have, or NO_LIMIT.
    """

    type_rank: IntArray
    is_durable: BoolArray
    max_per_customer: IntArray
    max_durable_degree: IntArray
    max_component_size: int = NO_LIMIT

    def __post_init__(self) -> None:
        names = ("type_rank", "max_per_customer", "max_durable_degree")
        _freeze(self, *names, booleans=("is_durable",))
        # a limit of 0 would forbid an identifier on its own, which no refusal can mend
        if np.any((self.max_per_customer < 1) & (self.max_per_customer != NO_LIMIT)):
            raise ValueError("max_per_customer must be at least 1, or NO_LIMIT (-1)")
        if self.max_component_size < 1 and self.max_component_size != NO_LIMIT:
            raise ValueError("max_component_size must be at least 1, or NO_LIMIT (-1)")
        if np.any(self.max_durable_degree < NO_LIMIT):
            raise ValueError("max_durable_degree must be at least 0, or NO_LIMIT (-1)")


def as_pairs(conflicts: ArrayLike | None) -> IntArray:
    """Return never-link pairs as a (k, 2) array, lower identifier first, sorted."""
    if conflicts is None:
        return np.empty((0, 2), dtype=np.int64)
    pairs = np.asarray(conflicts, dtype=np.int64).reshape(-1, 2)
    if np.any(pairs[:, 0] == pairs[:, 1]):
        raise ValueError("a never-link pair names one identifier twice")
    return np.unique(np.sort(pairs, axis=1), axis=0)


def check(
    identifiers: Identifiers,
    edges: Edges,
    rules: Rules,
    conflicts: IntArray,
    landings: Landings | None = None,
) -> None:
    """Raise ValueError where an index points outside the table it refers to.

    Compiled loops would read and write there.
    """
    landed = Landings.none() if landings is None else landings
    n, types = len(identifiers), len(rules.type_rank)
    references = [
        ("edge identifier", edges.a, n),
        ("edge identifier", edges.b, n),
        ("never-link identifier", conflicts.ravel(), n),
        ("landed identifier", landed.identifier, n),
        ("type_code", identifiers.type_code, types),
    ]
    for name, values, size in references:
        if len(values) and (values.min() < 0 or values.max() >= size):
            raise ValueError(f"{name} outside 0..{size - 1}")


def _freeze(table: object, *integers: str, booleans: tuple[str, ...] = ()) -> None:
    """Turn the named fields into one-dimensional arrays of one common length."""
    for name in integers:
        column = np.asarray(getattr(table, name), dtype=np.int64)
        object.__setattr__(table, name, column)
    for name in booleans:
        column = np.asarray(getattr(table, name), dtype=np.bool_)
        object.__setattr__(table, name, column)
    shapes = {name: getattr(table, name).shape for name in (*integers, *booleans)}
    if len(set(shapes.values())) > 1 or any(len(s) != 1 for s in shapes.values()):
        raise ValueError(f"{type(table).__name__}: columns differ in length: {shapes}")
