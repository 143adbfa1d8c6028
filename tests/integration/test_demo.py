"""`c360 demo` as a user types it, small: from nothing to published marts and report."""

import json
import re
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from customer360.cli import app
from customer360.demo import folders
from customer360.paths import ROOT
from customer360.publish.contracts import mart_contracts

pytestmark = [pytest.mark.integration, pytest.mark.nightly]

SMALL = ["demo", "--customers", "200", "--days", "150"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo that has run once."""
    home = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folders, "HOME", home)
        result = CliRunner().invoke(app, SMALL)
    assert result.exit_code == 0, result.output
    assert "4/4 Report" in result.output
    assert f"Open the report: {home / 'report.html'}" in result.output
    return home


def test_every_mart_is_published_with_customers_in_it(home: Path) -> None:
    published = home / "warehouse" / "published"
    assert json.loads((published / "manifest.json").read_text(encoding="utf-8"))
    with duckdb.connect(str(published / "marts.duckdb"), read_only=True) as marts:
        tables = {row[0] for row in marts.execute("show tables").fetchall()}
        query = "select count(*) from customer_360 where order_count > 0"
        assert marts.execute(query).fetchall()[0][0] > 100
    assert tables == set(mart_contracts(ROOT / "models"))


def test_the_report_judges_identity_by_the_truth(home: Path) -> None:
    text = (home / "report.html").read_text(encoding="utf-8")
    assert 'class="missing"' not in text
    assert re.search(r"Precision, by the truth\D*[01]\.\d{2}", text)
    assert re.search(r"Recall, by the truth\D*[01]\.\d{2}", text)
    assert "://" not in text


def test_a_second_demo_makes_nothing_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "HOME", home)
    monkeypatch.setattr("customer360.demo.stages.built", lambda folders: None)
    result = CliRunner().invoke(app, SMALL)
    assert result.exit_code == 0, result.output
    assert "made before" in result.output
    assert "a file lands once" in result.output
