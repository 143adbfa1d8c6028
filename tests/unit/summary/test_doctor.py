"""The doctor says what is fine and, of the rest, what to do."""

import json
from importlib.metadata import version

import duckdb
import pytest

from customer360 import doctor

pytestmark = pytest.mark.unit


@pytest.fixture
def found(tmp_path, monkeypatch):
    monkeypatch.setenv("C360_LANDING", str(tmp_path / "landing"))
    monkeypatch.setenv("C360_WAREHOUSE", str(tmp_path / "warehouse"))
    monkeypatch.delenv("C360_SALT", raising=False)

    def run():
        return {finding.what: finding.mend for finding in doctor.findings()}

    return run


def test_a_new_project_is_told_how_to_begin(found):
    said = found()
    assert said["nothing has landed"].startswith("c360 land")
    assert said["no build yet"] == "c360 build"
    assert said["identity salt: the first build makes it"] == ""


def test_a_failed_build_is_to_be_built_again(found, tmp_path):
    (tmp_path / "warehouse").mkdir()
    (tmp_path / "warehouse" / "salt").write_text("s")
    with duckdb.connect(str(tmp_path / "warehouse" / "build.duckdb")) as connection:
        connection.execute(
            "create schema audit; create table audit.builds as select 'b' as build_id, "
            "timestamp '2026-05-01' as started_at, null as completed_at, "
            "false as is_success"
        )
    assert found()["latest build b did not end well"] == "c360 build"


def test_landed_rows_are_named(found, tmp_path):
    folder = tmp_path / "landing" / "_manifest"
    folder.mkdir(parents=True)
    entry = {"entity": "pos/stores", "row_count": 1200}
    (folder / "1.json").write_text(json.dumps(entry))
    assert found()["landed pos/stores: 1,200 rows"] == ""


def test_a_salt_that_differs_from_the_kept_one_is_dangerous(
    found, tmp_path, monkeypatch
):
    (tmp_path / "warehouse").mkdir()
    (tmp_path / "warehouse" / "salt").write_text("kept")
    monkeypatch.setenv("C360_SALT", "other")
    (mend,) = [mend for what, mend in found().items() if "C360_SALT is not" in what]
    assert "another id" in mend


def test_what_cannot_be_read_is_a_finding_too(found, tmp_path):
    (tmp_path / "warehouse").mkdir()
    (tmp_path / "warehouse" / "salt").write_text("s")
    (tmp_path / "warehouse" / "build.duckdb").write_text("no database " * 500)
    assert "cannot be opened" in found()["build"]


def test_packages_are_compared_with_the_lock_where_it_applies():
    lines = [
        f"duckdb=={version('duckdb')} \\",
        "    --hash=sha256:0",
        "duckdb==0.1",
        "no-such-package==1.0",
        "only-on-windows==1.0 ; sys_platform == 'win32' \\",
    ]
    assert list(doctor._other_versions(lines)) == [
        f"duckdb {version('duckdb')} (locked: 0.1)",
        "no-such-package missing (locked: 1.0)",
    ]
