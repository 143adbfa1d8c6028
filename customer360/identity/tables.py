"""From warehouse tables to the solver's arrays and back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from customer360.identity.carry import History, Past, Scope, history
from customer360.identity.evidence import describe
from customer360.identity.history import NeverLinks
from customer360.identity.inputs import (
    NEVER,
    NO_LIMIT,
    BoolArray,
    Edges,
    Identifiers,
    IntArray,
    Landings,
    Rules,
)
from customer360.identity.neighbours import NO_TURN, verdicts
from customer360.identity.solution import OPEN, UNUSED, Decisions, Reason
from customer360.identity.solve import decide
from customer360.identity.standing import NOBODY
from customer360.identity.told import KINDS, Told

# before the turn of any limit
BLOCKED_FIRST = -1
# of an identifier whose type no rule knows: the solver refuses it
NO_TYPE = -1
# what nobody has two of
TRAITS = ["first_initial", "first_name_start", "birth_date"]
COLUMNS = {
    "row_kind": "str",
    "event_type": "str",
    "identifier_number_a": "int64",
    "identifier_number_b": "int64",
    "group_number": "int64",
    "edge_number_a": "int64",
    "edge_number_b": "int64",
    "rule": "str",
    "reason": "str",
    "reason_rank": "int64",
    "evidence": "str",
    "is_customer": "bool",
    "is_current": "bool",
    "known_from": "datetime64[us]",
    "known_to": "datetime64[us]",
}


@dataclass(frozen=True)
class Observed:
    """What the records show.

    identifiers: identifier_number (0..n-1), identifier_id, identifier_type, is_blocked,
        known_date, landed_date, TRAITS and traits_known_date: null where nothing is.
        is_inside: whether its history is asked for; then solved_until, profile_number,
        is_customer, is_so_from: what it was when it was solved last, null without.
    landings: identifier_number, known_date, landed_date; of identifiers of which a
        later landing told an earlier past.
    edges: identifier_number_a, identifier_number_b, rule, rule_rank, known_date.
    never_links: identifier_number_a, identifier_number_b, known_date.
    """

    identifiers: pd.DataFrame
    landings: pd.DataFrame
    edges: pd.DataFrame
    never_links: pd.DataFrame


def solve_tables(
    observed: Observed, types: pd.DataFrame, limits: pd.DataFrame
) -> pd.DataFrame:
    """Solve every day's knowledge, and all that is known; one long table of both.

    types, limits: the seeds identifier_types and identity_limits. Returns rows of four
    kinds, of identifiers that are inside:

    - membership: identifier a was in the profile named by identifier b at dates in
      [known_from, known_to); known_to is null in the run of now. group_number names all
      that it was ever tied to. Runs that ended by solved_until are left out.
    - shared: identifier a is blocked, or shared since the day known_from, and all its
      edges are refused for that; of two ends by the one of the lesser reason_rank.
    - refusal: one per edge a, b, rule that is not used for another reason.
    - event: what happened to customer a (and b, -1 without) for dates from known_from
      on, the edge that caused it, and the reason where that is used no more. Events of
      days until solved_until are left out.
    """
    types = types.sort_values("type_rank", ignore_index=True)
    identifiers = observed.identifiers.sort_values(
        "identifier_number", ignore_index=True
    )
    past, rule_names = _past(observed, identifiers, types, limits)
    scope = _scope(identifiers)
    found = history(past, scope)
    inside = scope.is_inside
    # the others, one of whose ends is shared, are refused for that
    rows = np.flatnonzero(inside[past.edges.a] & inside[past.edges.b])
    decisions = decide(
        past.identifiers, past.edges.take(rows), past.rules,
        found.runs.last_roots(len(identifiers)), past.links.pairs, past.seen,
    )  # fmt: skip
    names = _Names(identifiers, types)
    tables = [
        _memberships(found),
        _shared(past, found.shared_from, inside, names),
        _refusals(decisions, observed.edges.iloc[rows], names),
        _events(found.told, rule_names),
    ]
    return pd.concat(tables, ignore_index=True)


def _rows(row_kind: str, count: int, **said: Any) -> pd.DataFrame:
    """Return so many rows of COLUMNS; what is not said is null, nobody or false."""
    nothing = np.zeros(count, dtype=np.int64)
    untold = {
        "str": _words([None], nothing),
        "int64": np.full(count, NOBODY),
        "bool": nothing > 0,
        "datetime64[us]": np.full(count, np.datetime64("NaT", "us")),
    }
    columns = {name: said.get(name, untold[kind]) for name, kind in COLUMNS.items()}
    return pd.DataFrame(columns | {"row_kind": _words([row_kind], nothing)})


def _words(words: Sequence[str | None], codes: IntArray) -> pd.Series:
    """Return words by code: as text is kept, that takes a fifth of the time of rows."""
    return pd.Series(pd.array(list(words), dtype="str").take(codes))


def _memberships(found: History) -> pd.DataFrame:
    runs = found.runs
    is_current = runs.to_day == NEVER
    known_to = _as_timestamps(np.where(is_current, 0, runs.to_day))
    return _rows(
        "membership",
        len(runs.identifier),
        identifier_number_a=runs.identifier,
        identifier_number_b=runs.customer_root,
        group_number=found.group[runs.identifier],
        is_customer=runs.is_customer,
        is_current=is_current,
        known_from=_as_timestamps(runs.from_day),
        known_to=known_to.where(~is_current),
    )


class _Names:
    """Puts names into sentences."""

    def __init__(self, identifiers: pd.DataFrame, types: pd.DataFrame) -> None:
        self._ids = identifiers["identifier_id"]
        self._types = types["identifier_type"].tolist()

    def sentences(self, said: Decisions) -> Any:
        """Return what is said of each edge that is not used."""
        named = np.union1d(said.identifier_a, said.identifier_b)
        named = named[named != UNUSED]
        # of those alone: text of all takes longer than the sentences
        ids = np.empty(len(self._ids), dtype=object)
        ids[named] = self._ids.take(named)
        return pd.array(describe(said, ids.tolist(), self._types), dtype="str")


def _shared(
    past: Past, shared_from: IntArray, is_inside: BoolArray, names: _Names
) -> pd.DataFrame:
    is_blocked = past.identifiers.is_blocked
    said = verdicts(past.seen, past.identifiers, past.rules)
    who = np.flatnonzero(is_inside & (is_blocked | (said.turn != NO_TURN)))
    blocked = is_blocked[who]
    unused = np.full(len(who), UNUSED)
    decisions = Decisions(
        reason=np.where(blocked, Reason.BLOCKED, said.reason[who]),
        identifier_a=who,
        identifier_b=unused,
        type_code=np.where(
            blocked, past.identifiers.type_code[who], said.type_code[who]
        ),
        count=np.where(blocked, UNUSED, said.count[who]),
        limit=np.where(blocked, UNUSED, said.limit[who]),
    )
    since = _as_timestamps(np.where(blocked, 0, shared_from[who]))
    return _rows(
        "shared",
        len(who),
        identifier_number_a=who,
        reason=_reasons(decisions.reason),
        reason_rank=np.where(blocked, BLOCKED_FIRST, said.turn[who]),
        evidence=names.sentences(decisions),
        known_from=since.where(~blocked),
    )


def _refusals(decisions: Decisions, edges: pd.DataFrame, names: _Names) -> pd.DataFrame:
    rows = np.flatnonzero(OPEN[decisions.reason] & (decisions.reason != Reason.USED))
    refused = edges.iloc[rows]
    return _rows(
        "refusal",
        len(rows),
        identifier_number_a=refused["identifier_number_a"].to_numpy(),
        identifier_number_b=refused["identifier_number_b"].to_numpy(),
        rule=refused["rule"].astype("str").array,
        reason=_reasons(decisions.reason[rows]),
        evidence=names.sentences(decisions.take(rows)),
    )


def _events(told: Told, rule_names: Sequence[str]) -> pd.DataFrame:
    return _rows(
        "event",
        len(told.kind),
        event_type=_words(KINDS, told.kind),
        identifier_number_a=told.customer,
        identifier_number_b=told.other,
        edge_number_a=told.end_a,
        edge_number_b=told.end_b,
        # one name more, of events without an edge
        rule=_words([*rule_names, None], told.rule),
        reason=_reasons(told.reason),
        known_from=_as_timestamps(told.happened_on),
    )


def _reasons(codes: IntArray) -> pd.Series:
    return _words([reason.name.lower() for reason in Reason], codes)


def _past(
    observed: Observed,
    identifiers: pd.DataFrame,
    types: pd.DataFrame,
    limits: pd.DataFrame,
) -> tuple[Past, list[str]]:
    """Return all that the history is made of, and the names of rules by their code."""
    code, names = pd.factorize(observed.edges["rule"], sort=True)
    traits = [pd.factorize(identifiers[name])[0] for name in TRAITS]
    ends = ["identifier_number_a", "identifier_number_b"]
    past = Past(
        # nulls become -1, UNKNOWN
        _identifiers(identifiers, types, np.stack(traits, 1)),
        _edges(observed.edges),
        _rules(types, limits),
        _never_links(observed.never_links),
        _landings(observed.landings),
        observed.edges[ends].to_numpy(),
        code,
    )
    return past, list(names)


def _scope(identifiers: pd.DataFrame) -> Scope:
    """Return who is asked for, and what was solved of them before."""
    is_inside = identifiers["is_inside"].to_numpy(dtype=np.bool_)
    before = Scope.everyone(len(identifiers))
    known = np.flatnonzero(identifiers["solved_until"].notna())
    if len(known):
        rows, standing = identifiers.iloc[known], before.standing
        standing.until[known] = _days(rows["solved_until"])
        profile = rows["profile_number"].fillna(NOBODY).astype("int64")
        standing.root[known] = profile
        standing.customer[known] = rows["is_customer"].fillna(False).astype("bool")
        is_somebodys = (profile != NOBODY).to_numpy()
        before.since[known[is_somebodys]] = _days(rows["is_so_from"][is_somebodys])
    return replace(before, is_inside=is_inside)


def _never_links(pairs: pd.DataFrame) -> NeverLinks:
    numbers = pairs[["identifier_number_a", "identifier_number_b"]].to_numpy()
    return NeverLinks.of(numbers, _days(pairs["known_date"]))


def _identifiers(
    identifiers: pd.DataFrame, types: pd.DataFrame, traits: IntArray
) -> Identifiers:
    # of each name once: pandas would look up every row as an object
    code, names = pd.factorize(identifiers["identifier_type"])
    of_names = pd.Index(types["identifier_type"]).get_indexer(names)
    return Identifiers(
        type_code=np.append(of_names, NO_TYPE)[code],
        is_blocked=identifiers["is_blocked"].to_numpy(),
        known_day=_days(identifiers["known_date"]),
        landed_day=_days(identifiers["landed_date"]),
        traits=traits,
        traits_known_day=_days(identifiers["traits_known_date"]),
    )


def _landings(landings: pd.DataFrame) -> Landings:
    return Landings(
        identifier=landings["identifier_number"].to_numpy(),
        known_day=_days(landings["known_date"]),
        landed_day=_days(landings["landed_date"]),
    )


def _edges(edges: pd.DataFrame) -> Edges:
    return Edges(
        a=edges["identifier_number_a"].to_numpy(),
        b=edges["identifier_number_b"].to_numpy(),
        rule_rank=edges["rule_rank"].to_numpy(),
        known_day=_days(edges["known_date"]),
    )


def _rules(types: pd.DataFrame, limits: pd.DataFrame) -> Rules:
    of_types = types[["max_per_customer", "max_durable_neighbours"]]
    of_types = of_types.astype("Float64").fillna(NO_LIMIT).astype("int64")
    named = limits.set_index("limit_name")["limit_value"].dropna()
    return Rules(
        type_rank=types["type_rank"].to_numpy(),
        is_durable=types["is_durable"].to_numpy(),
        max_per_customer=of_types["max_per_customer"].to_numpy(),
        max_durable_degree=of_types["max_durable_neighbours"].to_numpy(),
        max_component_size=int(named.get("max_component_size", NO_LIMIT)),
    )


def _days(dates: pd.Series) -> IntArray:
    """Return dates as days since 1970-01-01."""
    return pd.to_datetime(dates).to_numpy().astype("datetime64[D]").astype("int64")


def _as_timestamps(days: IntArray) -> pd.Series:
    return pd.Series(days.astype("datetime64[D]").astype("datetime64[us]"))
