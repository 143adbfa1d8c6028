"""Learning the parameters of comparisons from contacts, with Splink and without truth.

u is counted over random pairs, nearly all of two people; m comes from expectation
maximisation over pairs that agree in something (Fellegi & Sunter 1969; Winkler 1988).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from customer360.fuzzy.comparisons import Comparison
from customer360.fuzzy.errors import FuzzyError
from customer360.fuzzy.linker import UNIQUE, block_on, new_linker
from customer360.fuzzy.parameters import LEAST_PROBABILITY, PRIOR, Parameter
from customer360.fuzzy.random_pairs import without_pairs_of_one_person

FEWEST_CONTACTS = 100


@dataclass(frozen=True)
class Settings:
    """How to learn.

    max_pairs: random pairs counted for u. prior_recall: share of the pairs of one
    person that the certain rules below find, which sets the prior.
    """

    max_pairs: float = 1e7
    seed: int = 1
    prior_recall: float = 0.8


# pairs that agree in these are taken as one person's, to begin with
CERTAIN = (
    ("national_id",),
    ("first_name", "last_name", "birth_date"),
    ("last_name", "birth_date", "postal_code"),
    ("first_name", "birth_date", "postal_code"),
)
# each trains the comparisons that it does not look at. Pairs of one address, phone or
# e-mail would not do: they are a household's, and EM would learn what a family shares
TRAINED_ON = (("national_id",), ("birth_date",), ("first_name", "last_name"))


def train(
    connection: duckdb.DuckDBPyConnection,
    comparisons: Sequence[Comparison],
    keys: Sequence[Sequence[str]],
    known: Mapping[tuple[str, str], Parameter],
    settings: Settings | None = None,
) -> list[Parameter]:
    """Learn the parameters of the contacts in table `contacts` of a connection.

    contacts: `row_number`, then the columns that comparisons look at, one row each.
    known: what levels keep of which the contacts say nothing. Raises FuzzyError where
    Splink is not installed, or where contacts are too few to learn from.
    """
    settings = settings or Settings()
    count = connection.execute("select count(*) from contacts").fetchall()[0][0]
    if count < FEWEST_CONTACTS:
        raise FuzzyError(
            f"There are {count} contacts: {FEWEST_CONTACTS} at least are needed to "
            "learn from. Land crm/contacts and build."
        )
    linker = new_linker(connection, comparisons, keys)
    said = _columns_said(connection)
    certain = [rule for rule in CERTAIN if said.issuperset(rule)]
    if certain:
        linker.training.estimate_probability_two_random_records_match(
            [block_on(rule) for rule in certain], recall=settings.prior_recall
        )
    linker.training.estimate_u_using_random_sampling(
        max_pairs=settings.max_pairs, seed=settings.seed, min_count_per_level=None
    )
    for rule in TRAINED_ON:
        if said.issuperset(rule) and _pair_count(connection, rule):
            linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(rule)
            )
    learnt = _learnt(linker, comparisons, known)
    linker = new_linker(connection, comparisons, keys, learnt)
    scored = linker.inference.predict(threshold_match_probability=0.001)
    return without_pairs_of_one_person(
        connection, scored.physical_name, comparisons, learnt
    )


def _columns_said(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the columns in which any two contacts could agree."""
    described = connection.execute("select * from contacts limit 0").description or []
    names = [column[0] for column in described if column[0] != UNIQUE]
    counts = connection.execute(
        f"select {', '.join(f'count({name})' for name in names)} from contacts"
    ).fetchall()[0]
    return {name for name, count in zip(names, counts, strict=True) if count > 1}


def _pair_count(connection: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> int:
    """Return how many pairs agree in all columns."""
    said = " and ".join(f"{name} is not null" for name in columns)
    found = connection.execute(
        "select cast(coalesce(sum(count * (count - 1) / 2), 0) as bigint) from ("
        f"select count(*) as count from contacts where {said} "
        f"group by {', '.join(columns)}) as blocks"
    )
    return int(found.fetchall()[0][0])


def _learnt(
    linker: Any,
    comparisons: Sequence[Comparison],
    known: Mapping[tuple[str, str], Parameter],
) -> list[Parameter]:
    """Return the prior and each level's parameters, known ones where none is learnt."""
    model = linker.misc.save_model_to_json()
    prior = model["probability_two_random_records_match"]
    parameters = [Parameter(*PRIOR, prior, 1 - prior)]
    of_comparison = {
        each["output_column_name"]: {
            level["label_for_charts"]: level for level in each["comparison_levels"]
        }
        for each in model["comparisons"]
    }
    for comparison in comparisons:
        levels = of_comparison[comparison.name]
        for name in comparison.level_names:
            before = known.get((comparison.name, name))
            m = levels[name].get("m_probability")
            u = levels[name].get("u_probability")
            m = m if m is not None else before.m_probability if before else 0.0
            u = u if u is not None else before.u_probability if before else 0.0
            parameters.append(
                Parameter(
                    comparison.name,
                    name,
                    max(m, LEAST_PROBABILITY),
                    max(u, LEAST_PROBABILITY),
                )
            )
    return parameters
