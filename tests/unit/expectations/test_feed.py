"""How much comes, how often and how far behind, from staged days and landed files."""

import pytest
from landed_feeds import DAYS, LAST_FILE, land_nightly, new_build

from customer360.landing import read_contracts
from expectations.arriving import feed
from expectations.suite import BuildFile

pytestmark = pytest.mark.unit

ORDERS = "crm/orders"


@pytest.fixture
def build(tmp_path):
    with new_build() as connection:
        land_nightly(connection, ORDERS)
        yield BuildFile(connection, tmp_path)


def volume(build, sql="select 1"):
    build.connection.execute(sql)
    contract = read_contracts()[ORDERS]
    return feed.volume(build, "staging.stg_crm__orders", contract)


def landings(build, sql="select 1"):
    build.connection.execute(sql)
    return feed.landings(build, ORDERS)


def test_days_alike_are_as_usual(build):
    assert volume(build) == {"newest_day_of_usual": 1, "worst_day_of_usual": 1}


def test_a_tenth_of_the_usual_rows_shows_on_its_day(build):
    found = volume(
        build,
        "delete from staging.stg_crm__orders "
        f"where landed_file_id = '{LAST_FILE}' and landed_row_number % 10 <> 9",
    )
    assert found["newest_day_of_usual"] == pytest.approx(0.1, abs=0.02)
    assert found["worst_day_of_usual"] == pytest.approx(1, abs=0.1)


def test_a_day_that_never_came_is_a_hole_until_it_comes(build):
    found = volume(
        build, "delete from staging.stg_crm__orders where landed_file_id = 'f60'"
    )
    assert found == {"newest_day_of_usual": 1, "worst_day_of_usual": 0}


def test_a_day_that_has_only_begun_is_no_small_day(build):
    noon = (
        "delete from staging.stg_crm__orders "
        f"where landed_file_id = '{LAST_FILE}' and landed_row_number >= 60"
    )
    assert volume(build, noon)["newest_day_of_usual"] == 1


def test_closed_sundays_are_as_usual(build):
    found = volume(
        build,
        "delete from staging.stg_crm__orders where dayofweek(ordered_at) = 0",
    )
    assert found["worst_day_of_usual"] == 1


def test_versions_of_an_order_are_one_order(build):
    found = volume(
        build,
        "insert into staging.stg_crm__orders "
        f"from staging.stg_crm__orders where landed_file_id = '{LAST_FILE}'",
    )
    assert found["newest_day_of_usual"] == 1


@pytest.mark.parametrize(
    "kept", ["cast(landed_file_id[2:] as int) > 44", "landed_row_number < 40"]
)
def test_two_weeks_or_forty_rows_a_day_are_no_habit(build, kept):
    found = volume(build, f"delete from staging.stg_crm__orders where not ({kept})")
    assert set(found.values()) == {None}


def test_a_feed_that_comes_every_night_is_neither_silent_nor_stale(build):
    assert landings(build) == {
        "quarantined_share": 0,
        "landed_of_usual": 1,
        "silent_gaps": 0,
        "stale_gaps": 0,
    }


OTHERS = (
    "insert into landing.files select 'web/events', max(landed_at) + interval 5 "
    "days, 1, 1, 0, null from landing.files"
)


def test_a_feed_that_stopped_while_others_came_is_silent(build):
    assert landings(build, OTHERS)["silent_gaps"] == 5


def test_a_feed_of_a_few_rows_may_be_silent(build):
    few = f"update landing.files set landed_count = 3; {OTHERS}"
    assert "silent_gaps" not in landings(build, few)


def test_a_feed_that_comes_every_week_may_be_silent_for_days(build):
    weekly = f"delete from landing.files where dayofweek(landed_at) <> 3; {OTHERS}"
    assert landings(build, weekly)["silent_gaps"] < 1


STOPPED = "update landing.files set max_event_at = least(max_event_at, timestamp '{}')"


def test_files_with_nothing_new_in_them_are_stale(build):
    found = landings(build, STOPPED.format("2026-04-20"))
    assert found["stale_gaps"] > 10
    assert found["silent_gaps"] == 0


def test_old_days_landed_later_are_not_stale(build):
    backfill = (
        "insert into landing.files select entity, max(landed_at) + interval 1 day, "
        "9000, 9000, 0, timestamp '2024-01-01' from landing.files group by entity"
    )
    assert landings(build, backfill)["stale_gaps"] == pytest.approx(1)


def test_rows_set_aside_count_by_the_last_night(build):
    bad = (
        "update landing.files set quarantined_count = 6 "
        "where landed_at = (select max(landed_at) from landing.files)"
    )
    assert landings(build, bad)["quarantined_share"] == pytest.approx(0.05)


def test_a_history_landed_at_once_has_no_habit_of_landing(build):
    once = "update landing.files set landed_at = timestamp '2026-06-01'"
    assert landings(build, once) == {"quarantined_share": 0}


def test_conflicts_are_of_all_that_landed(build):
    build.connection.execute(
        "create table audit.row_reconciliation as select 'crm/orders' as entity, "
        f"{DAYS} as landed_count, 16 as conflict_count, 4 as quarantined_count"
    )
    found = feed.left_out(build, ORDERS)
    assert found == {"conflict_share": 0.25, "set_aside_share": 0.0625}
    assert feed.left_out(build, "crm/refunds") == {
        "conflict_share": None,
        "set_aside_share": None,
    }
