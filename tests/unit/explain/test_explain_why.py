"""Why two identifiers are one customer or are not, from tables made by hand."""

import io
import json

import duckdb
import pytest
from identity_by_hand import GONE, day, id_of
from rich.console import Console

from customer360.explain import screen
from customer360.explain.command import explain
from customer360.explain.errors import ExplainError

pytestmark = pytest.mark.unit

ANNA = id_of("loyalty_id 4711")


@pytest.fixture(autouse=True)
def _wide(monkeypatch):
    """Keep sentences whole: a column folds what does not fit."""
    monkeypatch.setattr(screen, "WIDTH_OF_A_FILE", 400)


def said(view, limit=30, as_json=False):
    output = io.StringIO()
    explain(view, Console(file=output, soft_wrap=True), limit, as_json)
    return output.getvalue()


def values(chain):
    first = [chain[0]["from"]["identifier_value"]] if chain else []
    return first + [step["to"]["identifier_value"] for step in chain]


def test_an_identifier_is_tied_to_its_customer_by_the_shortest_chain(seen):
    view = seen(" Anna@X.com ")
    assert view.asked.customer_id == ANNA
    assert values(view.chain) == ["anna@x.com", "4711"]
    assert len(view.asked.identifiers) == 5
    assert values(seen("phone-1").chain) == ["phone-1", "anna@x.com", "4711"]


def test_each_identifier_says_what_it_hangs_on(seen):
    rows = {row["identifier_value"]: row for row in seen(ANNA).asked.identifiers}
    assert rows["4711"]["tied_by"] is None
    assert rows["cookie-1"]["tied_by"]["from"]["identifier_value"] == "anna@x.com"
    assert rows["cookie-1"]["tied_by"]["rule"] == "email_with_anonymous_id"


def test_two_of_one_customer_are_tied_by_the_shortest_chain_between_them(seen):
    view = seen("cookie-1", "chirp:@Anna")
    assert view.are_one
    assert values(view.chain) == ["cookie-1", "anna@x.com", "chirp:anna"]
    assert "They are one customer." in said(view)


def test_two_cards_at_one_address_are_two_and_the_address_says_why(seen):
    view = seen("card-1", "2")
    assert view.are_one is False
    assert values(view.chain) == ["card-1", "1", "house@x.com", "2"]
    assert [step["is_used"] for step in view.chain] == [True, False, False]
    text = said(view)
    assert "They are not one customer." in text
    assert "No record names identifiers of both" in text
    assert "house@x.com is seen with 2 of loyalty_id" in text


def test_a_refused_edge_between_two_is_told_with_values_for_ids(seen):
    view = seen("1", "4711", None, "contact_id")
    (edge,) = view.refused_between
    assert edge["reason"] == "type_limit"
    assert edge["evidence"] == "would join loyalty_id 1 and 2: 2 of the type"
    assert "would join loyalty_id 1 and 2" in said(view)


def test_where_nothing_ties_two_that_is_said(seen):
    view = seen("anna@x.com", "card-1")
    assert view.chain is None
    assert "No evidence ties them" in said(view)


def test_what_an_analyst_set_apart_is_told_with_the_day(seen, add):
    row = (id_of("loyalty_id 2"), id_of("payment_token card-1"), day(12))
    add("int_identity__overrides", "never_link", *row)
    text = said(seen("card-1", "2"))
    assert "loyalty_id 2 and payment_token card-1 were set apart on 2026-01-12" in text


@pytest.mark.parametrize(
    ("typed", "whose"),
    [
        ("test@test.com", "nobody's: a blocked value (placeholder)"),
        ("house@x.com", "nobody's: it is tied to no one else"),
        ("stray", "visitor"),
        ("card-1", f"customer {id_of('loyalty_id 1')}"),
    ],
)
def test_whose_an_identifier_is_is_said(seen, typed, whose):
    assert whose in said(seen(typed))


def test_refused_edges_are_told_from_the_identifier_that_was_asked_for(seen):
    refused = seen("house@x.com").asked.refused
    assert [edge["from"]["identifier_value"] for edge in refused] == ["house@x.com"] * 2
    assert [edge["to"]["identifier_value"] for edge in refused] == ["1", "2"]


def test_a_retired_id_leads_to_the_customer_of_today_and_says_so(seen):
    view = seen(id_of("email anna@x.com"))
    assert view.asked.customer_id == ANNA
    assert f"is retired since 2026-01-03; now {ANNA}" in view.asked.notes[0]


def test_history_is_told_in_words_with_its_cause(seen, add):
    a, b = ANNA, id_of("email anna@x.com")
    none = (None, None, None, None)
    add("identity_events", day(1), "created", b, None, *none)
    add("identity_events", day(3), "merged", b, a, "loyalty_id_with_email", a, b, None)
    add("identity_events", day(9), "split", b, a, "splink", a, b, "shared")
    add("identity_events", day(9), "ended", GONE, None, *none)
    text = said(seen("anna@x.com"))
    assert f"2026-01-01   became customer {b}" in text
    assert (
        f"customer {b} was merged into {a} (loyalty_id_with_email, loyalty_id 4711 "
        "with email anna@x.com)"
    ) in text
    assert "split off" in text
    assert "(shared, splink, " in text
    assert GONE not in text


def test_without_events_the_ids_are_told(seen):
    assert "2026-01-03   " + ANNA in said(seen(ANNA))


def test_json_holds_what_the_screen_shows(seen):
    told = json.loads(said(seen("card-1", "2"), as_json=True))
    assert told["are_one"] is False
    assert told["chain"][1]["reason"] == "shared"
    assert told["chain"][1]["known_at"] == "2026-01-04T00:00:00"
    assert told["asked"]["customer_id"] == id_of("loyalty_id 1")


def test_a_limit_says_how_many_more_there_are(seen):
    assert "3 more; --limit shows them." in said(seen(ANNA), limit=2)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("  ", "Say who"),
        ("4711", r"(?s)several.*loyalty_id 4711: customer.*contact_id 4711"),
        ("ana@x.com", "Like it: email anna@x.com"),
        ("zzzzzzzzzzzz", "nor by anything like it"),
        (GONE, "no identifier has it any more"),
    ],
)
def test_where_nothing_can_be_told_the_message_says_why(seen, typed, why):
    with pytest.raises(ExplainError, match=why):
        seen(typed)


def test_an_unknown_type_is_refused_with_those_there_are(seen):
    with pytest.raises(ExplainError, match="there are loyalty_id, contact_id, email"):
        seen("4711", None, "iban")


def test_a_build_without_identity_says_what_to_run(seen, warehouse):
    with duckdb.connect(str(warehouse / "build.duckdb")) as build:
        build.execute("drop table identity.identity_edges")
    with pytest.raises(ExplainError, match="c360 build"):
        seen(ANNA)
