"""Proof: what was known at T does not change with what became known later."""

import datetime as dt
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from proof.landed import cut
from proof.scene import Scene, small_scene
from proof.slow_identity import identifier_id
from proof.warehouse import Dbt, build_tables, differences, open_build

from customer360.landing import Request, land_file

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
    build_tables(dbt, tmp_path, tmp_path / "landing")
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
