"""What landed last, beside what landed before: counts of all rows, sampled rows."""

import pytest
from landed_feeds import DAYS, LAST_FILE, ROWS_A_DAY, land_nightly, new_build

from expectations.arriving import landed
from expectations.suite import BuildFile

pytestmark = pytest.mark.unit

RECEIPTS = "staging.stg_pos__transactions"
NUMBERS = {
    "total_amount": "cast(total_amount as double)",
    "payment_method": "payment_method",
    "identifier": "cast(identifier_id as varchar)",
    "days_until_known": "date_diff('second', transacted_at, known_at) / 86400",
}


@pytest.fixture
def build(tmp_path):
    with new_build() as connection:
        land_nightly(connection, "pos/transactions")
        yield BuildFile(connection, tmp_path)


@pytest.fixture
def sampled(build):
    """Run SQL, then return what landed last and a sample of it."""

    def read(sql="select 1"):
        build.connection.execute(sql)
        found = landed.find(build, RECEIPTS)
        return found, landed.sample(build, found, NUMBERS)

    return read


def new(sql):
    return f"update {RECEIPTS} set {sql} where landed_file_id = '{LAST_FILE}'"


def test_the_last_night_is_compared_with_eight_before(sampled):
    found, rows = sampled()
    assert found.new_count == ROWS_A_DAY == rows["is_new"].sum()
    assert found.before_count == 8 * ROWS_A_DAY == (~rows["is_new"]).sum()


def test_a_history_landed_at_once_has_nothing_before(sampled):
    found, _ = sampled(f"update {RECEIPTS} set landed_at = timestamp '2026-06-01'")
    assert (found.new_count, found.before_count) == (DAYS * ROWS_A_DAY, 0)


def test_nothing_staged_is_nothing_landed(build):
    build.connection.execute(f"delete from {RECEIPTS}")
    assert landed.find(build, RECEIPTS) is None


def test_a_large_landing_is_sampled_and_alike_each_time(sampled, monkeypatch):
    monkeypatch.setattr(landed, "SAMPLE_ROW_COUNT", 500)
    at_once = f"update {RECEIPTS} set landed_at = timestamp '2026-06-01'"
    _, rows = sampled(at_once)
    assert 350 < len(rows) < 650
    assert sampled()[1].equals(rows)


def test_filled_shares_are_of_all_rows(build, sampled):
    found, _ = sampled(
        new("loyalty_id = case when landed_row_number < 30 then 'a' end")
    )
    figures = landed.filled(build, found, {"loyalty_id": "loyalty_id"})
    assert figures == {"loyalty_id_filled": 0.25, "loyalty_id_filled_before": 1}


def test_medians_are_of_sizes_so_that_returns_do_not_matter(sampled):
    _, rows = sampled(new("total_amount = -100 * total_amount"))
    figures = landed.medians(rows, ["total_amount"])
    before = figures["total_amount_median_before"]
    assert figures["total_amount_median"] == pytest.approx(100 * before, rel=0.1)


def test_medians_of_few_rows_are_not_told(sampled):
    _, rows = sampled(new("total_amount = null"))
    assert landed.medians(rows, ["total_amount"])["total_amount_median"] is None


def test_lag_is_that_of_the_slowest_but_ten_in_a_hundred(sampled):
    late = "known_at = known_at + interval 7 days"
    _, rows = sampled(f"{new(late)} and landed_row_number % 5 = 0")
    figures = landed.lags(rows)
    assert figures["lag_days"] > 7
    assert figures["lag_days_before"] < 1.2


@pytest.mark.parametrize(("late", "shows"), [(2, False), (8, True)])
def test_of_few_rows_some_late_ones_are_usual(sampled, late, shows):
    known = (
        f"known_at + to_days(case when landed_row_number < {late} then 7 else 0 end)"
    )
    few = f"delete from {RECEIPTS} where landed_file_id = '{LAST_FILE}'"
    _, rows = sampled(
        f"{few} and landed_row_number >= 24; {new(f'known_at = {known}')}"
    )
    assert (landed.lags(rows)["lag_days"] > 7) is shows


def test_a_kind_that_takes_over_drifts_and_a_new_one_is_unseen(sampled):
    _, rows = sampled(new("payment_method = 'card'"))
    figures = landed.moves(rows, ["payment_method"])
    assert figures["payment_method_drift"] > 1
    assert figures["payment_method_unseen"] == 1


def test_kinds_as_before_do_neither(sampled):
    figures = landed.moves(sampled()[1], ["payment_method"])
    assert figures == {"payment_method_drift": 0, "payment_method_unseen": 0}


def test_an_address_that_tills_fill_in_is_the_commonest(sampled):
    _, rows = sampled()
    assert landed.commonest_identifier(rows)["commonest_identifier_share"] < 0.1
    default = new("identifier_id = md5('default')::uuid")
    _, rows = sampled(f"{default} and landed_row_number % 2 = 0")
    assert landed.commonest_identifier(rows)["commonest_identifier_share"] == 0.5


@pytest.mark.parametrize(("stores", "share"), [(9, 1), (3, 1 / 3), (0, None)])
def test_references_are_found_where_what_they_name_has_landed(
    build, sampled, stores, share
):
    build.connection.execute(
        "create table staging.stg_pos__stores as "
        f"select 'r' || n as store_id from range({stores}) as numbers (n)"
    )
    found, _ = sampled()
    figures = landed.found(
        build, found, "store_id", "staging.stg_pos__stores", "store_id"
    )
    assert figures["store_id_found"] == pytest.approx(share, abs=0.02)
