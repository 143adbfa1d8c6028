"""What has landed is staged as it is, in whatever folder and however big a number."""

import datetime as dt
import json
from pathlib import Path

import duckdb
import pytest

from customer360.landing import Request, land_file, read_contracts

pytestmark = pytest.mark.integration

NOW = dt.datetime(2026, 3, 10, 12)
BIG = 3_000_000_000  # more than 32 bits hold
EXAMPLES = {
    "string": "x",
    "timestamp": "2026-03-09T10:00:00Z",
    "date": "2026-03-09",
    "decimal": 1,
    "integer": BIG,
}


def land(landing: Path, entity: str, **values: object) -> None:
    """Land a file of one row."""
    landing.mkdir(exist_ok=True)
    file = landing.with_name(f"{entity.replace('/', '_')}.jsonl")
    file.write_text(json.dumps(values) + "\n")
    land_file(Request(entity, file), landing=landing, now=NOW)


def staged(warehouse: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(warehouse / "build.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_folders_may_have_names_with_quotes_and_wildcards(dbt, tmp_path, monkeypatch):
    # the file of the warehouse is the salt, made by the first build
    monkeypatch.setenv("C360_SALT", "")
    landing = tmp_path / "it's [1]*?"
    # dbt takes what follows a `?` for options of the database
    warehouse = tmp_path / "it's [1]*" / "it's [2]"
    land(landing, "pos/stores", store_id="s1")
    land(landing, "iot/devices", device_id="d1", registered_at="2026-03-09")
    selected = ["--select", "stg_pos__stores", "stg_iot__devices"]
    staged_ids = "select identifier_id from staging.stg_iot__devices"

    assert dbt.build(warehouse, landing, arguments=selected) == []
    salt = (warehouse / "salt").read_text()
    ids = staged(warehouse, staged_ids)
    assert len(salt.strip()) == 32
    assert staged(warehouse, "select store_id from staging.stg_pos__stores") == [
        ("s1",)
    ]
    assert len(ids) == 1
    assert dbt.build(warehouse, landing, arguments=selected) == []
    assert (warehouse / "salt").read_text() == salt
    assert staged(warehouse, staged_ids) == ids


def test_whole_numbers_are_staged_with_64_bits(dbt, tmp_path):
    columns = {
        entity: [each.name for each in contract.columns if each.data_type == "integer"]
        for entity, contract in read_contracts().items()
    }
    columns = {entity: names for entity, names in columns.items() if names}
    for entity in columns:
        contract = read_contracts()[entity]
        asked = [
            c for c in contract.columns if c.is_required or c.name in columns[entity]
        ]
        land(
            tmp_path / "landing",
            entity,
            **{c.name: (*c.accepted_values, EXAMPLES[c.data_type])[0] for c in asked},
        )
    models = {entity: f"stg_{entity.replace('/', '__')}" for entity in columns}
    selected = ["--select", *models.values(), "--exclude-resource-type", "unit_test"]
    assert dbt.build(tmp_path, tmp_path / "landing", arguments=selected) == []
    assert len(models) >= 5
    for entity, model in models.items():
        names = ", ".join(columns[entity])
        found = staged(tmp_path, f"select {names} from staging.{model}")
        assert found == [(BIG,) * len(columns[entity])], model
