"""Proof: what was known at T does not change with what became known later.

Two ways. *Cut*: built as of T, records cut at T and records of any future give one
warehouse. *Grid*: each kept date up to T is the same, whatever the future from T on.
Tables are found, not listed, so that new features and scores are held against both.
"""

import datetime as dt
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from proof.alter import alter
from proof.landed import cut
from proof.mutants import mutants
from proof.scene import Scene, small_scene
from proof.slow_identity import identifier_id
from proof.warehouse import (
    Dbt,
    both,
    build_tables,
    column_names,
    differences,
    different_rows,
    open_build,
    row_counts,
    tables,
    tables_with_clocks,
    when_there,
)

from customer360.landing import Request, land_file, read_contracts

pytestmark = pytest.mark.integration

# T, and what became known later: what did, or another future
NOW_AND_THEN = [
    ("2024-05-03", "as it came"),
    *(
        pytest.param((day, future), marks=pytest.mark.nightly)
        for day in ("2024-02-10", "2024-04-01", "2024-05-03", "2024-05-21")
        for future in ("altered", "as it came")
        if (day, future) != ("2024-05-03", "as it came")
    ),
]
MONTH_STARTS = [
    "2024-04-01",
    *(
        pytest.param(day, marks=pytest.mark.nightly)
        for day in ("2024-02-01", "2024-03-01", "2024-05-01", "2024-06-01")
    ),
]
# for each filter to tell: before, too few have done everything; after, too little of
# it is still to become known
BETWEEN = [MONTH_STARTS[0], MONTH_STARTS[3]]

# what is there at kept dates; evaluations look at what followed
FEATURES = ["features.feat_*", "features.label_*"]
ON_THE_GRID = [*FEATURES, "scores.fit_*", "scores.score_*", "identity.customers_as_of"]
# what each pair of builds is compared in, and what that is made of
UP_TO_SCORES = ["--select", "staging", "+features", "+fit_*", "+score_*"]
UP_TO_CUSTOMERS = ["--select", "+features", "+scores", "+customer_360"]

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


@dataclass(frozen=True)
class Builds:
    """Two builds of records that differ from a time on."""

    since: dt.datetime
    one: Path
    other: Path

    def differences(self, places: list[str]) -> list[str]:
        """Return how the two differ in what was there at that time."""
        return differences(self.one, self.other, places, self.since)


@pytest.fixture(scope="module", params=NOW_AND_THEN, ids="-".join)
def builds(request: pytest.FixtureRequest, scene: Scene) -> Builds:
    """Two builds as of T: of records cut at T, and of all records of some future."""
    day, future = request.param
    folder = scene.warehouse(f"cut{day}-{future.replace(' ', '-')}")
    cut(scene.landing, dt.datetime.fromisoformat(day), folder / "landing")
    build_tables(
        scene.dbt, folder, folder / "landing", *UP_TO_CUSTOMERS, as_of_date=day
    )
    uncut, landing = scene.warehouse(f"un{folder.name}"), scene.landing
    if future == "altered":
        landing = uncut / "landing"
        alter(scene.landing, dt.datetime.fromisoformat(day), landing)
    else:
        shutil.copy(scene.full / "build.duckdb", uncut)
    build_tables(scene.dbt, uncut, landing, *UP_TO_CUSTOMERS, as_of_date=day)
    return Builds(dt.datetime.fromisoformat(day), folder, uncut)


@pytest.fixture(scope="module", params=MONTH_STARTS)
def futures(request: pytest.FixtureRequest, scene: Scene) -> Builds:
    """Two builds of all kept dates: of all records, and of those of another future."""
    since = dt.datetime.fromisoformat(request.param)
    other = scene.warehouse(f"altered{request.param}")
    counts = alter(scene.landing, since, other / "landing")
    assert set(counts) == set(read_contracts())
    assert all(counts.values()), counts
    build_tables(scene.dbt, other, other / "landing", *UP_TO_SCORES)
    return Builds(since, scene.full, other)


def test_a_kept_date_is_the_same_whatever_the_future(futures: Builds) -> None:
    found = tables_with_clocks(futures.one, ON_THE_GRID)
    assert futures.differences(found) == []


