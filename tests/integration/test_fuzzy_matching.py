"""Contacts that share no identifier, from landing to customers, beside the truth."""

import datetime as dt
import shutil
from io import StringIO
from pathlib import Path

import against_truth
import duckdb
import fuzzy_matching
import pytest
from proof.warehouse import Dbt
from rich.console import Console

from customer360.fuzzy.command import train_fuzzy
from customer360.landing import Request, land_file, land_folder
from customer360.paths import ROOT
from customer360.simulate import Settings, simulate
from customer360.simulate.rates import Rates

pytestmark = pytest.mark.integration

NOW = dt.datetime(2026, 1, 1)
UP_TO_IDENTITY = [
    "--select",
    "+identity_map",
    "--exclude-resource-type",
    "test",
    "unit_test",
]
ON = {"identity_fuzzy_matching": True}
# dataset 1 and 3 as a mapping: dates that are none are left out
FEBRL = """
columns:
  contact_id: md5(rec_id)
  created_at: timestamp '2025-01-01'
  updated_at: timestamp '2025-01-01'
  first_name: given_name
  last_name: surname
  birth_date: cast(try_strptime(date_of_birth, '%Y%m%d') as date)
  street: concat_ws(' ', street_number, address_1)
  city: suburb
  postal_code: postcode
  national_id: soc_sec_id
"""


def test_contacts_without_a_shared_key_are_found_and_strangers_are_not(
    dbt: Dbt, tmp_path: Path
) -> None:
    files, landing, truth = (tmp_path / name for name in ("files", "landing", "truth"))
    rates = Rates(keyless_contact=0.2)
    simulate(Settings(600, 300, 4, rates=rates), files, truth)
    land_folder(files, landing=landing, known_at="synced_at", now=NOW)

    known = against_truth.truth_table(truth, "identifiers")
    found, best = {}, {}
    for name, dbt_vars in (("off", {}), ("on", ON)):
        assert dbt.build(tmp_path / name, landing, dbt_vars, UP_TO_IDENTITY) == []
        with _opened(tmp_path / name) as build:
            identity_map = fuzzy_matching.read_identity_map(build)
            faultless = fuzzy_matching.contacts_compared_without_fault(
                identity_map, known
            )
            best[name] = fuzzy_matching.pairs(faultless, known, None).missing
            found[name] = {
                kind: fuzzy_matching.pairs(identity_map, known, types)
                for kind, types in fuzzy_matching.KINDS.items()
            }
            fuzzy_edges = build.execute(
                "select count(*) from identity.identity_evidence where rule = 'splink'"
            ).fetchall()[0][0]
            assert (fuzzy_edges > 0) == (name == "on")
            early = build.execute("""
                select count(*) from identity.identity_evidence as evidence
                inner join identity.identifiers
                    on evidence.identifier_id_a = identifiers.identifier_id
                    or evidence.identifier_id_b = identifiers.identifier_id
                where evidence.rule = 'splink'
                    and evidence.known_at < identifiers.known_at
            """).fetchall()[0][0]
            assert early == 0

    for kind in ("contacts", "durable"):
        off, on = found["off"][kind], found["on"][kind]
        assert on.precision >= 0.995
        assert off.missing - on.missing >= off.missing / 3
    # cookies that never met a name are nobody's, however well contacts are compared
    off, on = found["off"]["all"], found["on"]["all"]
    assert off.missing - on.missing >= 0.7 * (off.missing - best["off"])


@pytest.mark.public_data
@pytest.mark.parametrize("number", [1, 3])
def test_published_records_with_typos_are_linked_without_their_truth(
    dbt: Dbt, tmp_path: Path, public_data: Path, number: int
) -> None:
    records = public_data / "febrl" / f"dataset{number}.parquet"
    mapping = tmp_path / "febrl.yml"
    mapping.write_text(FEBRL)
    landing, warehouse = tmp_path / "landing", tmp_path / "warehouse"
    request = Request("crm/contacts", records, mapping)
    land_file(request, landing=landing, now=NOW)
    assert dbt.build(warehouse, landing, ON, UP_TO_IDENTITY) == []

    seed = tmp_path / "splink_parameters.csv"
    shutil.copy(ROOT / "seeds" / "splink_parameters.csv", seed)
    train_fuzzy(warehouse / "build.duckdb", seed, Console(file=StringIO()))
    _put_seed(warehouse, seed)
    rest = [*UP_TO_IDENTITY, "seed"]
    assert dbt.build(warehouse, landing, ON, rest) == []

    with _opened(warehouse) as build:
        right, joined, true = build.execute(
            """
            with records as (
                select md5(rec_id) as contact_id, split_part(rec_id, '-', 2) as person
                from read_parquet($records)
            ),
            customers as (
                select records.*, identity_map.customer_id
                from records
                inner join identity.identifiers
                    on records.contact_id = identifiers.identifier_value
                inner join identity.identity_map
                    on identifiers.identifier_id = identity_map.identifier_id
            )
            select
                count_if(one.person = other.person
                    and one.customer_id = other.customer_id),
                count_if(one.customer_id = other.customer_id),
                count_if(one.person = other.person)
            from customers as one
            inner join customers as other on one.contact_id < other.contact_id
            """,
            {"records": str(records)},
        ).fetchall()[0]
    assert true == {1: 500, 3: 6538}[number]
    assert 2 * right / (joined + true) >= 0.99


def _opened(warehouse: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(warehouse / "build.duckdb"), read_only=True)


def _put_seed(warehouse: Path, seed: Path) -> None:
    """Put a seed of one's own in place of the project's, as the next build would."""
    with duckdb.connect(str(warehouse / "build.duckdb")) as build:
        build.execute("delete from seeds.splink_parameters")
        build.execute(f"insert into seeds.splink_parameters from read_csv('{seed}')")
