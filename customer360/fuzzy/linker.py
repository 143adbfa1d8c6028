"""Our comparisons as Splink's model."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from customer360.fuzzy.comparisons import OTHERWISE, Comparison
from customer360.fuzzy.errors import FuzzyError
from customer360.fuzzy.parameters import PRIOR, Parameter

UNIQUE = "row_number"
USUAL_PRIOR = 1e-4


def new_linker(
    connection: duckdb.DuckDBPyConnection,
    comparisons: Sequence[Comparison],
    keys: Sequence[Sequence[str]],
    parameters: Sequence[Parameter] = (),
) -> Any:
    """Return a Splink linker over table `contacts`, with parameters where given.

    Pairs are compared where all columns of one of the keys agree. Raises FuzzyError
    where Splink is not installed.
    """
    try:
        from splink import Linker, SettingsCreator  # noqa: PLC0415
        from splink.backends.duckdb import DuckDBAPI  # noqa: PLC0415
    except ImportError as error:
        raise FuzzyError(
            "Learning needs Splink, which is not installed: "
            "pip install 'customer-360[fuzzy]'. Builds do without."
        ) from error
    by_level = {(each.comparison, each.level): each for each in parameters}
    prior = by_level.get(PRIOR)
    creator = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name=UNIQUE,
        comparisons=[_of_splink(each, by_level) for each in comparisons],
        blocking_rules_to_generate_predictions=[block_on(key) for key in keys],
        probability_two_random_records_match=(
            prior.m_probability if prior else USUAL_PRIOR
        ),
        retain_intermediate_calculation_columns=True,
    )
    contacts = DuckDBAPI(connection).register("contacts")
    return Linker(contacts, creator, log_level="ERROR")


def block_on(columns: Sequence[str]) -> Any:
    """Return Splink's rule that pairs agree in all columns."""
    from splink import block_on as rule  # noqa: PLC0415

    return rule(*columns)


def _of_splink(
    comparison: Comparison, parameters: Mapping[tuple[str, str], Parameter]
) -> dict[str, Any]:
    silent = {
        "sql_condition": comparison.is_silent,
        "label_for_charts": "silent",
        "is_null_level": True,
    }
    levels: list[dict[str, Any]] = [silent]
    for name, condition in (*comparison.levels, (OTHERWISE, "ELSE")):
        level: dict[str, Any] = {"sql_condition": condition, "label_for_charts": name}
        learnt = parameters.get((comparison.name, name))
        if learnt:
            level["m_probability"] = learnt.m_probability
            level["u_probability"] = learnt.u_probability
        levels.append(level)
    return {"output_column_name": comparison.name, "comparison_levels": levels}