def test_every_feature_and_label_says_of_when_it_is(scene: Scene) -> None:
    """Without a date, nobody can say what may be known in it: see CLOCKS."""
    assert tables_with_clocks(scene.full, FEATURES) == tables(scene.full, FEATURES)


def test_of_every_feature_and_label_there_are_rows_to_compare(scene: Scene) -> None:
    """Sales and sessions too: two empty tables are the same whatever they may know."""
    found = tables_with_clocks(scene.full, FEATURES)
    entities = {table.partition(".feat_")[2].partition("__")[0] for table in found}
    assert {"customers", "sales", "sessions"} <= entities
    counts = row_counts(scene.full, found, dt.datetime.fromisoformat(MONTH_STARTS[0]))
    assert [table for table, count in counts.items() if not count] == []


def test_the_two_futures_differ_in_every_entity_and_in_who_is_who(
    futures: Builds,
) -> None:
    staging = tables(futures.one, ["staging.stg_*"])
    found = differences(futures.one, futures.other, staging)
    assert len(found) == 2 * len(read_contracts())
    assert differences(futures.one, futures.other, ["identity.identity_map"])


@pytest.mark.parametrize("futures", BETWEEN, indirect=True)
def test_without_one_filter_on_what_was_known_a_feature_tells_the_future(
    scene: Scene, futures: Builds
) -> None:
    """Each filter on `known_…` in a feature model is taken out once."""
    missed, tried = [], 0
    # dbt writes to a build that both cannot read meanwhile
    found = mutants(scene.dbt, scene.full, scene.landing)
    with both(futures.one, futures.other) as builds:
        for mutant in found:
            columns = column_names(builds, mutant.of("a"))
            there = when_there(columns, futures.since)
            if there == "true":
                continue
            ours, theirs = (
                f"select * from ({mutant.of(build)}) where {there}" for build in "ab"
            )
            tried += 1
            if not any(different_rows(builds, mutant.model, ours, theirs)):
                missed.append(mutant)
    assert tried > 10
    assert missed == []


def test_features_and_labels_are_those_of_records_cut_at_the_as_of_date(
    builds: Builds,
) -> None:
    assert builds.differences(["features"]) == []


def test_identity_up_to_the_as_of_date_is_that_of_records_cut_there(
    builds: Builds,
) -> None:
    assert builds.differences(["identity.customers_as_of"]) == []
    assert _who_was_who(builds.one) == _who_was_who(builds.other)


def test_scores_and_customer_360_are_those_of_records_cut_at_the_as_of_date(
    builds: Builds,
) -> None:
    assert builds.differences(["scores", "marts.customer_360"]) == []


def test_a_customer_at_a_past_date_has_the_id_that_was_known_then(
    dbt: Dbt, tmp_path: Path
) -> None:
    """The card was the first to land, yet on 1 April only the receipt was known."""
    for day, rule, entity, row in [
        (10, "now", "pos/transactions", _receipt("t1", 4, "")),
        (20, "now", "pos/transactions", _receipt("t2", 4, "L1", card="")),
        (30, "event", "pos/transactions", _receipt("t0", 3, "L1")),
    ]:
        file = tmp_path / f"{day}.csv"
        file.write_text(row, encoding="utf-8")
        request = Request(entity, file, known_at=rule)
        now = dt.datetime(2024, 4, day)
        land_file(request, landing=tmp_path / "landing", now=now)
    build_tables(dbt, tmp_path, tmp_path / "landing", "--select", "+customers_as_of")
    with open_build(tmp_path) as build:
        rows = build.execute("from identity.customers_as_of").fetchall()
    names = {date: customer_id for date, customer_id, _ in rows}
    assert names == {
        dt.date(2024, 4, 1): identifier_id(("loyalty_id", "L1")),
        dt.date(2024, 4, 21): identifier_id(("payment_token", "C1")),
    }


def _receipt(key: str, month: int, loyalty_id: str, card: str = "C1") -> str:
    return (
        "transaction_id,transacted_at,store_id,total_amount,loyalty_id,payment_token\n"
        f"{key},2024-0{month}-05,s1,10,{loyalty_id},{card}\n"
    )


def _who_was_who(warehouse: Path) -> Counter[Any]:
    with open_build(warehouse) as build:
        return Counter(build.execute(WHO_WAS_WHO).fetchall())
