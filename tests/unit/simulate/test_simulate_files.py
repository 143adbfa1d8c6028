"""The files: the same for the same seed, shaped by the contracts, in order of time."""

import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from customer360.landing import Contract, read_contracts
from customer360.simulate import Rates, Settings, SimulateError, simulate
from customer360.simulate.rates import with_settings
from customer360.simulate.writer import ARROW_TYPES

pytestmark = pytest.mark.unit

CONTRACTS = read_contracts()
EXTRA = {"web/events": ["app_release"], "crm/orders": ["order_source"]}
LATER_FACTS = [
    ("crm/support_tickets", "first_responded_at"),
    ("crm/support_tickets", "closed_at"),
    ("crm/campaign_contacts", "opened_at"),
    ("crm/campaign_contacts", "clicked_at"),
    ("crm/campaign_contacts", "unsubscribed_at"),
    ("crm/campaign_contacts", "bounced_at"),
    ("crm/orders", "status_changed_at"),
    ("crm/contacts", "updated_at"),
]


def digests(folder):
    return {
        path.relative_to(folder): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.parquet"))
    }


def made(folder: Path, workers=1, **settings):
    settings = {"customers": 60, "days": 60, "people_per_chunk": 30} | settings
    simulate(Settings(**settings), folder / "o", folder / "t", workers=workers)
    return digests(folder)


def test_the_same_seed_gives_the_same_bytes_whoever_works(tmp_path):
    alone = made(tmp_path / "a", seed=3)
    assert len([path for path in alone if path.name == "part-00001.parquet"]) > 15
    assert alone == made(tmp_path / "b", seed=3, workers=2)


def test_another_seed_gives_other_bytes(tmp_path):
    one, other = made(tmp_path / "a", seed=3), made(tmp_path / "b", seed=4)
    same = {path for path in one if one[path] == other.get(path)}
    assert same <= {path for path in one if "identifiers/part-00000" in str(path)}


def test_a_chunk_does_not_depend_on_how_many_follow(tmp_path):
    few = made(tmp_path / "a", seed=3, customers=60)
    more = made(tmp_path / "b", seed=3, customers=90)
    firsts = [path for path in few if str(path).startswith("o/crm")]
    firsts = [path for path in firsts if path.name == "part-00000.parquet"]
    assert [few[path] for path in firsts] == [more[path] for path in firsts]


@pytest.mark.parametrize("entity", CONTRACTS)
def test_each_entity_has_the_columns_of_its_contract_and_when_it_was_exported(
    plain, entity
):
    contract = CONTRACTS[entity]
    schema = pq.read_schema(next((plain.out / entity).glob("*.parquet")))
    expected = [*contract.column_names, *EXTRA.get(entity, []), "synced_at"]
    assert schema.names == expected
    for column in contract.columns:
        assert schema.field(column.name).type == ARROW_TYPES[column.data_type]


def problem(contract: Contract) -> str:
    """SQL of whether landing would quarantine a row."""
    problems = []
    for column in contract.columns:
        if column.is_required:
            problems.append(f"{column.name} is null")
        if column.accepted_values:
            values = ", ".join(f"'{value}'" for value in column.accepted_values)
            problems.append(f"{column.name} not in ({values})")
    return " or ".join(problems)


@pytest.mark.parametrize("entity", CONTRACTS)
def test_only_the_stated_share_of_rows_is_spoiled(plain, entity):
    contract = CONTRACTS[entity]
    row = plain.ask(f"""
        select count(*) as rows, count(*) filter ({problem(contract)}) as bad
        from {{{entity}}}
    """).iloc[0]
    stated = plain.settings.rates.spoiled_record
    assert row.bad == pytest.approx(stated * row.rows, abs=1)


@pytest.mark.parametrize("entity", CONTRACTS)
def test_nothing_is_exported_before_it_happened_or_after_the_end(plain, entity):
    contract = CONTRACTS[entity]
    happened = ", ".join(contract.event_at) or "null"
    early = plain.number(f"""
        select count(*) from {{{entity}}} where synced_at < coalesce({happened}, null)
        or synced_at >= date '{plain.settings.start}' + {plain.settings.days}
    """)
    assert early == 0


@pytest.mark.parametrize("entity, column", LATER_FACTS)
def test_a_later_fact_is_blank_before_its_own_time(plain, entity, column):
    row = plain.ask(f"""
        select count(*) filter ({column} > synced_at) as early, count({column}) as told
        from {{{entity}}}
    """).iloc[0]
    assert row.early == 0
    assert row.told > 0


def test_a_rating_comes_with_a_closed_ticket(plain):
    rated = "satisfaction_rating is not null"
    tickets = "{crm/support_tickets}"
    assert plain.number(f"select count(*) from {tickets} where {rated}") > 5
    unclosed = f"select count(*) from {tickets} where {rated} and closed_at is null"
    assert plain.number(unclosed) == 0


def test_a_folder_that_holds_something_is_refused(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "x").touch()
    with pytest.raises(SimulateError, match="not an empty folder"):
        simulate(Settings(1, 1), tmp_path / "out", tmp_path / "truth")


@pytest.mark.parametrize(
    "settings, message",
    [
        ({"customers": 0}, "--customers 0"),
        ({"days": -1}, "--days -1"),
        ({"seed": -1}, "--seed -1"),
        ({"world": "flat"}, "plain and shifted"),
    ],
)
def test_sizes_that_make_no_sense_are_refused(settings, message):
    with pytest.raises(SimulateError, match=message):
        Settings(**({"customers": 1, "days": 1} | settings))


@pytest.mark.parametrize(
    "setting, message",
    [
        ("late_records=0.1", "Did you mean late_record"),
        ("late_record=many", "say a number"),
        ("late_record=1.1", "between 0 and 1"),
        ("late_record=nan", "between 0 and 1"),
    ],
)
def test_rates_that_make_no_sense_are_refused(setting, message):
    with pytest.raises(SimulateError, match=message):
        with_settings(Rates(), [setting])
