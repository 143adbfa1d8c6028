"""Readers see whole versions only, and the last good one whatever happens."""

import hashlib
import hmac
import json
import subprocess
import sys

import duckdb
import pytest

from customer360.publish import PublishError, published_version, publisher, rollback
from customer360.publish.hashing import publish_key
from customer360.warehouse import WarehouseError

pytestmark = pytest.mark.unit


@pytest.fixture
def publish(warehouse, project_dir, suites):
    def run(**options):
        return publisher.publish(
            warehouse, suites=suites, project_dir=project_dir, **options
        )

    return run


def query(warehouse, sql):
    path = str(warehouse / "published" / "marts.duckdb")
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_a_published_mart_is_found_under_its_own_name(warehouse, add_build, publish):
    add_build("first")
    publish()
    sql = "select customer_id, order_count from marts.customer_360 order by all"
    assert query(warehouse, sql) == [("c1", 3), ("c2", 0)]
    assert query(warehouse, sql.replace("marts.", "")) == [("c1", 3), ("c2", 0)]


def test_only_described_marts_leave_the_build(warehouse, add_build, publish):
    add_build("first")
    version = publish()
    tables = query(warehouse, "select name from (show all tables) order by all")
    assert tables == [("customer_360",), ("dim_customers",)]
    assert version.manifest["undescribed_tables"] == ["renamed_long_ago"]
    assert version.manifest["tables_not_built"] == ["fct_never_built"]


def test_personal_columns_are_hashed_with_a_key_of_their_own(
    warehouse, add_build, publish
):
    add_build("first")
    publish()
    secret = publish_key(warehouse).secret
    expected = "k1:" + hmac.new(secret, b"ann@x.org", hashlib.sha256).hexdigest()
    rows = query(
        warehouse, "select email from marts.dim_customers order by customer_id"
    )
    assert rows[0] == (expected,)
    assert rows[1] == (None,)


def test_no_published_file_holds_a_personal_value(warehouse, add_build, publish):
    add_build("first")
    version = publish()
    files = [path for path in version.folder.rglob("*") if path.is_file()]
    assert len(files) == 4
    for path in files:
        assert b"ann@x.org" not in path.read_bytes()


def test_dropped_personal_columns_are_gone_and_said_so(warehouse, add_build, publish):
    add_build("first")
    version = publish(personal_columns="drop")
    columns = query(warehouse, "describe marts.dim_customers")
    assert [column[0] for column in columns] == ["customer_id"]
    said = version.manifest["tables"][1]
    assert said["dropped_columns"] == ["email", "birth_date"]


def test_plain_personal_columns_keep_their_types(warehouse, add_build, publish):
    add_build("first")
    publish(personal_columns="plain")
    columns = query(warehouse, "describe marts.dim_customers")
    assert [column[1] for column in columns] == ["VARCHAR", "VARCHAR", "DATE"]


def test_an_unknown_treatment_is_refused(add_build, publish):
    add_build("first")
    with pytest.raises(PublishError, match="'masked'; it may be hashed, plain, drop"):
        publish(personal_columns="masked")


def test_without_a_setting_personal_columns_are_hashed(project_dir, add_build, publish):
    (project_dir / "dbt_project.yml").write_text("name: retailer\n")
    add_build("first")
    assert publish().manifest["personal_columns"] == "hashed"


