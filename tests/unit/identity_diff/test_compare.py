"""What became of customers, orders and edges, between two maps made by hand."""

import io

import duckdb
import pytest
from rich.console import Console

from customer360.identity_diff.command import print_diff
from customer360.identity_diff.compare import compare

pytestmark = pytest.mark.unit

# identifier: its customer now and by other rules, `-` where it is a visitor's
FATES = {
    "a1": ("a1", "a1"),
    "a2": ("a1", "a1"),  # a1 stays as it is
    "b1": ("b1", "b1"),
    "b2": ("b1", "b2"),  # b1 is split
    "c1": ("c1", "c1"),
    "d1": ("d1", "c1"),  # d1 is merged into c1
    "e1": ("e1", "e2"),
    "e2": ("e1", "e2"),  # e1 is renamed
    "f1": ("f1", "f1"),
    "v1": ("-", "f1"),  # f1 has grown
    "g1": ("g1", "-"),  # g1 is a customer no more
    "h1": ("h1", "h1"),
    "h2": ("h1", "i1"),  # h1 is split, and a part of it merged
    "i1": ("i1", "i1"),
    "n1": ("-", "n1"),  # n1 is new
}


def make(path, column):
    """Write a build with one side's map, and orders of every identifier."""
    with duckdb.connect(str(path)) as build:
        build.execute("create schema identity; create schema activities")
        build.execute(
            "create table identity.identity_map (identifier_id varchar, "
            "customer_id varchar, profile_id varchar)"
        )
        build.execute(
            "create table identity.identifiers (identifier_id varchar, "
            "identifier_type varchar)"
        )
        build.execute(
            "create table activities.orders (identifier_id varchar, "
            "fallback_identifier_id varchar, order_amount decimal(18, 4))"
        )
        build.execute(
            "create table identity.identity_refused_edges (identifier_id_a "
            "varchar, identifier_id_b varchar, rule varchar, reason varchar)"
        )
        for name, sides in FATES.items():
            owner = None if sides[column] == "-" else sides[column]
            profile = owner or f"visitor {name}"
            build.execute(
                "insert into identity.identity_map values (?, ?, ?)",
                [name, owner, profile],
            )
            build.execute(
                "insert into identity.identifiers values (?, 'email')", [name]
            )
            build.execute("insert into activities.orders values (?, null, 10)", [name])
        reason = ["hub", "shared"][column]
        build.execute(
            "insert into identity.identity_refused_edges values "
            f"('a1', 'c1', 'r', '{reason}'), ('a1', 'd1', 'r', 'hub')"
        )
    return path


@pytest.fixture(scope="module")
def diff(tmp_path_factory):
    folder = tmp_path_factory.mktemp("diff")
    return compare(make(folder / "now.duckdb", 0), make(folder / "then.duckdb", 1))


def test_every_customer_of_now_has_one_fate(diff):
    assert diff.fates == {
        "unchanged": 1,
        "split": 1,
        "merged": 3,
        "renamed": 1,
        "grown": 1,
        "ended": 1,
        "split and merged": 1,
    }
    assert sum(diff.fates.values()) == diff.customers_now


def test_customers_are_counted_now_then_and_new(diff):
    assert (diff.customers_now, diff.customers_then, diff.customers_new) == (9, 9, 1)


def test_orders_move_with_their_identifier(diff):
    moved = sum(now != then for now, then in FATES.values())
    assert diff.orders["order_count"] == len(FATES)
    assert diff.orders["moved_count"] == moved == 8
    assert diff.orders["moved_amount"] == 80
    assert diff.orders["lost_count"] == 1
    assert diff.orders["won_count"] == 2


def test_refusals_are_told_by_reason(diff):
    assert diff.refusals == [
        {
            "reason": "hub",
            "now_count": 2,
            "then_count": 1,
            "new_count": 0,
            "gone_count": 1,
        },
        {
            "reason": "shared",
            "now_count": 0,
            "then_count": 1,
            "new_count": 1,
            "gone_count": 0,
        },
    ]


def test_the_largest_components_come_first(diff):
    first = diff.largest_now[0]
    assert (first["profile_id"], first["identifier_count"]) == ("a1", 2)
    assert first["identifiers"] == "2 email"
    assert len(diff.largest_then) == 5


def test_the_screen_says_that_nothing_was_changed(diff):
    output = io.StringIO()
    print_diff(diff, Console(file=output, soft_wrap=True))
    text = output.getvalue()
    assert "Customers: 9 now, 9 by these rules." in text
    assert "Orders whose customer changes: 8 of 15, 80.00 of 150.00" in text
    assert "Nothing was changed." in text
