"""What would make a build fail late is said before it starts."""

import json
import subprocess
import sys

import duckdb
import pytest

from customer360.build import BuildError
from customer360.build.preflight import (
    check_landed,
    check_not_in_use,
    check_warehouse,
    landed_counts,
)
from customer360.warehouse import WarehouseError, only_one, salt

pytestmark = pytest.mark.unit


def test_the_warehouse_folder_is_made(tmp_path):
    check_warehouse(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


def test_a_warehouse_that_cannot_be_written_to_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BuildError, match=r"file/warehouse cannot be written to"):
        check_warehouse(tmp_path / "file" / "warehouse")


def test_a_build_file_held_by_another_program_is_refused(tmp_path):
    path = str(tmp_path / "build.duckdb")
    code = (
        "import duckdb, sys; held = duckdb.connect(sys.argv[1]); "
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        holder.stdout.readline()
        with pytest.raises(BuildError, match=rf"in use by .*PID {holder.pid}"):
            check_not_in_use(tmp_path)
        holder.stdin.close()
    check_not_in_use(tmp_path)


def test_a_damaged_build_file_says_what_to_do(tmp_path):
    (tmp_path / "build.duckdb").write_text("no database " * 500)
    with pytest.raises(BuildError, match="Move it away and build again"):
        check_not_in_use(tmp_path)


def test_a_build_of_nothing_says_how_to_land(tmp_path):
    with pytest.raises(BuildError, match="Land a file first: c360 land"):
        check_landed(tmp_path, tmp_path / "landing.yml")


def test_inboxes_or_landed_files_are_enough(tmp_path):
    (tmp_path / "landing.yml").write_text("[]")
    check_landed(tmp_path / "none", tmp_path / "landing.yml")
    (tmp_path / "_manifest").mkdir()
    (tmp_path / "_manifest" / "1.json").write_text("{}")
    check_landed(tmp_path, tmp_path / "no.yml")


def test_landed_rows_are_counted_by_entity(tmp_path):
    (tmp_path / "_manifest").mkdir()
    for number, rows in enumerate((3, 4)):
        entry = {"entity": "pos/stores", "row_count": rows}
        (tmp_path / "_manifest" / f"{number}.json").write_text(json.dumps(entry))
    assert landed_counts(tmp_path) == {"pos/stores": 7}


def test_only_one_holds_the_lock_and_the_other_is_named(tmp_path):
    code = (
        "import sys; from pathlib import Path; "
        "from customer360.warehouse import only_one\n"
        "with only_one(Path(sys.argv[1]), 'build'):\n"
        "    print('held', flush=True); sys.stdin.read()\n"
    )
    lock = tmp_path / "build.lock"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(lock)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        holder.stdout.readline()
        with (
            pytest.raises(WarehouseError, match=rf"process {holder.pid}\)"),
            only_one(lock, "build"),
        ):
            pass
        holder.kill()
    with only_one(lock, "build"):
        pass


def test_the_salt_is_made_once_and_is_its_owners_only(tmp_path, monkeypatch):
    monkeypatch.delenv("C360_SALT", raising=False)
    first = salt(tmp_path)
    assert len(first) == 32
    assert salt(tmp_path) == first
    assert (tmp_path / "salt").stat().st_mode & 0o777 == 0o600


def test_a_salt_of_the_environment_is_not_written_down(tmp_path, monkeypatch):
    monkeypatch.setenv("C360_SALT", "ours")
    assert salt(tmp_path) == "ours"
    assert list(tmp_path.iterdir()) == []


def test_a_lost_salt_is_not_replaced_under_a_build(tmp_path, monkeypatch):
    monkeypatch.delenv("C360_SALT", raising=False)
    duckdb.connect(str(tmp_path / "build.duckdb")).close()
    with pytest.raises(WarehouseError, match="give every customer another id"):
        salt(tmp_path)
