"""Connectors: exports of other systems land and tie together as docs/connect.md says.

tests/fixtures/connectors holds exports in the documented shapes (inbox/, whose files of
March come after those of February have landed) and what each mapping makes of them
(landed/, written by hand).
"""

import datetime as dt
import re
import shutil
from pathlib import Path

import duckdb
import pytest
import yaml

from customer360.landing import land_inboxes, read_manifest
from customer360.paths import ROOT

pytestmark = pytest.mark.integration

FIXTURES = ROOT / "tests/fixtures/connectors"
MAPPINGS = sorted(path.stem for path in (FIXTURES / "landed").glob("*.csv"))
FIRST, SECOND = dt.datetime(2026, 3, 1, 12), dt.datetime(2026, 3, 5, 12)
IN_MARCH = re.compile("2026-03|again")
BUILT = (
    "+fct_orders +fct_order_lines +fct_sessions +fct_support_tickets +fct_activities "
    "+dim_customer_identifiers +row_reconciliation"
)
BAD = {
    "ga4_web_events": ["event_at is required but blank"],
    "segment_web_events": ["event_at is more than a day in the future"],
    "shopify_crm_orders": ["order_amount is required but blank"],
    "zendesk_crm_support_messages": ["author_type is required but blank"],
}


def documented_inboxes():
    """Return the inboxes of docs/connect.md; half of a fixture may be bad."""
    page = (ROOT / "docs/connect.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    inboxes = [inbox for block in blocks for inbox in yaml.safe_load(block)]
    return [
        inbox | {"map": str(ROOT / inbox["map"]), "max_bad_share": 0.5}
        for inbox in inboxes
    ]


def arrive(inbox, is_second):
    """Copy the files of one month into the inbox."""
    for path in (FIXTURES / "inbox").rglob("*.jsonl"):
        if bool(IN_MARCH.search(path.name)) == is_second:
            target = inbox / path.relative_to(FIXTURES / "inbox")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return a folder with landing.yml, inbox and landing: both months have landed."""
    folder = tmp_path_factory.mktemp("connectors")
    config = folder / "landing.yml"
    config.write_text(yaml.safe_dump(documented_inboxes()))
    for is_second, now in enumerate([FIRST, SECOND]):
        arrive(folder / "data/inbox", is_second)
        results = land_inboxes(config, landing=folder / "landing", now=now)
        assert [each.error for each in results if each.error] == []
    return folder


@pytest.fixture(scope="module")
def built(site, dbt):
    """Return a connection to what is built of everything that landed."""
    arguments = [
        *("--select", *BUILT.split(), "--exclude-resource-type", "unit_test"),
        *("--indirect-selection", "cautious"),
    ]
    assert dbt.build(site / "warehouse", site / "landing", arguments=arguments) == []
    with duckdb.connect(str(site / "warehouse/build.duckdb"), read_only=True) as build:
        yield build


def entries(landing, mapping):
    return [
        each
        for each in read_manifest(landing)
        if Path(each.mapping or "").stem == mapping
    ]


def test_every_connector_is_documented_and_every_documented_one_tested():
    connectors = {
        path.stem
        for path in (ROOT / "mappings").glob("*.sql")
        if path.stem not in ("crm_orders", "crm_order_lines")
    }
    assert {Path(each["map"]).stem for each in documented_inboxes()} == connectors
    assert set(MAPPINGS) == connectors


@pytest.mark.parametrize("mapping", MAPPINGS)
def test_what_lands_is_what_was_written_down_by_hand(site, mapping):
    files = [
        str(site / "landing" / each.path) for each in entries(site / "landing", mapping)
    ]
    landed = duckdb.read_parquet(files)
    by_hand = duckdb.read_csv(FIXTURES / f"landed/{mapping}.csv", all_varchar=True)
    types = dict(zip(landed.columns, landed.types, strict=True))
    typed = ", ".join(f"cast({name} as {types[name]})" for name in by_hand.columns)

    wanted = by_hand.project(typed).order("all").fetchall()
    assert landed.project(", ".join(by_hand.columns)).order("all").fetchall() == wanted


@pytest.mark.parametrize("mapping", MAPPINGS)
def test_what_no_contract_takes_is_quarantined_with_its_reason(site, mapping):
    quarantine = site / "landing/_quarantine"
    reasons = [
        reason
        for entry in entries(site / "landing", mapping)
        for path in quarantine.rglob(f"{entry.file_id}.parquet")
        for (reason,) in duckdb.execute(
            "select reason from read_parquet(?)", [str(path)]
        ).fetchall()
    ]
    assert reasons == BAD.get(mapping, [])


def test_landing_the_inboxes_again_changes_nothing(site):
    landing = site / "landing"
    before = sorted(path for path in landing.rglob("*") if path.is_file())
    results = land_inboxes(site / "landing.yml", landing=landing, now=SECOND)
    assert not any(each.landed.is_new for each in results)
    assert sorted(path for path in landing.rglob("*") if path.is_file()) == before


def rows(build, sql):
    return build.execute(sql).fetchall()


def test_orders_count_once_as_last_edited_and_net_of_what_was_refunded(built):
    amounts = """
        select order_id, status, channel, cast(order_amount as varchar),
            cast(refund_amount as varchar), cast(net_order_amount as varchar)
        from marts.fct_orders order by order_id
    """
    assert rows(built, amounts) == [
        ("crm:5001", "shipped", "web", "137.3000", "18.1000", "119.2000"),
        ("crm:5002", "paid", "web", "43.2000", "0.0000", "43.2000"),
        ("crm:5004", "returned", "app", "110.3700", "110.3700", "0.0000"),
        ("crm:5006", "shipped", "web", "35.0000", "0.0000", "35.0000"),
        ("crm:5007", "paid", "phone", "12.5000", "0.0000", "12.5000"),
    ]
    lines = "select cast(sum(line_amount) as varchar) from marts.fct_order_lines"
    # without tax of 5002 and shipping of 5001
    assert rows(built, lines) == [("330.1700",)]


def test_an_edited_order_was_known_as_it_was_until_it_was_edited(built):
    versions = """
        select cast(order_amount as varchar), known_from, known_to
        from staging.stg_crm__orders where order_id = '5006' order by known_from
    """
    edited_at = dt.datetime(2026, 3, 3, 16)
    assert rows(built, versions) == [
        ("20.0000", dt.datetime(2026, 2, 18, 7), edited_at),
        ("35.0000", edited_at, None),
    ]


def test_visits_of_both_trackers_are_cut_and_counted(built):
    sessions = """
        select cast(started_at as varchar), platform, page_view_count,
            product_view_count, has_cart, has_order, utm_campaign,
            customer_id is not null
        from marts.fct_sessions order by started_at
    """
    assert rows(built, sessions) == [
        ("2026-02-25 08:00:00", "ios", 1, 0, False, False, None, True),
        ("2026-02-27 10:00:00", "web", 2, 1, True, True, "spring", True),
        ("2026-02-27 11:00:00", "web", 0, 0, False, False, None, False),
        ("2026-02-27 11:02:00", "android", 1, 0, False, False, None, False),
        ("2026-03-03 18:00:00.12", "web", 1, 1, True, True, "spring", True),
        ("2026-03-03 19:00:00", "web", 0, 0, False, False, None, True),
    ]


def test_tickets_stand_as_last_exported_with_what_customers_wrote(built):
    tickets = """
        select ticket_id, category, channel, closed_at, satisfaction_rating
        from marts.fct_support_tickets order by ticket_id
    """
    assert rows(built, tickets) == [
        ("301", "problem", "email", dt.datetime(2026, 3, 3, 11), 5),
        ("302", "question", "social", dt.datetime(2026, 2, 14, 10), None),
        ("303", "merged", "email", dt.datetime(2026, 2, 12, 9), None),
    ]
    messages = """
        select activity_id, channel from marts.fct_activities
        where activity_type = 'ticket_message' order by activity_id
    """
    assert rows(built, messages) == [
        ("message:701", "email"),
        ("message:731", "social"),
        ("message:741", "email"),
    ]


def test_people_are_one_across_shop_service_and_site(built):
    people = """
        select string_agg(identifier_type || '=' || identifier_value, ' '
            order by identifier_type, identifier_value)
        from marts.dim_customer_identifiers
        where customer_id is not null
        group by customer_id order by 1
    """
    assert [each for (each,) in rows(built, people)] == [
        "anonymous_id=1001.1 anonymous_id=a-1 contact_id=segment:u-ann "
        "contact_id=shopify:7001 contact_id=zendesk:9001 email=ann.moss@example.com "
        "phone=447700900101 user_id=u-ann",
        "anonymous_id=a-2 email=ben@example.com phone=447700900102",
        "anonymous_id=d-9 user_id=42",
        "contact_id=segment:u-dov contact_id=shopify:7006 email=dov@example.com "
        "user_id=u-dov",
        "contact_id=zendesk:9002",
        "phone=447700900107",
    ]


def test_what_was_exported_twice_is_a_duplicate_and_no_conflict(built):
    counts = """
        select entity, landed_count, duplicate_count, conflict_count,
            quarantined_count, staged_count
        from audit.row_reconciliation where landed_count > 0 order by entity
    """
    assert rows(built, counts) == [
        ("crm/contacts", 9, 1, 0, 0, 8),
        ("crm/order_lines", 9, 1, 0, 0, 8),
        ("crm/orders", 8, 0, 0, 1, 7),
        ("crm/refunds", 3, 0, 0, 0, 3),
        ("crm/support_messages", 6, 0, 0, 1, 5),
        ("crm/support_tickets", 4, 0, 0, 0, 4),
        ("web/events", 25, 3, 0, 2, 20),
    ]
