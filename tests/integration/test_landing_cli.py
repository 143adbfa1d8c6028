"""`c360 land` as a user types it: what it prints, what it leaves, how it ends."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from customer360.cli import app
from customer360.landing import read_manifest
from customer360.paths import ROOT

pytestmark = pytest.mark.integration

RECEIPTS = "transaction_id,transacted_at,store_id,total_amount,till\n" + "".join(
    f"{number},2020-01-01,1,5,x\n" for number in range(40)
)
ORDER = (
    '{"id": 7, "placed_at": "2026-01-01T10:00:00Z", "state": "PAID", '
    '"customer": {"id": "c1", "email": "ann@example.com"}, '
    '"items": [{"sku": "A", "qty": 2, "price": 9.5}], "discount": 1.0}\n'
)

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `c360` in an empty folder with a landing folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("C360_LANDING", str(tmp_path / "landing"))
    runner = CliRunner()

    def invoke(*arguments: str) -> Result:
        return runner.invoke(app, list(arguments))

    return invoke


def test_a_file_lands_and_the_second_time_nothing_changes(run: Run) -> None:
    Path("t.csv").write_text(RECEIPTS + "41,,1,5,x\n")
    first = run("land", "pos/transactions", "t.csv")

    assert first.exit_code == 0, first.output
    identifier = read_manifest(Path("landing"))[0].file_id
    assert first.stdout.splitlines() == [
        f"pos/transactions: t.csv landed, 40 rows, known at: event ({identifier}).",
        "  auto is event, because most of its events are over 7 days old.",
        "  1 of 41 rows is bad: see "
        f"_quarantine/pos/transactions/{identifier}.parquet.",
        "  extra columns kept: till.",
    ]
    before = {path: path.stat().st_mtime_ns for path in Path("landing").rglob("*")}
    again = run("land", "pos/transactions", "t.csv")
    assert again.exit_code == 0
    assert "already landed" in again.stdout
    assert "nothing changed" in again.stdout
    after = {path: path.stat().st_mtime_ns for path in Path("landing").rglob("*")}
    assert before == after


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["pos/transaction", "t.csv"], "Did you mean pos/transactions"),
        (["pos/stores", "none.csv"], "there is no such file"),
        (["pos/stores", "."], "is a folder"),
        (["pos/stores", "empty.csv"], "is empty"),
        (["pos/stores", "t.csv", "--map", "none.yml"], "there is no such mapping"),
        (["pos/stores", "t.csv", "--known-at", "nope"], "no such column"),
        (["pos/stores", "latin.csv"], "iconv -f WINDOWS-1252"),
        (["pos/transactions", "bad.csv"], "Nothing landed"),
        (["pos/stores"], "Which file is to land as pos/stores?"),
        ([], "Say what to land"),
        (["--all", "--dir", "."], "one of the three"),
        (["--all", "--config", "none.yml"], "there is no such list of inboxes"),
        (["--dir", "none"], "there is no such folder"),
        (["--withdraw", "none"], "nothing has landed"),
        (["pos/stores", "t.csv", "--withdraw", "none"], "stands alone"),
    ],
)
def test_a_user_error_is_one_message_and_exit_code_1(
    run: Run, arguments: list[str], message: str
) -> None:
    Path("t.csv").write_text(RECEIPTS)
    Path("empty.csv").touch()
    Path("latin.csv").write_bytes(b"store_id,city\n1,K\xf6ln\n")
    Path("bad.csv").write_text(RECEIPTS.replace(",5,", ",five,"))
    result = run("land", *arguments)

    assert result.exit_code == 1
    assert message in result.stderr
    assert "Traceback" not in result.output
    assert not list(Path("landing").rglob("*.*"))


def test_a_withdrawn_file_stays_out_of_the_inboxes_until_it_is_asked_for(
    run: Run,
) -> None:
    Path("s.csv").write_text("store_id\n1\n")
    Path("landing.yml").write_text("- {glob: s.csv, entity: pos/stores}")
    run("land", "--all", "--config", "landing.yml")
    identifier = read_manifest(Path("landing"))[0].file_id

    unknown = run("land", "--withdraw", identifier, "--withdraw", identifier[:8])
    assert unknown.exit_code == 1
    assert f"Like it:\n  {identifier}  pos/stores  s.csv" in unknown.stderr
    assert len(read_manifest(Path("landing"))) == 1

    withdrawn = run("land", "--withdraw", identifier)
    assert withdrawn.exit_code == 0, withdrawn.output
    assert withdrawn.stdout.splitlines() == [
        f"pos/stores: s.csv ({identifier}) withdrawn, 1 row.",
        "The next build is as if that had never landed.",
    ]
    assert "already" in run("land", "--withdraw", identifier).stdout

    again = run("land", "--all", "--config", "landing.yml")
    assert again.exit_code == 0
    assert "stays so; --even-if-withdrawn lands it" in again.stdout
    assert read_manifest(Path("landing")) == []
    run("land", "--all", "--config", "landing.yml", "--even-if-withdrawn")
    assert len(read_manifest(Path("landing"))) == 1


def test_one_of_many_files_fails_and_the_others_land(run: Run) -> None:
    Path("a.csv").write_text("store_id\n1\n")
    Path("b.csv").write_text("nope\n1\n")
    Path("c.csv").write_text("store_id\n2\n")
    result = run("land", "pos/stores", "a.csv", "b.csv", "c.csv")

    assert result.exit_code == 1
    assert result.stdout.count("landed, 1 row,") == 2
    assert "b.csv does not have" in result.stderr
    assert "1 of 3 files did not land." in result.stderr


def test_an_interrupt_is_one_message(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("customer360.landing.writer.Writer.copy", interrupt)
    Path("s.csv").write_text("store_id\n1\n")
    result = run("land", "pos/stores", "s.csv")
    assert result.exit_code == 130
    assert "Interrupted" in result.stderr
    assert not [path for path in Path("landing").rglob("*") if path.is_file()]


def test_the_inboxes_and_mappings_of_the_project_land_what_they_describe(
    run: Run, tmp_path: Path
) -> None:
    for name in ("landing.yml", "mappings"):
        (tmp_path / name).symlink_to(ROOT / name)
    inbox = tmp_path / "data" / "inbox"
    (inbox / "crm").mkdir(parents=True)
    (inbox / "pos").mkdir()
    (inbox / "crm" / "orders.jsonl").write_text(ORDER)
    (inbox / "pos" / "receipts.csv").write_text(
        "Bon;Zeit;Filiale;Kasse;Karte;Summe\n000123;1767225600;01;3;L-77;12.50\n"
    )
    result = run("land", "--all", "--config", str(tmp_path / "landing.yml"))

    assert result.exit_code == 0, result.output
    assert [
        line.split(":")[0] for line in result.stdout.splitlines() if line[0] != " "
    ] == ["pos/transactions", "crm/orders", "crm/order_lines"]
    assert run("land", "--all", "--config", "landing.yml").stdout.count("already") == 3


def test_the_landing_option_is_the_folder_it_names(run: Run) -> None:
    Path("in/pos/stores").mkdir(parents=True)
    Path("in/pos/stores/s.csv").write_text("store_id\n1\n")
    result = run("land", "--dir", "in", "--landing", "elsewhere")
    assert result.exit_code == 0, result.output
    assert len(read_manifest(Path("elsewhere"))) == 1
    assert (
        run("land", "--dir", "in/pos").stdout == "Nothing to land: no file matches.\n"
    )


def test_help_does_not_import_what_only_commands_need() -> None:
    code = (
        "import sys; from customer360.cli import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'duckdb', 'dbt', 'dagster', 'pandas', 'numpy', 'sklearn'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
