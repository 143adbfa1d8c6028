"""All models, written out for each engine, are SQL that the engine knows.

dbt's adapters of Spark and Snowflake are not needed: a dispatched macro is looked up
for the engine, then among dbt's defaults, which is where those adapters find it.
What a source may not say is tested beside the other sources, in tests/unit/house.
"""

import re
import threading

import pytest
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

pytestmark = pytest.mark.integration

ENGINES = ["duckdb", "spark", "snowflake"]
SHARED_TYPES = {"TEXT", "VARCHAR", "INT", "BIGINT", "DECIMAL", "FLOAT", "DOUBLE"}
SHARED_TYPES |= {"BOOLEAN", "DATE", "TIMESTAMP", "TIMESTAMPNTZ", "TIMESTAMPTZ"}
OWN_TYPES = {"duckdb": {"UUID", "INT128"}, "spark": set(), "snowflake": set()}
# what sqlglot does not know by name, though the engine does
OWN_FUNCTIONS = {
    "duckdb": {"getvariable", "hash", "timezone"},
    "spark": {"xxhash64"},
    "snowflake": {"hash"},
}
# a business day that is not UTC's takes each engine's own time zone functions; the
# project is parsed once for these vars, here and in the proofs
FAR_FROM_UTC = {"business_timezone": "America/New_York"}
# asked of the warehouse while models are written out, and that is DuckDB
ASKED_OF_DUCKDB = "list_relations_without_caching"


def dispatching_to(engine, asked):
    """Return dbt's `adapter.dispatch`, looking macros up for another engine.

    asked: where each of dbt's threads says for which engine it is looking.
    """
    from dbt.context.providers import BaseDatabaseWrapper  # noqa: PLC0415

    original = BaseDatabaseWrapper.dispatch

    def dispatch(wrapper, macro_name, macro_namespace=None, packages=None):
        asked.engine = "duckdb" if macro_name == ASKED_OF_DUCKDB else engine
        return original(wrapper, macro_name, macro_namespace, packages)

    return dispatch


def compiled_for(engine, dbt, folder):
    """Return {model: SQL} of all SQL models, as they would be sent to an engine."""
    asked, providers = threading.local(), "dbt.context.providers"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            f"{providers}.BaseDatabaseWrapper.dispatch", dispatching_to(engine, asked)
        )
        patch.setattr(f"{providers}.get_adapter_type_names", lambda _: [asked.engine])
        result = dbt.invoke(
            ["compile", "--select", "resource_type:model"], folder, folder, FAR_FROM_UTC
        )
    assert result.success, result.exception
    return {
        each.node.name: unquoted(each.node.compiled_code)
        for each in result.result.results
        if each.node.language == "sql"
    }


def unquoted(sql):
    """Return SQL with plain names: engines quote them in different ways."""
    return re.sub(r'"(\w+)"', r"\1", sql)


def faults(sql, engine):
    """Return what of a query the engine does not know: grammar, functions, types."""
    try:
        tree = sqlglot.parse_one(sql, dialect=engine)
    except SqlglotError as error:
        return [str(error)]
    functions = {call.name.lower() for call in tree.find_all(exp.Anonymous)}
    types = {kind.this.name for kind in tree.find_all(exp.DataType)}
    return sorted(
        (functions - OWN_FUNCTIONS[engine]) | (types - SHARED_TYPES - OWN_TYPES[engine])
    )


@pytest.fixture(scope="module")
def compiled(dbt, tmp_path_factory):
    """{engine: {model: SQL}}"""
    folder = tmp_path_factory.mktemp("portable")
    return {engine: compiled_for(engine, dbt, folder) for engine in ENGINES}


@pytest.mark.parametrize("engine", ENGINES)
def test_every_model_is_sql_that_the_engine_knows(engine, compiled):
    found = {name: faults(sql, engine) for name, sql in compiled[engine].items()}
    assert {name: what for name, what in found.items() if what} == {}
    assert len(found) > 50


def test_macros_are_looked_up_for_the_engine(compiled):
    hashes = {
        "duckdb": r"\bhash\([^)]*\) as hugeint",
        "spark": r"\bxxhash64\(",
        "snowflake": r"\bhash\([^)]*\) as decimal",
    }
    for engine, function in hashes.items():
        assert re.search(function, compiled[engine]["int_activities__known_dates"])


@pytest.mark.parametrize("engine", ["spark", "snowflake"])
@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from (select 1",
        "select md5_number(email) from contacts",
        "select list_value(email) from contacts",
        "select strftime(ordered_at, '%Y') from orders",
        "select cast(identifier_id as uuid) from identifiers",
        "select cast(amount as hugeint) from orders",
    ],
)
def test_what_the_engine_does_not_know_is_found(sql, engine):
    assert faults(sql, engine)
