"""`c360 simulate` as a user types it: files that land, and what it refuses."""

from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from customer360.cli import app
from customer360.landing import read_contracts

pytestmark = pytest.mark.integration


@pytest.fixture(autouse=True)
def _somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def simulate(*options: str) -> Result:
    sizes = ["--customers", "60", "--days", "90", "--seed", "3"]
    folders = ["--out", "files", "--truth", "truth"]
    return CliRunner().invoke(app, ["simulate", *sizes, *folders, *options])


def number(query: str) -> int:
    return int(duckdb.sql(query).fetchall()[0][0])


def test_every_entity_is_written_counted_and_landed_as_the_last_line_says() -> None:
    result = simulate()
    assert result.exit_code == 0, result.output
    *entities, last = result.stdout.splitlines()
    written = {
        entity: number(f"select count(*) from 'files/{entity}/*.parquet'")
        for entity in read_contracts()
    }
    counts = {f"{entity}: {count:,} rows" for entity, count in written.items()}
    assert set(entities) == counts
    assert last.startswith(f"{sum(written.values()):,} rows in files, ")
    assert sorted(path.name for path in Path("truth").iterdir()) == [
        *("campaigns", "future", "identifiers", "people", "records", "texts")
    ]
    command = last.partition("c360 ")[2].split()
    landed = CliRunner().invoke(app, [*command, "--landing", "landing"])
    assert landed.exit_code == 0, landed.output


def test_a_rate_the_world_and_the_first_day_are_as_typed() -> None:
    options = ["--set", "cash_sale=1", "--world", "shifted", "--start", "2030-05-01"]
    result = simulate(*options)
    assert result.exit_code == 0, result.output
    receipts = "'files/pos/transactions/*.parquet'"
    assert number(f"select year(min(transacted_at)) from {receipts}") == 2030
    # a receipt of what is picked up names its order
    query = f"select count(*) from {receipts} where loyalty_id is not null"
    assert number(f"{query} and order_id is null") == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--set", "cash_sales=1"], "Did you mean cash_sale"),
        (["--set", "cash_sale=2"], "between 0 and 1"),
        (["--world", "flat"], "flat"),
        (["--start", "tomorrow"], "tomorrow"),
        (["--customers", "0"], "0"),
        (["--out", "."], "."),
    ],
)
def test_what_cannot_be_is_refused_in_one_message(
    options: list[str], said: str
) -> None:
    Path("mine.txt").touch()
    result = simulate(*options)
    assert result.exit_code == 1
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert not Path("truth").exists()
