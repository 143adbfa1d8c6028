"""Proof: the tables are a function of what has landed, not of how it was processed."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from proof.kill import build_killed
from proof.landed import reveal
from proof.scene import Scene, small_scene
from proof.warehouse import NO_SCORES, Dbt, build_tables, differences, open_build

from customer360.landing import ManifestEntry, read_manifest

pytestmark = pytest.mark.integration

MORE_GROUPINGS = [
    pytest.param(seed, count, marks=pytest.mark.nightly)
    for seed in range(4, 41)
    for count in [2 + seed % 9]
]
MORE_KILLS = [
    pytest.param(model, marks=pytest.mark.nightly)
    for model in (
        "staging.stg_web__events",
        "identity.solve_identity",
        "scores.fit_customer__churn",
        "marts.fct_orders",
    )
]


@pytest.fixture(scope="module")
def scene(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return small_scene(dbt, tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def days(scene: Scene) -> list[list[ManifestEntry]]:
    """The landed files by the day they landed, in two groups."""
    entries = read_manifest(scene.landing)
    middle = sorted({entry.landed_at for entry in entries})[2]
    return [
        [entry for entry in entries if entry.landed_at <= middle],
        [entry for entry in entries if entry.landed_at > middle],
    ]


@pytest.fixture(scope="module")
def nightly(scene: Scene, days: list[list[ManifestEntry]]) -> Path:
    """A warehouse built before the last landings, but for scores: none is kept."""
    return scene.build_in_groups("nightly", days[:-1], *NO_SCORES)


@pytest.fixture(scope="module")
def incremental(scene: Scene, days: list[list[ManifestEntry]], nightly: Path) -> Path:
    """The same, built after the last landings too; `nightly` itself is kept."""
    warehouse = scene.warehouse("incremental")
    shutil.copy(nightly / "build.duckdb", warehouse)
    shown = nightly / "landing"
    reveal(days[-1], scene.landing, shown)
    return build_tables(scene.dbt, warehouse, shown)


def test_building_after_each_landing_gives_the_tables_of_one_rebuild(
    scene: Scene, incremental: Path
) -> None:
    assert differences(incremental, scene.full) == []


@pytest.mark.parametrize(("seed", "count"), [(1, 2), (2, 2), (3, 3), *MORE_GROUPINGS])
def test_files_in_any_order_and_grouping_give_the_tables_of_one_rebuild(
    scene: Scene, seed: int, count: int
) -> None:
    groups = scene.random_groups(seed, count)
    grouped = scene.build_in_groups(f"random{seed}", groups)
    assert differences(grouped, scene.full) == []


@pytest.mark.parametrize("model", ["activities.daily_activities", *MORE_KILLS])
def test_a_build_that_was_killed_and_started_again_gives_the_tables_of_one_rebuild(
    scene: Scene, model: str
) -> None:
    first, second = scene.random_groups(seed=3, count=2)
    before = [] if model.startswith("scores.") else NO_SCORES
    warehouse = scene.build_in_groups(f"killed_at_{model}", [first], *before)
    shown = warehouse / "landing"
    reveal(second, scene.landing, shown)
    build_killed(warehouse, shown, scene.folder / "killed", model)
    build_tables(scene.dbt, warehouse, shown)
    assert differences(warehouse, scene.full) == []


def test_a_build_without_new_files_changes_nothing(
    scene: Scene, incremental: Path, tmp_path: Path
) -> None:
    """Scores are made of what has not changed: the full refresh makes them again."""
    shutil.copy(incremental / "build.duckdb", tmp_path)
    build_tables(scene.dbt, tmp_path, scene.landing, *NO_SCORES)
    assert differences(tmp_path, incremental) == []


def test_a_full_refresh_of_an_incremental_build_changes_nothing(
    scene: Scene, incremental: Path, tmp_path: Path
) -> None:
    """Without the fits made so far: all are made anew, and are the same."""
    shutil.copy(incremental / "build.duckdb", tmp_path)
    build_tables(scene.dbt, tmp_path, scene.landing, "--full-refresh")
    assert differences(tmp_path, incremental) == []


def test_a_later_landing_takes_nothing_for_landed_later_than_it_was(
    nightly: Path, incremental: Path
) -> None:
    query = "select identifier_id, landed_at from identity.identifiers"
    before, after = _dictionary(nightly, query), _dictionary(incremental, query)
    assert {key: after[key] for key in before} == before


def test_a_customer_keeps_its_id_until_it_is_joined_to_one_that_landed_before(
    nightly: Path, incremental: Path
) -> None:
    query = "select identifier_id, profile_id from identity.identity_map"
    before, after = _dictionary(nightly, query), _dictionary(incremental, query)
    renamed = {
        (old, after[old])
        for old in set(before.values()) - {None}
        if after[old] not in (old, None)
    }
    assert renamed
    for old, new in renamed:
        assert before.get(new) not in (old, None), (old, new)


def _dictionary(warehouse: Path, query: str) -> dict[Any, Any]:
    with open_build(warehouse) as build:
        return dict(build.execute(query).fetchall())
