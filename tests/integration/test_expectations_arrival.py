"""Real Great Expectations over nightly feeds: usual nights pass, each ill shows."""

import pytest
from landed_feeds import LAST_FILE, land_nightly, new_build, staging_table

from customer360.landing import read_contracts
from expectations.arriving import Arrival, suite_of
from expectations.errors import ExpectationError
from expectations.runner import check_suite
from expectations.suite import BuildFile
from expectations.suites import SUITES

pytestmark = pytest.mark.integration

SUITE_OF = {suite.table: suite for suite in SUITES if suite.name.startswith("arrival_")}


@pytest.fixture
def build(tmp_path):
    with new_build() as connection:
        yield BuildFile(connection, tmp_path)


def check(build, entity):
    return check_suite(SUITE_OF[staging_table(entity)], build)


@pytest.fixture
def failed(build):
    """Land an entity nightly, spoil it with SQL, return what failed how."""

    def run(entity, ill):
        table = land_nightly(build.connection, entity)
        build.connection.execute(ill.format(table=table))
        return {
            (verdict.column_name, verdict.severity)
            for verdict in check(build, entity)
            if not verdict.is_passed
        }

    return run


def new(sql):
    """Return SQL that changes rows landed last."""
    return f"update {{table}} set {sql} where landed_file_id = '{LAST_FILE}'"


def few(sql):
    """Return SQL that leaves twenty rows of the last night, changed."""
    return (
        f"delete from {{table}} where landed_file_id = '{LAST_FILE}' "
        f"and landed_row_number % 6 <> 5; {new(sql)}"
    )


def test_every_landed_entity_has_a_suite():
    assert set(SUITE_OF) == {staging_table(entity) for entity in read_contracts()}


def test_an_entity_nobody_said_more_of_is_asked_by_its_contract(build):
    table = land_nightly(build.connection, "catalog/reviews")
    build.connection.execute(new("rating = 50").format(table=table))
    verdicts = check_suite(suite_of(Arrival("catalog/reviews")), build)
    assert [each.column_name for each in verdicts if not each.is_passed] == ["rating"]


def test_a_suite_that_speaks_of_unknown_columns_says_so():
    with pytest.raises(ExpectationError, match=r"catalog/reviews speaks of stars"):
        suite_of(Arrival("catalog/reviews", filled={"stars": 0.5}))


def test_a_column_that_staging_does_not_take_over_is_not_asked_of(failed):
    ill = "alter table {table} drop channel; alter table {table} drop contact_id"
    assert failed("crm/orders", ill) == set()


@pytest.mark.parametrize("entity", sorted(read_contracts()))
def test_a_usual_night_passes(failed, entity):
    assert failed(entity, "select 1") == set()


@pytest.mark.parametrize("entity", ["web/events", "crm/orders", "pos/stores"])
def test_a_history_landed_at_once_passes(failed, entity):
    at_once = (
        "update {table} set landed_at = timestamp '2027-03-01';"
        "update landing.files set landed_at = timestamp '2027-03-01'"
    )
    assert failed(entity, at_once) == set()


@pytest.mark.parametrize("entity", ["crm/support_tickets", "crm/refunds"])
def test_a_feed_of_few_rows_a_night_passes(failed, entity):
    assert failed(entity, "delete from {table} where landed_row_number >= 5") == set()


@pytest.mark.parametrize("statement", ["select 1", "create table {} (landed_at date)"])
def test_what_has_not_landed_passes_and_says_so(build, statement):
    build.connection.execute(statement.format(staging_table("iot/usage")))
    (verdict,) = check(build, "iot/usage")
    assert (verdict.is_passed, verdict.observed_value) == (True, "absent")


TENTH = (
    f"delete from {{table}} where landed_file_id = '{LAST_FILE}' "
    "and landed_row_number % 10 <> 9"
)
TWELFTH = TENTH.replace("% 10 <> 9", "% 12 <> 11")


