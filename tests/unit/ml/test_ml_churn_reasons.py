"""Inputs made comparable, and reasons in plain words."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customer360.ml.churn import reasons as churn_reasons
from customer360.ml.next_order.inputs import order_inputs, topic

pytestmark = pytest.mark.unit

ROWS = pd.DataFrame(
    {
        "days_since_last_order": [43.0, 1.0, 9.0],
        "days_since_first_order": [400.0, 10.0, 9.0],
        "order_count_90d": [1, 9, 1],
        "order_count_lifetime": [30, 9, 1],
        "repeat_order_count": [29, 8, 0],
        "session_count_90d": [0, 1, 7],
        "days_since_last_session": [120.0, 1.0, 3.0],
        "identifier_count": [1, 4, 2],
        "has_account": [False, True, True],
        "stamp_count_90d": [2, 4, 4],
        "is_email_contactable": [True, False, True],
        "is_vip": [True, False, True],
        "discount_share_90d": [0.25, np.nan, 0.0],
    }
)


def test_a_window_before_the_first_order_is_shorter_for_that_customer() -> None:
    monthly = np.expm1(order_inputs(ROWS)["order_count_90d"])

    np.testing.assert_allclose(monthly, [1 / 90 * 30, 9 / 10 * 30, 1 / 9 * 30])


def test_totals_that_grow_with_the_records_are_no_inputs() -> None:
    inputs = order_inputs(ROWS).columns

    assert "order_count_lifetime" not in inputs
    assert "repeat_order_count" not in inputs
    assert list(inputs) == sorted(inputs)


@settings(deadline=None, max_examples=50)
@given(st.permutations(list(ROWS.columns)))
def test_the_order_of_columns_does_not_matter(columns: list[str]) -> None:
    pd.testing.assert_frame_equal(order_inputs(ROWS), order_inputs(ROWS[columns]))


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("days_since_last_order_overdue", "recency"),
        ("order_amount_sum_90d", "order_amount"),
        ("is_email_contactable", "email"),
        ("ticket_count_365d", "ticket"),
    ],
)
def test_columns_of_one_thing_share_a_topic(column: str, expected: str) -> None:
    assert topic(column) == expected


def test_what_moves_the_odds_is_a_reason_and_what_does_not_is_none() -> None:
    parts = pd.DataFrame({"recency": [1.7, -0.4, 0.0], "session": 0.0})
    reasons = churn_reasons.reasons(parts, ROWS)

    assert reasons["reason_1"].tolist()[:2] == [
        "no order for 43 days (raises the risk)",
        "no order for 1 day (lowers the risk)",
    ]
    assert reasons["reason_1"].isna().tolist() == [False, False, True]
    assert reasons["reason_1_log_odds"].tolist() == [1.7, -0.4, 0.0]
    assert reasons["reason_2"].isna().all()
    assert (reasons["reason_2_log_odds"] == 0.0).all()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("order_count", ["1 order in 90 days", "9 orders in 90 days"]),
        (
            "session",
            [
                "no online visit for 120 days",
                "1 online visit in 90 days, last 1 day ago",
            ],
        ),
        ("stamp", ["stamp count 90d is 2", "stamp count 90d is 4"]),
        ("vip", ["vip", "not vip"]),
        ("discount", ["25% discount in 90 days", "no discount in 90 days"]),
    ],
)
def test_reasons_read_as_plain_words(name: str, expected: list[str]) -> None:
    parts = pd.DataFrame({name: [1.0, 1.0]}, index=ROWS.index[:2])
    reasons = churn_reasons.reasons(parts, ROWS.iloc[:2])

    assert reasons["reason_1"].tolist() == [
        f"{text} (raises the risk)" for text in expected
    ]


def test_what_never_happened_and_what_happened_long_ago_read_as_they_are() -> None:
    rows = pd.DataFrame(
        {
            "session_count_90d": [0, 0],
            "days_since_last_session": [np.nan, 91.0],
            "order_amount_sum_90d": [0.0, 20.0],
            "order_amount_sum_365d": [0.0, 55.5],
            "stamp_count_90d": [0, 1],
        }
    )

    def said(name: str) -> list[str]:
        parts = pd.DataFrame({name: [1.0, 1.0]})
        texts = churn_reasons.reasons(parts, rows)["reason_1"]
        return texts.str.removesuffix(" (raises the risk)").tolist()

    assert said("session") == [
        "no online visit on record",
        "no online visit for 91 days",
    ]
    assert said("order_amount") == [
        "nothing spent in 90 days",
        "20.00 spent in 90 days, 55.50 in 365 days",
    ]
    assert said("stamp") == ["stamp count 90d is 0", "stamp count 90d is 1"]


def test_what_we_know_of_somebody_moves_the_odds_and_is_no_reason() -> None:
    """A deed of the same topic makes it one."""
    parts = pd.DataFrame({"account": [3.0], "identifier": [2.0], "recency": [0.5]})
    row = churn_reasons.reasons(parts, ROWS.iloc[:1]).iloc[0]

    assert row["reason_1"] == "no order for 43 days (raises the risk)"
    assert pd.isna(row["reason_2"])
    assert row["reason_2_log_odds"] == 0.0
    deeds = ROWS.assign(account_login_count_90d=[5, 0, 1])
    row = churn_reasons.reasons(parts, deeds.iloc[:1]).iloc[0]
    assert row["reason_1"] == "account login count 90d is 5 (raises the risk)"


def test_the_largest_contributions_come_first_and_say_their_direction() -> None:
    parts = pd.DataFrame(
        {"recency": [0.5], "order_count": [-2.0], "session": [0.001], "tenure": [1.0]}
    )
    row = churn_reasons.reasons(parts, ROWS.iloc[:1]).iloc[0]

    assert row["reason_1"].endswith("(lowers the risk)")
    assert row["reason_2"].startswith("first order 400 days ago")
    assert row["reason_3"].startswith("no order for 43 days")
