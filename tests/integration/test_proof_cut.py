"""Proof: what was known at T does not change with what became known later."""

import datetime as dt
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from proof.landed import cut
from proof.scene import Scene, small_scene
from proof.warehouse import Dbt, build_tables, differences, open_build

pytestmark = pytest.mark.integration

NOW_AND_THEN = [
    "2024-05-03",
    *(
        pytest.param(day, marks=pytest.mark.nightly)
        for day in ("2024-02-10", "2024-04-01", "2024-05-21", "2024-06-03")
    ),
]

# whose profile each identifier was in, at each kept date
WHO_WAS_WHO = """
    select as_of_date, identifier_id, profile_id, customer_id
    from identity.as_of_dates
    inner join identity.identifier_history
        on as_of_date >= known_from and (as_of_date < known_to or known_to is null)
"""


@pytest.fixture(scope="module")
def scene(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return small_scene(dbt, tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module", params=NOW_AND_THEN)
def builds(request: pytest.FixtureRequest, scene: Scene) -> tuple[Path, Path]:
    """Two builds as of T: of records cut at T, and of all records."""
    day = request.param
    folder = scene.folder / f"cut{day}"
    cut(scene.landing, dt.datetime.fromisoformat(day), folder / "landing")
    build_tables(scene.dbt, folder, folder / "landing", as_of_date=day)
    uncut = folder / "uncut"
    uncut.mkdir()
    shutil.copy(scene.full / "build.duckdb", uncut)
    return folder, build_tables(scene.dbt, uncut, scene.landing, as_of_date=day)


def test_features_and_labels_are_those_of_records_cut_at_the_as_of_date(
    builds: tuple[Path, Path],
) -> None:
    assert differences(*builds, ["features"]) == []


def test_identity_up_to_the_as_of_date_is_that_of_records_cut_there(
    builds: tuple[Path, Path],
) -> None:
    assert differences(*builds, ["identity.customers_as_of"]) == []
    assert _who_was_who(builds[0]) == _who_was_who(builds[1])


def test_scores_and_customer_360_are_those_of_records_cut_at_the_as_of_date(
    builds: tuple[Path, Path],
) -> None:
    assert differences(*builds, ["scores", "marts.customer_360"]) == []


def _who_was_who(warehouse: Path) -> Counter[Any]:
    with open_build(warehouse) as build:
        return Counter(build.execute(WHO_WAS_WHO).fetchall())
