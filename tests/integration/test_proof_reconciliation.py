"""Proof: what the models say is what a slow, obvious count of the raw rows says."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest
from proof.scene import Scene, small_scene
from proof.slow_counts import counts
from proof.slow_features import features, labels
from proof.slow_identity import identifier_id
from proof.slow_orders import crm_orders, lines, orders, overlap, pos_sales, returns
from proof.slow_past import Members, Past, as_feature
from proof.slow_records import Known, raw_rows
from proof.warehouse import Dbt, build_tables, open_build

pytestmark = pytest.mark.integration

ZERO = Decimal(0)
# what is looked at: no forecast, no evaluation
LOOKED_AT = [
    *("--select", "+features", "+customer_360", "+fct_activities"),
    *("+fct_orders", "+fct_order_lines", "+row_reconciliation"),
]


@dataclass
class Both:
    """A build, and what was known by the raw rows it was made from."""

    build: duckdb.DuckDBPyConnection
    known: Known
    pasts: dict[dt.date, Past] = field(default_factory=dict)
    counted: dict[dt.date, dict[Members, dict[str, Any]]] = field(default_factory=dict)

    def features(self, as_of: dt.date) -> dict[Members, dict[str, Any]]:
        """Return the features at a date by a slow count, made once."""
        if as_of not in self.counted:
            self.counted[as_of] = features(self.pasts[as_of])
        return self.counted[as_of]

    def rows(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """Return rows of a query as dictionaries."""
        result = self.build.execute(query, parameters)
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def customer_ids(self, as_of: dt.date) -> dict[Any, Any]:
        """Return the customer of each identifier_id at a date."""
        rows = self.rows(
            """
            select identifier_id, customer_id from identity.identifier_history
            where $date >= known_from and ($date < known_to or known_to is null)
            """,
            date=as_of,
        )
        return {row["identifier_id"]: row["customer_id"] for row in rows}


@pytest.fixture(scope="module")
def scene(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return small_scene(dbt, tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module", params=["UTC", "America/New_York"])
def both(request: pytest.FixtureRequest, scene: Scene) -> Iterator[Both]:
    warehouse = scene.full
    if request.param != "UTC":
        warehouse = scene.warehouse("elsewhere")
        elsewhere = {"business_timezone": request.param}
        build_tables(scene.dbt, warehouse, scene.landing, *LOOKED_AT, **elsewhere)
    known = Known(raw_rows(scene.landing), ZoneInfo(request.param))
    with open_build(warehouse) as build:
        dates = build.execute("select as_of_date from identity.as_of_dates").fetchall()
        pasts = {date: Past.before(known, date) for (date,) in sorted(dates)}
        yield Both(build, known, pasts)


def test_orders_are_those_of_the_crm_and_the_tills_without_what_both_have(
    both: Both,
) -> None:
    rows = both.rows("from marts.fct_orders")
    found = {row["order_id"]: (row["order_date"], row["order_amount"]) for row in rows}
    expected = orders(both.known)
    assert found == {o.order_id: (o.ordered_on, o.amount) for o in expected}
    tills = [order for _, order in pos_sales(both.known)]
    twice = overlap(both.known)
    assert len(twice) > 20
    assert sum(found[key][1] for key in found) == (
        sum(order.amount for order in crm_orders(both.known))
        + sum(order.amount for order in tills)
        - sum(order.amount for order in twice)
    )


def test_what_was_given_back_is_taken_off_its_order(both: Both) -> None:
    given_back: dict[str | None, Decimal] = {}
    for each in returns(both.known):
        given_back[each.order_id] = given_back.get(each.order_id, ZERO) + each.amount
    rows = both.rows("from marts.fct_orders")
    found = {row["order_id"]: row["refund_amount"] for row in rows}
    assert found == {key: given_back.get(key, ZERO) for key in found}
    assert sum(found.values()) > 0
    in_stream = both.rows(
        """
        select -sum(revenue_amount) as amount from marts.fct_activities
        where activity_type in ('return', 'refund')
        """
    )
    assert in_stream == [{"amount": sum(given_back.values())}]


def test_order_lines_are_the_lines_of_orders_that_count(both: Both) -> None:
    rows = both.rows("from marts.fct_order_lines")
    found = {
        row["order_line_id"]: (row["order_id"], row["line_amount"]) for row in rows
    }
    expected = lines(both.known)
    assert found == {e.line_id: (e.order.order_id, e.amount) for e in expected}
    assert len(rows) == len(expected)


def test_who_was_who_at_each_date_is_who_stood_on_records_together(both: Both) -> None:
    for date, past in both.pasts.items():
        found = both.customer_ids(date)
        whole = [each for each in _all_members(past) if _is_simple(past, each)]
        assert len(whole) >= 0.9 * len(_all_members(past))
        for members in whole:
            ids = {found.get(identifier_id(each)) for each in members}
            assert len(ids) == 1, members
            assert (ids == {None}) == (not past.identity.is_customer(members)), members
        customers = {found[identifier_id(min(each))] for each in whole} - {None}
        expected = [each for each in whole if past.identity.is_customer(each)]
        assert len(customers) == len(expected)


def test_features_at_each_date_are_a_count_of_what_was_known_before_it(
    both: Both,
) -> None:
    compared = 0
    for date in both.pasts:
        ids = both.customer_ids(date)
        query = "from features.feat_customers where as_of_date = $date"
        rows = {row["customer_id"]: row for row in both.rows(query, date=date)}
        expected = both.features(date)
        assert len(expected) >= 0.9 * len(rows)
        for members, values in expected.items():
            customer_id = ids[identifier_id(min(members))]
            keys = {"customer_id": customer_id, "as_of_date": date}
            # every feature there is, none left out
            assert rows[customer_id] == keys | {
                name: as_feature(value) for name, value in values.items()
            }
            compared += 1
    assert compared > 1000


def test_labels_are_the_orders_that_followed_and_were_known_in_time(
    both: Both,
) -> None:
    rows = both.rows("from features.label_customers__orders order by as_of_date")
    found = {
        (row["as_of_date"], row["horizon_days"], row["customer_id"]): row
        for row in rows
    }
    for date, days in {key[:2] for key in found}:
        past, ids = both.pasts[date], both.customer_ids(date)
        followed = labels(past, both.known, days)
        for members in both.features(date):
            row = found[date, days, ids[identifier_id(min(members))]]
            mine = followed.get(members, [])
            assert row["order_count_next"] == len(mine)
            amount = sum((order.amount for order in mine), ZERO)
            assert row["order_amount_sum_next"] == round(float(amount), 6)


def test_customer_360_adds_up_to_the_orders_of_its_customers(both: Both) -> None:
    latest = max(both.pasts)
    ids = both.customer_ids(latest)
    rows = {row["customer_id"]: row for row in both.rows("from marts.customer_360")}
    for members, values in both.features(latest).items():
        row = rows[str(ids[identifier_id(min(members))])]
        assert row["order_count"] == values["order_count_lifetime"]
        assert row["order_amount_sum"] == values["order_amount_sum_lifetime"]
    totals = both.rows(
        """
        select count(*) as order_count, sum(order_amount) as order_amount_sum
        from marts.fct_orders where customer_id is not null
        """
    )
    assert totals == both.rows(
        """
        select
            sum(order_count) as order_count,
            sum(order_amount_sum) as order_amount_sum
        from marts.customer_360
        """
    )


def test_every_landed_row_is_staged_or_accounted_for(both: Both, scene: Scene) -> None:
    for row in both.rows("from audit.row_reconciliation"):
        expected = counts(both.known, row["entity"])
        let_through = len(both.known.rows[row["entity"]])
        sent = _rows_sent(scene.folder / "inbox", row["entity"])
        assert row == {
            "entity": row["entity"],
            "landed_count": sent,
            "staged_count": expected.staged,
            "duplicate_count": expected.duplicates,
            "conflict_count": expected.conflicts,
            "quarantined_count": expected.quarantined + sent - let_through,
        }


def _rows_sent(inbox: Path, entity: str) -> int:
    files = inbox.glob(f"*-{entity.replace('/', '_')}.csv")
    texts = [file.read_text(encoding="utf-8") for file in files]
    return sum(len(text.splitlines()) - 1 for text in texts)


def _all_members(past: Past) -> set[Members]:
    return set(past.identity.component.values())


def _is_simple(past: Past, members: Members) -> bool:
    return past.identity.breaks_no_limit(members)
