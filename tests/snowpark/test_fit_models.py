"""Every Python model gives in a Snowpark session what it gave in DuckDB.

`make test-snowpark` builds a warehouse with dbt, large enough that every kind of
candidate is fitted, then runs this in `.venv-snowpark`, where pandas is below 3: each
model's own file, on the tables that dbt gave it, in a local-testing session of
Snowpark. Fits that DuckDB's models kept are not read: Snowpark's make their own.
"""

import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from customer360.paths import ROOT, build_database, warehouse_dir

snowpark = pytest.importorskip("snowflake.snowpark", reason="see `make test-snowpark`")

types = snowpark.types

TYPES = {
    "BIGINT": types.LongType(),
    "BOOLEAN": types.BooleanType(),
    "DATE": types.DateType(),
    "DOUBLE": types.DoubleType(),
    "HUGEINT": types.LongType(),
    "INTEGER": types.LongType(),
    "TIMESTAMP": types.TimestampType(types.TimestampTimeZone.NTZ),
    "VARCHAR": types.StringType(),
}

pytestmark = [pytest.mark.integration, pytest.mark.nightly]

MODELS = sorted(path.stem for path in (ROOT / "models").rglob("*.py"))

# what a build says where a kind of fit was made; on too few customers it is not
FITTED = {
    "boosted trees of each classifier": """
        select distinct model_name from scores.model_champions
        where candidate_name in ('boosting', 'tree') and metric_value is not null
    """,
    "boosted trees that score": """
        select distinct model_name from scores.model_parameters
        where parameter_name like 'boosting_gain_share%'
    """,
    "trees of lifetime value": """
        select distinct model_name from scores.model_parameters
        where parameter_name = 'two_part_revenue_factor'
    """,
    "trees of lifetime value that score": """
        select distinct model_name from scores.model_champions
        where candidate_name in ('two_part', 'mean') and is_champion
            and model_name = 'lifetime_value'
    """,
}
CLASSIFIERS = {"churn", "purchase_intent_7d", "purchase_intent_30d", "session_intent"}


@dataclass
class Build:
    """The warehouse that dbt built, and what dbt knows of its models."""

    tables: duckdb.DuckDBPyConnection
    manifest: dict[str, Any]

    @cached_property
    def nodes(self) -> dict[str, dict[str, Any]]:
        """The manifest's nodes by name."""
        return {node["name"]: node for node in self.manifest["nodes"].values()}

    def table(self, name: str) -> duckdb.DuckDBPyRelation:
        """Return the table of a model or seed; 128-bit ids as text."""
        node = self.nodes[name]
        table = self.tables.table(f"{node['schema']}.{node['name']}")
        columns = [
            f"cast({column} as varchar) as {column}" if str(kind) == "UUID" else column
            for column, kind in zip(table.columns, table.types, strict=True)
        ]
        return table.project(", ".join(columns))


@dataclass
class SnowparkDbt:
    """What dbt hands to a Python model on Snowflake: config, tables of a session."""

    build: Build
    session: Any
    name: str
    tables: dict[str, Any]

    @property
    def config(self) -> "SnowparkDbt":
        """Where `meta_get` is."""
        return self

    def meta_get(self, key: str) -> Any:
        """Return what the model's YAML says."""
        return self.build.nodes[self.name]["config"]["meta"][key]

    def ref(self, name: str) -> Any:
        """Return a table of the build as one of the session."""
        if name not in self.tables:
            self.tables[name] = self._table(name)
        return self.tables[name]

    def _table(self, name: str) -> Any:
        table = self.build.table(name)
        fields = [
            types.StructField(column, snowpark_type(str(kind)))
            for column, kind in zip(table.columns, table.types, strict=True)
        ]
        # rows and not a frame, whose every cell a local session looks at
        return self.session.create_dataframe(table.fetchall(), types.StructType(fields))


def snowpark_type(duckdb_type: str) -> Any:
    """Return the type that a column has in Snowflake."""
    name, _, digits = duckdb_type.removesuffix(")").partition("(")
    if name == "DECIMAL":
        return types.DecimalType(*map(int, digits.split(",")))
    return TYPES[name]


@pytest.fixture(scope="module")
def build() -> Build:
    manifest = json.loads((warehouse_dir() / "manifest.json").read_text("utf-8"))
    return Build(duckdb.connect(str(build_database()), read_only=True), manifest)


@pytest.fixture(scope="module")
def session() -> Any:
    return snowpark.Session.builder.config("local_testing", True).create()


@pytest.fixture(scope="module")
def tables() -> dict[str, Any]:
    """Tables of the session by name, each made once."""
    return {}


@pytest.fixture(scope="module")
def own_fits(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A warehouse without a kept fit, after the build was opened."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("C360_WAREHOUSE", str(tmp_path_factory.mktemp("warehouse")))
        yield


def test_models_are_found_in_every_folder() -> None:
    assert {"solve_identity", "fit_customer__churn", "eval_customer__drift"} < {*MODELS}


@pytest.mark.parametrize("kind", FITTED)
def test_the_build_is_large_enough_for_every_kind_of_fit(
    build: Build, kind: str
) -> None:
    fitted = {name for (name,) in build.tables.execute(FITTED[kind]).fetchall()}
    wanted = CLASSIFIERS if kind.startswith("boosted") else {"lifetime_value"}
    assert wanted <= fitted


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.usefixtures("own_fits")
def test_a_python_model_gives_in_snowpark_what_it_gave_in_duckdb(
    build: Build, session: Any, tables: dict[str, Any], name: str
) -> None:
    expected = build.table(name).df()
    table = _model(name)(SnowparkDbt(build, session, name, tables), session)
    assert [field.name for field in table.schema] == [c.upper() for c in expected]
    found = table.to_pandas().rename(columns=str.lower)
    assert len(found) > 0
    # of a column of nulls a local session's frame tells no type, its schema does
    kinds = map(snowpark_type, map(str, build.table(name).types))
    for field, kind in zip(table.schema, kinds, strict=True):
        if found[field.name.lower()].isna().all():
            assert type(field.datatype) is type(kind), field.name
    pd.testing.assert_frame_equal(
        _comparable(found), _comparable(expected), check_exact=True
    )


def _model(name: str) -> Any:
    """Return the `model` function of a dbt Python model, from its file."""
    (path,) = (ROOT / "models").rglob(f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.model


def _comparable(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows in one order, in types that both ways have."""
    plain = {name: _plain(column) for name, column in frame.items()}
    ordered = pd.DataFrame(plain)
    return ordered.sort_values(list(ordered), ignore_index=True)


def _plain(column: pd.Series) -> pd.Series:
    # its type is looked up in the schema
    if column.isna().all():
        return pd.Series(None, index=column.index, dtype=object)
    if pd.api.types.is_numeric_dtype(column):
        return column.astype(np.float64)
    if pd.api.types.is_datetime64_any_dtype(column):
        return column.astype("datetime64[us]")
    return pd.Series([None if pd.isna(each) else each for each in column], dtype=object)
