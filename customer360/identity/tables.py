"""From warehouse tables to the solver's arrays and back."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from customer360.identity.as_of import Memberships, solve_as_of
from customer360.identity.evidence import describe
from customer360.identity.inputs import (
    NO_LIMIT,
    Edges,
    Identifiers,
    IntArray,
    Landings,
    Rules,
)
from customer360.identity.solution import Reason
from customer360.identity.solve import solve

# what nobody has two of
TRAITS = ["first_initial", "birth_date"]
COLUMNS = {
    "row_kind": "str",
    "identifier_number_a": "int64",
    "identifier_number_b": "int64",
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
    never_links: identifier_number_a, identifier_number_b.
    """

    identifiers: pd.DataFrame
    landings: pd.DataFrame
    edges: pd.DataFrame
    never_links: pd.DataFrame


def solve_tables(
    observed: Observed,
    types: pd.DataFrame,
    as_of_dates: pd.DataFrame,
    max_component_size: int,
) -> pd.DataFrame:
    """Solve as known at each date and as known now; one long table of both answers.

    types: the seed identifier_types. as_of_dates: as_of_date.
    Returns `row_kind` 'membership' rows (identifier a was in the component of
    identifier b for as-of dates in [known_from, known_to); `is_current` in the run
    that holds all that is known) and 'decision' rows (one per edge, as known now).
    """
    types = types.sort_values("type_rank", ignore_index=True)
    edges = observed.edges
    identifiers = observed.identifiers.sort_values(
        "identifier_number", ignore_index=True
    )
    arrays = (
        _identifiers(identifiers, types),
        _edges(edges),
        _rules(types, max_component_size),
    )
    pairs = observed.never_links[
        ["identifier_number_a", "identifier_number_b"]
    ].to_numpy()
    dates = _dates(as_of_dates, identifiers, edges)
    runs = solve_as_of(*arrays, dates, pairs, _landings(observed.landings))
    memberships = _memberships(runs, dates)
    decisions = solve(*arrays, pairs).decisions
    sentences = describe(
        decisions,
        identifiers["identifier_id"].tolist(),
        types["identifier_type"].tolist(),
    )
    decided = edges[["identifier_number_a", "identifier_number_b", "rule"]].assign(
        row_kind="decision",
        reason=[Reason(code).name.lower() for code in decisions.reason.tolist()],
        evidence=pd.Series(sentences, index=edges.index, dtype="str"),
    )
    answer = pd.concat([memberships, decided], ignore_index=True)
    answer = answer.reindex(columns=list(COLUMNS))
    flags = ["is_customer", "is_current"]
    answer[flags] = answer[flags].astype("boolean").fillna(False)
    return answer.astype(COLUMNS)


def _memberships(runs: Memberships, dates: IntArray) -> pd.DataFrame:
    """Return runs over date positions as runs over dates."""
    ends_open = runs.to_index == len(dates)
    next_date = dates[np.minimum(runs.to_index, len(dates) - 1)]
    return pd.DataFrame(
        {
            "row_kind": "membership",
            "identifier_number_a": runs.identifier,
            "identifier_number_b": runs.customer_root,
            "is_customer": runs.is_customer,
            "is_current": ends_open,
            "known_from": _as_timestamps(dates[runs.from_index]),
            "known_to": _as_timestamps(next_date).where(~ends_open),
        }
    )


def _dates(
    as_of_dates: pd.DataFrame, identifiers: pd.DataFrame, edges: pd.DataFrame
) -> IntArray:
    """Return the as-of days, then the first day at which everything is known."""
    known = np.concatenate(
        [_days(identifiers["known_date"]), _days(edges["known_date"])]
    )
    current_day = int(known.max()) + 1 if len(known) else 0
    grid = _days(as_of_dates["as_of_date"])
    return np.unique(np.append(grid, max(current_day, grid.max(initial=0))))


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


def _rules(types: pd.DataFrame, max_component_size: int) -> Rules:
    limits = types[["max_per_customer", "max_durable_neighbours"]]
    limits = limits.astype("Float64").fillna(NO_LIMIT).astype("int64")
    return Rules(
        type_rank=types["type_rank"].to_numpy(),
        is_durable=types["is_durable"].to_numpy(),
        max_per_customer=limits["max_per_customer"].to_numpy(),
        max_durable_degree=limits["max_durable_neighbours"].to_numpy(),
        max_component_size=max_component_size,
    )


def _days(dates: pd.Series) -> IntArray:
    """Return dates as days since 1970-01-01."""
    return pd.to_datetime(dates).to_numpy().astype("datetime64[D]").astype("int64")


def _as_timestamps(days: IntArray) -> pd.Series:
    return pd.Series(days.astype("datetime64[D]").astype("datetime64[us]"))
