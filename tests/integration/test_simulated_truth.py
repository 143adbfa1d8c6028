"""Proof: what a build says of a simulated retailer is close to what is true of it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import against_truth
import duckdb
import pytest
from proof.slow_orders import orders
from proof.slow_records import Known, raw_rows
from proof.warehouse import Dbt

from customer360.landing import land_folder
from customer360.simulate import Settings, simulate

pytestmark = pytest.mark.integration

# large enough for figures that stand still, small enough for every run
CUSTOMERS, DAYS, SEED = 1_500, 400, 3
LANDED_AT = dt.datetime(2025, 3, 1)


@dataclass(frozen=True)
class Judged:
    """A build of a simulated retailer, open for reading, and the truth."""

    build: duckdb.DuckDBPyConnection
    landing: Path
    truth: Path


@pytest.fixture(
    scope="module",
    params=["plain", pytest.param("shifted", marks=pytest.mark.nightly)],
)
def judged(
    request: pytest.FixtureRequest,
    dbt: Dbt,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Judged]:
    """Simulate, land and build one of the worlds."""
    folder = tmp_path_factory.mktemp(request.param)
    files, landing, truth = (folder / n for n in ("files", "landing", "truth"))
    simulate(Settings(CUSTOMERS, DAYS, SEED, request.param), files, truth)
    land_folder(files, landing=landing, known_at="synced_at", now=LANDED_AT)
    only_tables = ["--exclude-resource-type", "test", "unit_test"]
    assert dbt.build(folder, landing, {}, only_tables) == []
    with duckdb.connect(str(folder / "build.duckdb"), read_only=True) as build:
        yield Judged(build, landing, truth)


def test_identifiers_of_one_person_and_no_others_are_one_customer(
    judged: Judged,
) -> None:
    quality = against_truth.identity(judged.build, judged.truth)
    assert quality.precision >= 0.995
    assert quality.recall >= 0.97
    assert quality.joined_pair_count > 10 * CUSTOMERS


def test_no_bot_kiosk_or_test_account_is_inside_a_customer(judged: Judged) -> None:
    said = judged.build.execute("""
        select identifier_type, identifier_value, customer_id, is_blocked
        from marts.dim_customer_identifiers
    """).df()
    true = against_truth.truth_table(judged.truth, "identifiers")
    nobodys = true[true["person_id"].isna()]
    seen = said.merge(nobodys, on=["identifier_type", "identifier_value"])
    assert len(seen) > 5, "the world has hardly any, so the proof proves little"
    assert against_truth.nobodys_in_customers(judged.build, judged.truth) == 0


def test_churn_is_foretold_better_than_by_recency(judged: Judged) -> None:
    rows = against_truth.with_truth(judged.build, judged.truth)
    assert len(rows) > 0.7 * CUSTOMERS
    aucs = against_truth.churn_aucs(rows)
    assert aucs["churn_probability"] > aucs["recency"] + 0.02
    assert aucs["churn_probability"] < aucs["Bayes"] + 0.03


def test_orders_are_crm_and_tills_less_what_is_in_both_to_the_cent(
    judged: Judged,
) -> None:
    found = judged.build.execute(
        "select order_id, order_amount from marts.fct_orders"
    ).fetchall()
    slow = {o.order_id: o.amount for o in orders(Known(raw_rows(judged.landing)))}
    assert dict(found) == slow
    crm, tills = (
        judged.build.execute(
            f"select count(*) from marts.fct_orders where order_id like '{system}:%'"
        ).fetchall()[0][0]
        for system in ("crm", "pos")
    )
    overlap = judged.build.execute("""
        select count(*) from staging.stg_pos__transactions
        where order_id in (select order_id from staging.stg_crm__orders)
    """).fetchall()[0][0]
    assert min(crm, tills, overlap) > 100


def test_every_kind_of_activity_is_in_the_stream(judged: Judged) -> None:
    found = judged.build.execute(
        "select activity_type, count(*) from marts.fct_activities group by all"
    ).fetchall()
    kinds = dict(found)
    expected = {
        "order", "return", "refund", "session", "search", "add_to_cart", "review",
        "store_visit", "location_ping", "device_use", "ticket", "ticket_message",
        "campaign_contact", "loyalty_join", "loyalty_earn", "loyalty_redeem",
        "loyalty_expire", "loyalty_tier_change", "social_like", "social_share",
        "social_comment", "social_follow", "social_mention", "social_message",
    }  # fmt: skip
    assert kinds.keys() == expected


def test_every_mart_has_rows(judged: Judged) -> None:
    tables = judged.build.execute(
        "select table_name from information_schema.tables where table_schema = 'marts'"
    ).fetchall()
    for (table,) in tables:
        rows = judged.build.execute(f"select count(*) from marts.{table}").fetchall()
        assert rows[0][0] > 0, table
