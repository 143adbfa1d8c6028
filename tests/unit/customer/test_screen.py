"""One person's 360, for people and for programs."""

import io
import json

import pytest
from rich.console import Console

from customer360.customer.command import customer

pytestmark = pytest.mark.unit


def printed(seen, **given):
    output = io.StringIO()
    customer(seen, Console(file=output, width=160), **given)
    return output.getvalue()


def test_the_screen_says_who_what_is_expected_and_why(seen):
    said = printed(seen("anna"))
    for words in (
        "Anna [b]Meyer[/b]",
        "anna@x.com (not to be contacted for marketing)",
        "3 orders, 150.00 USD in all",
        "11 days before 2026-05-01",
        "23%, decile 4 of 10",
        "no order for 11 days (lowers the risk)",
        "97%",
        "orders in 7 days    25%",
        "orders in 30 days   50%",
        "9.5 order days, 470.00 USD",
        "since 2026-04-01    spend of 90 days up from 50 to 150",
        "Keep in the regular e-mail.",
        "Known by 5 identifiers",
    ):
        assert words in said


def test_what_nobody_knows_is_said_to_be_unknown(seen):
    said = printed(seen("ben@x.com"))
    assert "Name not known" in said
    assert "no scores" in said
    assert "address             not known" in said


def test_the_timeline_is_newest_first_and_folds_the_small_things_of_a_day(seen):
    lines = seen("anna").timeline
    assert [line["activity_count"] for line in lines] == [2, 1, 1]
    assert lines[-1]["product_names"] == ["Kettle", "product p2"]
    said = printed(seen("anna"))
    assert "location ping, 2 times" in said
    assert "order · completed · Kettle, product p2" in said


def test_a_limit_leaves_out_the_oldest_and_says_how_many(seen):
    said = printed(seen("anna", limit=1))
    assert "order ·" not in said
    assert "2 earlier things done" in said


def test_json_has_the_same_for_programs(seen):
    said = json.loads(printed(seen("anna"), as_json=True))
    assert said["scores"]["churn_probability"] == 0.2345
    assert said["figures"]["order_amount_sum"] == 150.0
    assert said["identifiers"][0]["identifier_type"] == "loyalty_id"
    assert said["timeline"][0]["happened_at"] == "2026-04-30T10:00:00"


def test_of_hidden_columns_the_screen_shows_what_is_left(seen, hidden, warehouse):
    hidden("drop", "alter table dim_customers drop column email")
    said = printed(seen("anna"))
    assert "Personal columns are left out of this version." in said
    assert "not known" in said


def test_a_version_without_customer_health_shows_the_rest(seen, hidden):
    hidden("plain", "drop table customer_health")
    said = printed(seen("anna"))
    assert "What to do" not in said
    assert "9.5 order days" in said


def test_a_customer_known_by_another_id_at_the_as_of_date_keeps_its_scores(
    seen, hidden
):
    hidden("plain", "update customer_360 set customer_id = 'ann'")
    found = seen("anna")
    assert found.scores["churn_decile"] == 4
    assert found.notes == ("At 2026-05-01 known as ann.",)
