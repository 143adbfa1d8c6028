"""From whatever is typed to one customer, or to a message that says why not."""

import pytest

from customer360.customer.errors import CustomerError

pytestmark = pytest.mark.unit

HASHED = "update dim_customer_identifiers set identifier_value = md5(identifier_value)"
DROPPED = "alter table dim_customer_identifiers drop column identifier_value"


@pytest.mark.parametrize(
    "typed",
    [
        " Anna@X.com ",
        "(555) 010-2030",
        "+1 555 0102030",
        "@anna",
        "chirp:@Anna",
        "anna",
        "ANN",
    ],
)
def test_what_is_typed_is_read_as_staging_reads_it(seen, typed):
    assert seen(typed).customer_id == "anna"


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_is_asked_again(seen, blank):
    with pytest.raises(CustomerError, match="Say who"):
        seen(blank)


def test_one_value_of_two_types_asks_for_the_type(seen):
    with pytest.raises(
        CustomerError, match=r"(?s)several.*loyalty_id 4711.*contact_id"
    ):
        seen("4711")
    assert seen("4711", "contact_id").customer_id == "ben"


def test_a_handle_of_two_networks_asks_for_the_network(seen):
    with pytest.raises(CustomerError, match="several"):
        seen("@twin")
    assert seen("photo:twin").customer_id == "anna"


def test_a_retired_id_leads_to_the_customer_of_today_and_says_so(seen):
    found = seen("ann")
    assert found.customer_id == "anna"
    assert "retired since 2026-02-01 (merged)" in found.notes[0]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("test@test.com", "blocked"),
        ("kiosk@shop.com", "shared"),
        ("cookie-1", "visitor"),
        ("ghost", "in use no more"),
        ("ana@x.com", "Like it: email anna@x.com"),
        ("zzzzzzzzzzzzzzzz", "nor by anything like it"),
        ("555 010 9999", "as a phone number: 15550109999"),
    ],
)
def test_where_nobody_can_be_told_the_message_says_why(seen, typed, why):
    with pytest.raises(CustomerError, match=why):
        seen(typed)


def test_a_type_that_no_identifier_has_is_refused_with_those_there_are(seen):
    with pytest.raises(CustomerError, match="there are loyalty_id, contact_id, email"):
        seen("anna@x.com", "iban")


@pytest.mark.parametrize(
    ("treatment", "change"), [("hashed", HASHED), ("drop", DROPPED)]
)
def test_hidden_values_are_found_by_their_id_where_the_salt_is_at_hand(
    seen, hidden, warehouse, monkeypatch, treatment, change
):
    monkeypatch.delenv("C360_SALT", raising=False)
    hidden(treatment, change)
    with pytest.raises(CustomerError, match="salt"):
        seen("anna@x.com")
    assert not (warehouse / "salt").exists()
    (warehouse / "salt").write_text("pepper\n")
    assert seen("Anna@X.com").customer_id == "anna"
    assert seen("anna").customer_id == "anna"


def test_before_anything_is_published_the_message_says_what_to_run(warehouse, seen):
    (warehouse / "published").unlink()
    with pytest.raises(CustomerError, match="c360 build"):
        seen("anna")
