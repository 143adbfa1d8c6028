"""One customer and the whole report, out of a real build of the small world."""

import json
from pathlib import Path

import pytest
from proof.scene import Scene, small_scene
from proof.warehouse import Dbt

from customer360.customer.command import look_up
from customer360.paths import ROOT
from customer360.publish import contracts, files, hashing
from customer360.publish.tables import plan_tables
from customer360.report.build import open_build
from customer360.report.command import report
from customer360.report.figures.freshness import freshness
from customer360.warehouse import reading

pytestmark = pytest.mark.integration

# one identifier of each type, as a person may type it
TYPED = """
select
    identifiers.identifier_type,
    case identifiers.identifier_type
        when 'email' then ' ' || upper(min(identifier_value))
        when 'phone' then '+' || substr(min(identifier_value), 1, 1) || ' (0)'
            || substr(min(identifier_value), 2)
        when 'social_handle' then replace(upper(min(identifier_value)), ':', ':@')
        else min(identifier_value) || ' '
    end as typed,
    cast(arg_min(identity_map.customer_id, identifier_value) as varchar) as customer_id
from identity.identifiers
inner join identity.identity_map
    on identifiers.identifier_id = identity_map.identifier_id
where identity_map.customer_id is not null
group by identifiers.identifier_type
"""


@pytest.fixture(scope="module")
def scene(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return small_scene(dbt, tmp_path_factory.getbasetemp())


def publish_unaudited(build: Path, warehouse: Path, treatment: str) -> None:
    """Write the marts of a build as a version: the gate is tested elsewhere."""
    folder = warehouse / "versions" / "v1"
    folder.mkdir(parents=True)
    with reading(build) as connection:
        hashing.make_hash_macro(connection, hashing.publish_key(warehouse))
        marts = contracts.mart_contracts(ROOT / "models")
        plan = plan_tables(connection, marts, treatment)
        files.write_database(connection, plan.tables, folder)
    said = {"personal_columns": treatment, "published_at": "2026"}
    (folder / "manifest.json").write_text(json.dumps(said))
    (warehouse / "published").symlink_to("versions/v1")


@pytest.mark.parametrize("treatment", ["plain", "hashed", "drop"])
def test_any_identifier_leads_to_its_customer_however_personal_columns_left(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, treatment: str
) -> None:
    monkeypatch.setenv("C360_SALT", "test")
    build = scene.full / "build.duckdb"
    publish_unaudited(build, tmp_path, treatment)
    with reading(build) as connection:
        typed = connection.execute(TYPED).fetchall()
    assert len(typed) == 9
    for identifier_type, text, customer_id in typed:
        seen = look_up(tmp_path, text, identifier_type, 30)
        assert seen.customer_id == customer_id, (identifier_type, text)
        assert seen.identifiers
        assert seen.timeline or not seen.activity_count


def test_a_report_of_all_sources_lacks_no_chapter(scene: Scene, tmp_path: Path) -> None:
    path = report(scene.full, tmp_path / "report.html")
    text = path.read_text(encoding="utf-8")
    assert 'class="missing"' not in text
    assert "://" not in text
    assert text.count('role="img"') >= 14


def test_in_a_report_the_numbers_of_each_source_add_up(scene: Scene) -> None:
    with open_build(scene.full) as build:
        rows = freshness(build)
    parts = rows[["staged_count", "duplicate_count", "conflict_count"]].sum(axis=1)
    assert (rows["quarantined_count"] > 0).sum() > 5
    assert (rows["landed_count"] == parts + rows["quarantined_count"]).all()
