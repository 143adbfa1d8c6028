"""Proof: an id once issued is found, whatever is blocked, changed or withdrawn."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from proof.landed import reveal
from proof.scene import Scene, small_scene
from proof.warehouse import Dbt, build_tables, open_build

from customer360.landing import read_manifest

pytestmark = pytest.mark.integration

# seeds stay as a test has changed them in the build; above identity only the mart
MODELS = ["--select", "staging", "identity", "dim_customer_id_changes"]
OWNERS = """
select cast(identifier_id as varchar), cast(customer_id as varchar)
from identity.identity_map
"""
FOUND = """
select
    cast(ids.issued_customer_id as varchar),
    cast(ids.customer_id as varchar),
    ids.is_current,
    changes.reason
from identity.customer_ids as ids
left join marts.dim_customer_id_changes as changes
    on cast(ids.issued_customer_id as varchar) = changes.retired_customer_id
"""
NAMED_BY_AN_ADDRESS = """
select cast(identifier_id as varchar), identifier_value
from identity.identity_map
inner join identity.identifiers using (identifier_id)
where identifier_type = 'email' and customer_id = identifier_id
order by identifier_id
"""
Ids = dict[str, tuple[str | None, bool, str | None]]


@pytest.fixture(scope="module")
def scene(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return small_scene(dbt, tmp_path_factory.getbasetemp())


@pytest.fixture
def warehouse(scene: Scene, tmp_path: Path) -> Path:
    """A copy of the build of everything."""
    shutil.copy(scene.full / "build.duckdb", tmp_path)
    return tmp_path


def rows(warehouse: Path, query: str) -> list[Any]:
    with open_build(warehouse) as build:
        return build.execute(query).fetchall()


def change(warehouse: Path, statement: str) -> None:
    with duckdb.connect(str(warehouse / "build.duckdb")) as build:
        build.execute(statement)


def customers(warehouse: Path) -> set[str]:
    return {customer for _, customer in rows(warehouse, OWNERS) if customer}


def ids_after(scene: Scene, warehouse: Path, landing: Path, *arguments: str) -> Ids:
    """Build on the seeds that are in the warehouse; return what is told of each id."""
    without_seeds = ["--exclude", "resource_type:seed"]
    build_tables(scene.dbt, warehouse, landing, *MODELS, *without_seeds, *arguments)
    return {row[0]: tuple(row[1:]) for row in rows(warehouse, FOUND)}


def assert_all_are_found(ids: Ids, issued: Iterable[str], warehouse: Path) -> None:
    """Each id says whose its identifier is now, and why it is no name any more."""
    owners = dict(rows(warehouse, OWNERS))
    for issued_id in issued:
        customer, is_current, reason = ids[issued_id]
        assert customer == owners.get(issued_id)
        assert is_current == (customer == issued_id)
        assert (reason is None) == is_current, issued_id


def test_the_id_of_a_value_that_is_blocked_later_is_nobodys_and_comes_back(
    scene: Scene, warehouse: Path
) -> None:
    before = customers(warehouse)
    old, address = rows(warehouse, NAMED_BY_AN_ADDRESS)[0]
    block = f"values ('email', 'exact', '{address}', false, 'x')"
    change(warehouse, f"insert into seeds.blocked_identifiers {block}")
    ids = ids_after(scene, warehouse, scene.landing)
    assert ids[old] == (None, False, "blocked")
    assert_all_are_found(ids, before, warehouse)

    change(warehouse, "delete from seeds.blocked_identifiers where reason = 'x'")
    ids = ids_after(scene, warehouse, scene.landing)
    assert ids[old] == (old, True, None)
    assert customers(warehouse) == before


def test_ids_that_never_were_by_another_rule_lead_to_whom_they_would_have_named(
    scene: Scene, warehouse: Path
) -> None:
    before = customers(warehouse)
    looser = "max_per_customer = 5, max_durable_neighbours = null"
    change(warehouse, f"update seeds.identifier_types set {looser}")
    ids = ids_after(scene, warehouse, scene.landing)
    assert_all_are_found(ids, before, warehouse)
    recomputed = [ids[each] for each in before if ids[each][2] == "recomputed"]
    assert recomputed
    assert all(customer in customers(warehouse) for customer, _, _ in recomputed)


def test_ids_of_a_withdrawn_file_outlive_even_a_full_refresh(
    scene: Scene, warehouse: Path
) -> None:
    before = customers(warehouse)
    kept = [e for e in read_manifest(scene.landing) if e.entity != "pos/transactions"]
    landing = warehouse / "landing"
    reveal(kept, scene.landing, landing)
    ids = ids_after(scene, warehouse, landing)
    assert_all_are_found(ids, before, warehouse)
    withdrawn = {each for each in before if ids[each] == (None, False, "withdrawn")}
    assert withdrawn
    again = ids_after(scene, warehouse, landing, "--full-refresh")
    assert again == ids


def test_a_build_file_that_is_made_anew_takes_up_the_ids_that_were_published(
    scene: Scene, tmp_path: Path
) -> None:
    published = tmp_path / "published" / "parquet"
    published.mkdir(parents=True)
    old, older = (f"00000000-0000-0000-0000-{number:012}" for number in (1, 2))
    for mart, column, value in [
        ("dim_customers", "customer_id", old),
        ("dim_customer_id_changes", "retired_customer_id", older),
    ]:
        file = published / f"{mart}.parquet"
        duckdb.execute(f"copy (select '{value}' as {column}) to '{file}'")
    build_tables(scene.dbt, tmp_path, scene.landing, "--select", "+customer_ids")
    found = dict(
        rows(
            tmp_path,
            "select cast(issued_customer_id as varchar), gone_reason "
            "from identity.customer_ids",
        )
    )
    assert found[old] == found[older] == "withdrawn"
    assert len(found) > 500
