"""Models that judge, run on frames: their SQL written out without dbt."""

import functools
from collections.abc import Callable
from typing import Any

import duckdb
import jinja2
import pandas as pd
import pytest

from customer360.paths import ROOT
from customer360.project_macros import render_macros
from customer360.project_vars import project_vars

FOLDER = ROOT / "models" / "scores" / "judged"
MACROS = (
    "portable/types.sql",
    "exact_sum.sql",
    "equal_size_bin.sql",
    "area_under_curve.sql",
)
GROUPS = "segment channel country account loyalty_tier tenure orders spend".split()

Run = Callable[..., pd.DataFrame]


class _Types:
    def type_string(self) -> str:
        return "varchar"

    def type_int(self) -> str:
        return "integer"


@functools.cache
def model_sql(name: str) -> str:
    """Return the SQL of a model; a ref is a table of that name."""
    given: dict[str, Any] = {
        **render_macros(MACROS),
        "ref": str,
        "var": project_vars().__getitem__,
        "dbt": _Types(),
        "config": lambda **_: "",
    }
    source = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)
    return environment.from_string(source).render(given)


@pytest.fixture(scope="session")
def run() -> Run:
    """Return what runs models one after the other and gives the rows of the last."""

    def run_models(*names: str, **frames: pd.DataFrame) -> pd.DataFrame:
        with duckdb.connect() as connection:
            for name, frame in frames.items():
                connection.register(name, frame)
            for name in names:
                connection.execute(f"create table {name} as {model_sql(name)}")
            return connection.execute(f"select * from {names[-1]}").df()

    return run_models


@pytest.fixture(scope="session")
def judged_frame() -> Callable[[Any, Any], pd.DataFrame]:
    """Return what makes int_scores__judged of one date, or its tenths, from values."""

    def frame(expected: Any, realised: Any) -> pd.DataFrame:
        rows = pd.DataFrame({"expected_value": expected, "realised_value": realised})
        rows = rows.astype("float64")
        rows["customer_id"] = [f"{number:08d}" for number in range(len(rows))]
        place = rows["expected_value"].rank(method="first") - 1
        tenth = (place * 10 // max(len(rows), 1) + 1).astype("int32")
        return rows.assign(
            model_name="churn",
            measure="churn",
            as_of_date=pd.Timestamp("2026-04-01"),
            horizon_days=90,
            model_version="churn-1@2026-04-01",
            is_probability=True,
            baseline_name="recency",
            baseline_value=-rows["expected_value"],
            score_decile=tenth,
            baseline_decile=11 - tenth if len(rows) >= 10 else tenth,
        )

    return frame


@pytest.fixture(scope="session")
def groups_frame() -> Callable[[pd.DataFrame, Any], pd.DataFrame]:
    """Return what makes int_scores__customer_groups: `channel` as given, else alike."""

    def frame(judged: pd.DataFrame, channel: Any) -> pd.DataFrame:
        keys = judged[["customer_id", "as_of_date"]]
        return keys.assign(**dict.fromkeys(GROUPS, "alike")).assign(channel=channel)

    return frame