@pytest.mark.parametrize(
    ("entity", "ill", "column", "severity"),
    [
        # volume
        ("web/events", TENTH, "newest_day_of_usual", "warn"),
        ("crm/orders", TWELFTH, "newest_day_of_usual", "error"),
        ("pos/transactions", TWELFTH, "newest_day_of_usual", "error"),
        (
            "iot/usage",
            "delete from {table} where landed_file_id = 'f60'",
            "worst_day_of_usual",
            "warn",
        ),
        (
            "catalog/products",
            "update landing.files set landed_count = 10 where landed_at = "
            "(select max(landed_at) from landing.files)",
            "landed_of_usual",
            "warn",
        ),
        # nulls
        ("web/events", new("event_name = null"), "event_name_filled", "error"),
        ("web/events", new("identifier_id = null"), "identifier_filled", "warn"),
        ("pos/transactions", new("loyalty_id = null"), "loyalty_id_filled", "warn"),
        (
            "crm/support_messages",
            "update {table} set message_text = null where landed_row_number > 30",
            "message_text_filled",
            "warn",
        ),
        # categories
        (
            "crm/consents",
            new("purpose = 'profiling'"),
            "purpose",
            "error",
        ),
        ("crm/support_tickets", new("channel = 'fax'"), "channel", "warn"),
        ("web/events", new("event_name = 'pageview'"), "event_name_unseen", "warn"),
        ("web/events", new("event_name = 'kind 1'"), "event_name_drift", "warn"),
        ("crm/loyalty_events", new("tier = points || uuid()"), "tier", "warn"),
        ("pos/transactions", new("currency = 'euros'"), "currency", "error"),
        # ranges
        ("catalog/reviews", new("rating = 50"), "rating", "error"),
        ("catalog/reviews", few("rating = 50"), "rating", "warn"),
        ("pos/stores", new("latitude = 4850000"), "latitude", "error"),
        ("crm/loyalty_events", new("points = points * 1000001"), "points", "error"),
        # the greatest 32-bit float, which some sensors send for none
        ("iot/usage", new("metric_value = 3.4e38"), "metric_value", "error"),
        (
            "crm/orders",
            new("order_amount = order_amount * 100"),
            "order_amount_median",
            "error",
        ),
        ("crm/orders", new("discount_amount = 200"), "discount_amount_median", "warn"),
        ("crm/orders", new("tax_amount = order_amount"), "tax_share", "warn"),
        ("crm/orders", new("status = 'cancelled'"), "is_cancelled", "warn"),
        ("pos/transactions", new("total_amount = 0"), "paid", "warn"),
        ("pos/transactions", new("is_return = true"), "is_returned", "error"),
        ("crm/contacts", new("birth_date = date '2043-01-01'"), "age_years", "warn"),
        ("crm/contacts", new("is_deleted = true"), "is_deleted_number", "warn"),
        ("catalog/products", new("cost_amount = 9"), "cost_share", "warn"),
        ("crm/loyalty_events", new("points = -points"), "earned_points", "warn"),
        ("marketing/ad_spend", new("clicks = 900"), "click_share", "warn"),
        # people and what is named
        ("crm/contacts", new("email = 'none'"), "email", "warn"),
        (
            "pos/transactions",
            new("identifier_id = cast(md5('default') as uuid)"),
            "commonest_identifier_share",
            "warn",
        ),
        (
            "crm/order_lines",
            "create table staging.stg_crm__orders as select 'other' as order_id",
            "order_id_found",
            "warn",
        ),
        # lag
        (
            "social/engagements",
            new("known_at = known_at + interval 7 days"),
            "lag_days",
            "warn",
        ),
        (
            "iot/locations",
            new("pinged_at = landed_at + interval 3 days"),
            "days_until_landed",
            "error",
        ),
        (
            "iot/locations",
            new("known_at = pinged_at - interval 1 hour"),
            "days_until_known",
            "warn",
        ),
        (
            "crm/support_tickets",
            new("first_responded_at = opened_at - interval 2 hours"),
            "days_until_answered",
            "warn",
        ),
        (
            "crm/campaign_contacts",
            new("opened_at = sent_at - interval 2 hours"),
            "days_until_opened",
            "warn",
        ),
        # files
        (
            "crm/refunds",
            "update landing.files set quarantined_count = 3",
            "quarantined_share",
            "warn",
        ),
        (
            "crm/refunds",
            "update landing.files set max_event_at = timestamp '2026-04-20' "
            "where max_event_at > timestamp '2026-04-20'",
            "stale_gaps",
            "warn",
        ),
        (
            "crm/refunds",
            "insert into landing.files select 'web/events', max(landed_at) "
            "+ interval 5 days, 1, 1, 0, null from landing.files",
            "silent_gaps",
            "warn",
        ),
        (
            "crm/refunds",
            "create table audit.row_reconciliation as select 'crm/refunds' as entity, "
            "100 as landed_count, 2 as conflict_count, 0 as quarantined_count",
            "conflict_share",
            "warn",
        ),
    ],
)
def test_an_ill_of_the_last_night_shows(failed, entity, ill, column, severity):
    assert (column, severity) in failed(entity, ill)


def test_the_same_ill_in_a_night_before_does_not_show(failed):
    ill = new("is_return = true").replace(LAST_FILE, "f62")
    assert failed("pos/transactions", ill) == set()


def test_a_days_file_a_week_late_shows_as_late_beside_the_usual_one(failed):
    """Night 63 also brings the records of a day a week ago."""
    ill = (
        f"update {{table}} set landed_file_id = '{LAST_FILE}-late', "
        "landed_at = landed_at + interval 7 days, known_at = known_at + interval 7 days"
        " where landed_file_id = 'f56'"
    )
    assert failed("web/events", ill) == {("lag_days", "warn")}


def test_a_tenth_of_a_usual_night_stops_no_publishing_of_its_few_rows(failed):
    """Shares of a dozen rows are chance: only their number is spoken of."""
    assert failed("crm/support_tickets", TENTH) == {("newest_day_of_usual", "warn")}
