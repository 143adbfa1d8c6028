"""What random pairs say once those of one person among them are taken out."""

from collections.abc import Sequence

import duckdb

from customer360.fuzzy.comparisons import Comparison
from customer360.fuzzy.parameters import LEAST_PROBABILITY, PRIOR, Parameter


def without_pairs_of_one_person(
    connection: duckdb.DuckDBPyConnection,
    scored: str,
    comparisons: Sequence[Comparison],
    learnt: Sequence[Parameter],
) -> list[Parameter]:
    """Return parameters with the prior and u of one more step of EM, over all pairs.

    Among few contacts most random pairs that agree are one person's, and u, counted
    over random pairs, would be too large: here each counts by the probability that it
    is of two people. scored: Splink's table of pairs, with `match_probability` and
    `gamma_<comparison>`; pairs that are not in it are of two people.
    """
    by_level = {(each.comparison, each.level): each for each in learnt}
    of_one = _sum(connection, scored, "true")
    prior = _bounded(of_one / _pair_count(connection, ("true", "true")))
    parameters = [Parameter(*PRIOR, prior, 1 - prior)]
    for comparison in comparisons:
        gamma = f"gamma_{comparison.name}"
        pairs = _pair_count(connection, _said(comparison))
        said_of_one = _sum(connection, scored, f"{gamma} >= 0")
        levels = comparison.level_names
        # Splink numbers them from the last, 0, to the first
        for rank, level in zip(reversed(range(len(levels))), levels, strict=True):
            before = by_level[comparison.name, level]
            m, u = before.m_probability, before.u_probability
            if said_of_one > 0:
                # half a pair more at each level: few pairs prove none impossible
                m = (m * said_of_one + 0.5) / (said_of_one + 0.5 * len(levels))
            if pairs > said_of_one:
                at_level = _sum(connection, scored, f"{gamma} = {rank}")
                u = (u * pairs - at_level) / (pairs - said_of_one)
                # nothing seen in so many pairs may yet be seen in twice as many
                u = _bounded(max(u, 0.5 / pairs))
            parameters.append(Parameter(comparison.name, level, m, u))
    return parameters


def _sum(connection: duckdb.DuckDBPyConnection, scored: str, condition: str) -> float:
    found = connection.execute(
        f"select coalesce(sum(match_probability), 0) from {scored} where {condition}"
    )
    return float(found.fetchall()[0][0])


def _said(comparison: Comparison) -> tuple[str, str]:
    """Return (columns said, condition that a pair says one), over sides a and b."""
    said = ", ".join(
        f"{name} is not null as said_{name}" for name in comparison.columns
    )
    both = " or ".join(
        f"(a.said_{name} and b.said_{name})" for name in comparison.columns
    )
    return said, both


def _pair_count(connection: duckdb.DuckDBPyConnection, said: tuple[str, str]) -> float:
    """Return how many of all pairs of contacts say something of a comparison."""
    columns, both = said
    found = connection.execute(
        f"""
        with kinds as (
            select {columns}, count(*) as count from contacts group by all
        )
        select coalesce(sum(
            case when a = b then a.count * (a.count - 1) else a.count * b.count end
        ), 0) / 2
        from kinds as a cross join kinds as b where {both}
        """
    )
    return float(found.fetchall()[0][0])


def _bounded(probability: float) -> float:
    return min(max(probability, LEAST_PROBABILITY), 1 - LEAST_PROBABILITY)