def test_the_manifest_tells_what_was_published(add_build, publish):
    add_build("first", hour=3)
    version = publish()
    manifest = json.loads((version.folder / "manifest.json").read_text())
    assert manifest["version_id"] == version.version_id
    assert version.version_id.startswith("20260501T030000-")
    assert manifest["build_id"] == "first"
    assert manifest["as_of_date"] == "2026-05-01"
    table = manifest["tables"][0]
    assert (table["name"], table["row_count"]) == ("customer_360", 2)
    assert table["columns"][0] == {
        "name": "customer_id",
        "type": "VARCHAR",
        "contract_type": "string",
        "personal": None,
    }
    for name, said in manifest["files"].items():
        content = (version.folder / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == said["sha256"]
        assert len(content) == said["byte_count"]


def test_parquet_holds_the_same_rows(warehouse, add_build, publish):
    add_build("first")
    folder = publish().folder
    rows = duckdb.sql(f"from '{folder}/parquet/customer_360.parquet'").fetchall()
    assert rows == query(warehouse, "from marts.customer_360")


def test_descriptions_become_comments(warehouse, add_build, publish):
    add_build("first")
    publish()
    sql = "select comment from duckdb_tables() where table_name = 'customer_360'"
    assert query(warehouse, sql) == [("One row per customer. It's wide.",)]


def test_the_file_can_be_read_by_duckdb_1_4(warehouse, add_build, publish):
    add_build("first")
    publish()
    sql = "select tags['storage_version'] from duckdb_databases() where not internal"
    assert query(warehouse, sql) == [("v1.4.0+",)]


def test_the_same_build_published_twice_is_one_version(warehouse, add_build, publish):
    add_build("first")
    assert publish() == publish()
    assert len(list((warehouse / "versions").iterdir())) == 1


def test_the_same_build_treated_otherwise_is_another_version(add_build, publish):
    add_build("first")
    assert publish().version_id != publish(personal_columns="plain").version_id


def test_a_refused_build_leaves_readers_the_version_before(
    warehouse, add_build, publish
):
    add_build("first", hour=1)
    good = publish()
    add_build("second", hour=2, failed=1)
    with pytest.raises(PublishError):
        publish()
    assert published_version(warehouse) == good


def test_an_open_reader_keeps_its_version(warehouse, add_build, publish, build_sql):
    add_build("first", hour=1)
    publish(keep=1)
    path = str(warehouse / "published" / "marts.duckdb")
    sql = "select sum(order_count) from marts.customer_360"
    with duckdb.connect(path, read_only=True) as reader:
        assert reader.execute(sql).fetchall() == [(3,)]
        build_sql("update marts.customer_360 set order_count = 50")
        add_build("second", hour=2)
        publish(keep=1)
        assert reader.execute(sql).fetchall() == [(3,)]
    assert query(warehouse, sql) == [(100,)]


def test_the_last_versions_are_kept(warehouse, add_build, publish):
    ids = []
    for hour in range(1, 8):
        add_build(f"build-{hour}", hour=hour)
        ids.append(publish(keep=3).version_id)
    assert sorted(path.name for path in (warehouse / "versions").iterdir()) == ids[-3:]


def test_the_current_version_is_kept_though_it_is_not_the_last_made(
    warehouse, add_build, publish
):
    add_build("first")
    first = publish()
    publish(personal_columns="plain")
    assert publish(keep=1) == first
    assert published_version(warehouse) == first
    assert first.database.is_file()


def test_rollback_points_to_the_version_before(warehouse, add_build, publish):
    add_build("first", hour=1)
    first = publish()
    add_build("second", hour=2)
    publish()
    assert rollback(warehouse) == first
    assert published_version(warehouse) == first


def test_rollback_of_the_oldest_version_is_refused(warehouse, add_build, publish):
    add_build("first")
    good = publish()
    with pytest.raises(PublishError, match="oldest version kept"):
        rollback(warehouse)
    assert published_version(warehouse) == good


def test_rollback_before_the_first_publishing_is_refused(warehouse):
    with pytest.raises(PublishError, match="Nothing is published"):
        rollback(warehouse)


def test_rollback_to_a_changed_file_is_refused(warehouse, add_build, publish):
    add_build("first", hour=1)
    first = publish()
    add_build("second", hour=2)
    second = publish()
    with first.database.open("ab") as file:
        file.write(b"x")
    with pytest.raises(PublishError, match="checksum has changed"):
        rollback(warehouse)
    assert published_version(warehouse) == second


def test_a_missing_build_says_how_to_make_one(warehouse, publish):
    (warehouse / "build.duckdb").unlink()
    with pytest.raises(WarehouseError, match="Run `c360 build` first"):
        publish()


def test_a_file_that_is_no_database_is_refused(warehouse, publish):
    (warehouse / "build.duckdb").write_text("not a database, " * 1000)
    with pytest.raises(WarehouseError, match="cannot be opened"):
        publish()


def test_a_build_being_written_is_refused_naming_the_writer(
    warehouse, add_build, publish
):
    add_build("first")
    code = (
        "import duckdb, sys; held = duckdb.connect(sys.argv[1]); "
        "print('held', flush=True); sys.stdin.read()"
    )
    path = str(warehouse / "build.duckdb")
    with subprocess.Popen(
        [sys.executable, "-c", code, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        writer.stdout.readline()
        with pytest.raises(WarehouseError, match=rf"in use by .*PID {writer.pid}"):
            publish()
        writer.stdin.close()


def test_what_an_interrupted_publishing_left_is_removed(warehouse, add_build, publish):
    left = warehouse / "versions" / ".unfinished-1"
    left.mkdir(parents=True)
    (left / "marts.duckdb").write_text("half")
    add_build("first")
    publish()
    assert not left.exists()


def test_a_failure_halfway_leaves_neither_half_nor_link(
    warehouse, add_build, publish, build_sql
):
    add_build("first", hour=1)
    good = publish()
    build_sql("drop table marts.dim_customers")
    build_sql(
        "create view marts.dim_customers as "
        "select cast(email as integer) as customer_id from staging.stg_crm__contacts"
    )
    add_build("second", hour=2)
    with pytest.raises(PublishError, match="What was published before stays"):
        publish()
    assert published_version(warehouse) == good
    assert [each.name for each in (warehouse / "versions").iterdir()] == [
        good.version_id
    ]


def test_a_link_that_someone_made_a_folder_is_not_touched(
    warehouse, add_build, publish
):
    (warehouse / "published").mkdir()
    add_build("first")
    with pytest.raises(PublishError, match="is not a link"):
        publish()
