"""From warehouse tables to the solver's arrays and back."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from customer360.identity.events import Events, concatenated, events
from customer360.identity.evidence import describe
from customer360.identity.history import NOBODY, NeverLinks, days_of_change
from customer360.identity.inputs import (
    NO_LIMIT,
    Edges,
    Identifiers,
    IntArray,
    Landings,
    Rules,
)
from customer360.identity.lifetimes import NEVER
from customer360.identity.memberships import Memberships, Runs
from customer360.identity.solution import Decisions, Reason
from customer360.identity.solve import solve

# what nobody has two of
TRAITS = ["first_initial", "first_name_start", "birth_date"]
COLUMNS = {
    "row_kind": "str",
    "event_type": "str",
    "identifier_number_a": "int64",
    "identifier_number_b": "int64",
    "edge_number_a": "int64",
    "edge_number_b": "int64",
    "rule": "str",
    "reason": "str",
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

    types, limits: the seeds identifier_types and identity_limits. Returns rows of three
    kinds (`row_kind`):

    - membership: identifier a was in the profile named by identifier b at dates in
      [known_from, known_to); known_to is null in the run of now.
    - decision: one per edge a, b, rule, by all that is known.
    - event: what happened to customer a (and b, -1 without) for dates from known_from
      on, the edge that caused it, and the reason where that is used no more.
    """
    types = types.sort_values("type_rank", ignore_index=True)
    identifiers = observed.identifiers.sort_values(
        "identifier_number", ignore_index=True
    )
    arrays = (
        _identifiers(identifiers, types),
        _edges(observed.edges),
        _rules(types, limits),
    )
    links = _never_links(observed.never_links)
    runs, happened = Runs(len(identifiers)), []
    for day in days_of_change(*arrays, links, _landings(observed.landings)):
        runs.add(day)
        happened.append(events(day, arrays[1]))
    decisions = solve(*arrays, links.pairs).decisions
    sentences = describe(
        decisions,
        identifiers["identifier_id"].tolist(),
        types["identifier_type"].tolist(),
    )
    rows = [
        _memberships(runs.memberships()),
        _decisions(decisions, sentences, observed.edges),
        *([_events(concatenated(happened), observed.edges)] if happened else []),
    ]
    answer = pd.concat(rows, ignore_index=True).reindex(columns=list(COLUMNS))
    flags = [name for name, kind in COLUMNS.items() if kind == "bool"]
    answer[flags] = answer[flags].astype("boolean").fillna(False)
    numbers = [name for name, kind in COLUMNS.items() if kind == "int64"]
    answer[numbers] = answer[numbers].fillna(NOBODY)
    return answer.astype(COLUMNS)


def _memberships(runs: Memberships) -> pd.DataFrame:
    is_current = runs.to_day == NEVER
    return pd.DataFrame(
        {
            "row_kind": "membership",
            "identifier_number_a": runs.identifier,
            "identifier_number_b": runs.customer_root,
            "is_customer": runs.is_customer,
            "is_current": is_current,
            "known_from": _as_timestamps(runs.from_day),
            "known_to": _as_timestamps(np.where(is_current, 0, runs.to_day)).where(
                ~is_current
            ),
        }
    )


def _decisions(
    decisions: Decisions, sentences: list[str | None], edges: pd.DataFrame
) -> pd.DataFrame:
    return edges[["identifier_number_a", "identifier_number_b", "rule"]].assign(
        row_kind="decision",
        reason=_reasons(decisions.reason),
        evidence=pd.Series(sentences, index=edges.index, dtype="str"),
    )


def _events(happened: Events, edges: pd.DataFrame) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "row_kind": "event",
            "event_type": happened.event_type,
            "identifier_number_a": happened.customer,
            "identifier_number_b": happened.other,
            "reason": _reasons(happened.reason),
            "known_from": _as_timestamps(happened.happened_on),
        }
    )
    # one row behind the last, for events without an edge
    caused = edges.reset_index(drop=True).reindex([*range(len(edges)), -1])
    caused = caused.iloc[happened.edge].reset_index(drop=True)
    rows["rule"] = caused["rule"]
    rows["edge_number_a"] = caused["identifier_number_a"]
    rows["edge_number_b"] = caused["identifier_number_b"]
    return rows


def _reasons(codes: IntArray) -> pd.Series:
    names = np.array([reason.name.lower() for reason in Reason], dtype=object)
    return pd.Series(names[codes], dtype="str")


def _never_links(pairs: pd.DataFrame) -> NeverLinks:
    numbers = pairs[["identifier_number_a", "identifier_number_b"]].to_numpy()
    return NeverLinks.of(numbers, _days(pairs["known_date"]))


def _identifiers(identifiers: pd.DataFrame, types: pd.DataFrame) -> Identifiers:
    known = pd.Index(types["identifier_type"])
    code = known.get_indexer(identifiers["identifier_type"])
    return Identifiers(
        type_code=code,
        is_blocked=identifiers["is_blocked"].to_numpy(),
        known_day=_days(identifiers["known_date"]),
        landed_day=_days(identifiers["landed_date"]),
        # nulls become -1, UNKNOWN
        traits=np.stack(
            [pd.factorize(identifiers[name])[0] for name in TRAITS], axis=1
        ),
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
