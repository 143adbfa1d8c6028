"""Cases of evidence: what joins, and that nothing but the evidence decides."""

import pandas as pd
import pytest
from story import STRONG, WEAK, Story

from customer360.identity import Reason
from customer360.identity.tables import TRAITS, Observed, solve_tables

pytestmark = pytest.mark.unit


def test_chain():
    """A cookie logs in as a user, whose address is on a contact with a phone.
    No edge spans the ends, yet all four are one person."""
    names = ["anonymous_id:c", "contact_id:k", "email:e", "phone:p", "user_id:u"]
    story = Story(
        names,
        [
            ("anonymous_id:c", "user_id:u", STRONG, 1),
            ("user_id:u", "email:e", STRONG, 2),
            ("email:e", "contact_id:k", STRONG, 3),
            ("contact_id:k", "phone:p", WEAK, 4),
        ],
    )
    assert story.groups() == [set(names)]
    assert story.reasons() == [Reason.USED] * 4
    # the cookie is no customer before its login; the others are one each, at first
    merged = [event[:3] for event in story.events() if event[1] == "merged"]
    assert merged == [
        (3, "merged", "email:e"),
        (4, "merged", "contact_id:k"),
        (5, "merged", "phone:p"),
    ]


def test_fan_in():
    """The CRM holds one person three times under one address.
    contact_id has no limit per customer, so the three become one."""
    contacts = [f"contact_id:{i}" for i in range(3)]
    edges = [(contact, "email:e", STRONG, 1) for contact in contacts]
    story = Story([*contacts, "email:e"], edges)
    assert story.groups() == [{*contacts, "email:e"}]
    # the least contact names them: all landed on one day
    assert set(story.customers().values()) == {"contact_id:0"}


def test_diamond():
    """A contact and an account share an address, and a phone as well.
    The second way round says nothing new; it is used, not refused."""
    names = ["contact_id:k", "email:e", "phone:p", "user_id:u"]
    edges = [
        (who, address, STRONG, day)
        for day, address in enumerate(["email:e", "phone:p"])
        for who in ("contact_id:k", "user_id:u")
    ]
    story = Story(names, edges)
    assert story.groups() == [set(names)]
    assert story.reasons() == [Reason.USED] * 4
    # and without either way they still are one
    assert Story(names[:2] + names[3:], edges[:2]).groups() == [
        {"contact_id:k", "email:e", "user_id:u"}
    ]


def test_cross_batch_bridge():
    """One file shows a card with a phone, another an account with an address.
    A third ties phone and address: the two customers are one, under the elder id."""
    names = ["email:e", "loyalty_id:l", "phone:p", "user_id:u"]
    apart = [
        ("loyalty_id:l", "phone:p", STRONG, 1),
        ("email:e", "user_id:u", STRONG, 1),
    ]
    landed = {"loyalty_id:l": 1, "phone:p": 1, "user_id:u": 2, "email:e": 2}
    before = Story(names, apart, landed=landed)
    story = Story(names, [*apart, ("email:e", "phone:p", WEAK, 3)], landed=landed)
    assert story.groups() == [set(names)]
    assert story.causes()[-1] == (
        (4, "merged", "user_id:u", "loyalty_id:l"),
        ("email:e", "phone:p"),
        Reason.USED,
    )
    solved = story.solve_after(before).component
    assert solved.tolist() == story.solve().component.tolist()


def test_same_file_twice():
    """A file is landed again under another name: all its evidence is there twice.
    Nothing differs, neither customers nor what happened to them."""
    cards = ["loyalty_id:a", "loyalty_id:b"]
    edges = [("email:e", card, STRONG, day) for day, card in enumerate(cards, 1)]
    once = Story(["email:e", *cards], edges)
    twice = Story(["email:e", *cards], edges + edges)
    assert twice.groups() == once.groups()
    assert twice.reasons() == once.reasons() * 2
    assert twice.events() == once.events()
    assert twice.at(9) == once.at(9)


def test_evidence_of_several_rules():
    """An address is on three contacts, each pair found by two rules on two days.
    Distinct identifiers are counted, not edges: three is still a person."""
    contacts = [f"contact_id:{i}" for i in range(3)]
    edges = [
        ("email:e", contact, rank, day)
        for contact in contacts
        for rank in (STRONG, WEAK)
        for day in (1, 2)
    ]
    story = Story([*contacts, "email:e"], edges)
    assert story.groups() == [{*contacts, "email:e"}]


def test_record_that_says_one_thing_twice():
    """A record gives the same address as e-mail and as receipt e-mail.
    The edge from the address to itself is used and joins nothing."""
    story = Story(["email:e", "phone:p"], [("email:e", "email:e", STRONG, 1)])
    assert story.groups() == [{"email:e"}, {"phone:p"}]
    assert story.reasons() == [Reason.USED]


def test_stronger_rule_before_earlier_day():
    """A weak rule tied the contact to Ann first, a strong one to Bob much later.
    Rank comes before the day: the contact is Bob's, and was Ann's until then."""
    contact = "contact_id:home"
    story = Story(
        [contact, "loyalty_id:ann", "loyalty_id:bob"],
        [(contact, "loyalty_id:ann", WEAK, 1), (contact, "loyalty_id:bob", STRONG, 9)],
    )
    assert story.groups() == [{contact, "loyalty_id:bob"}, {"loyalty_id:ann"}]
    assert story.at(9)[contact] == "loyalty_id:ann"
    assert story.at(10)[contact] == "loyalty_id:bob"


def test_ties_in_every_clock():
    """The same rule found both edges on the same day, and all landed in one night.
    The pair that comes first by identifier wins, whatever the order of the rows."""
    edges = [
        ("contact_id:home", "loyalty_id:bob", STRONG, 1),
        ("contact_id:home", "loyalty_id:ann", STRONG, 1),
    ]
    names = ["contact_id:home", "loyalty_id:ann", "loyalty_id:bob"]
    expected = [{"contact_id:home", "loyalty_id:ann"}, {"loyalty_id:bob"}]
    for story in (Story(names, edges), Story(names, edges[::-1])):
        assert story.groups() == expected
        assert story.at(2)["contact_id:home"] == "loyalty_id:ann"
        assert (2, "merged", "contact_id:home", "loyalty_id:ann") in story.events()


def test_visitor():
    """Two cookies of one browser are tied together; nobody logged in.
    They are one visitor and no customer, and nothing happened to any."""
    names = ["anonymous_id:a", "anonymous_id:b"]
    story = Story(names, [(*names, STRONG, 1)])
    assert story.groups() == [set(names)]
    assert story.customers() == {names[0]: None, names[1]: None}
    assert story.events() == []


def test_card_used_once():
    """A loyalty card was used once, with nothing else on the receipt.
    It is a customer of one identifier, created the day after."""
    story = Story(["loyalty_id:l"])
    assert story.customers() == {"loyalty_id:l": "loyalty_id:l"}
    assert story.events() == [(1, "created", "loyalty_id:l", None)]


def test_empty_input():
    """Only cash sales landed, or nothing yet: no record names anybody.
    The result is empty, of the right types, and no error."""
    story = Story([])
    found = story.solve()
    assert found.component.shape == found.is_hub.shape == (0,)
    assert found.decisions.reason.shape == (0,)
    assert story.evidence() == [] and story.customers() == {}
    assert story.days() == [] and story.history().identifier.shape == (0,)
    assert len(solve_tables(tables([]), types_seed(), limits_seed())) == 0


def test_all_null_input():
    """Contacts whose names and birth dates are all null, and no record with two ids.
    Null conflicts with nobody: each is a customer of its own."""
    found = solve_tables(tables(["a", "b"]), types_seed(), limits_seed())
    rows = found[found["row_kind"] == "membership"]
    assert rows["identifier_number_b"].tolist() == [0, 1]
    assert rows["is_customer"].all() and rows["known_to"].isna().all()
    assert found[found["row_kind"] == "event"]["event_type"].tolist() == [
        "created",
        "created",
    ]


def test_all_identifiers_blocked():
    """Every value that landed is on the blocked list.
    There are identifiers, but neither components nor customers."""
    names = ["email:test", "phone:0"]
    story = Story(names, [(*names, STRONG, 1)], blocked=tuple(names))
    assert story.groups() == []
    assert story.customers() == {"email:test": None, "phone:0": None}
    assert story.events() == [] and story.at(9) == {}


def tables(contacts: list[str]) -> Observed:
    """Return contacts of whom nothing is told, as the warehouse gives them."""
    day = pd.Timestamp("2026-01-01")
    identifiers = pd.DataFrame({"identifier_id": contacts}).assign(
        identifier_number=range(len(contacts)),
        identifier_type="contact_id",
        is_blocked=False,
        known_date=day,
        landed_date=day,
        traits_known_date=day,
        is_inside=True,
        **dict.fromkeys([*TRAITS, "solved_until", "profile_number"]),
        **dict.fromkeys(["is_customer", "is_so_from"]),
    )
    pairs = ["identifier_number_a", "identifier_number_b"]
    days = {"known_date": "datetime64[us]", "landed_date": "datetime64[us]"}
    none = pd.DataFrame({name: pd.Series(dtype="int64") for name in pairs})
    none = none.assign(
        known_date=pd.Series(dtype=days["known_date"]),
        rule=pd.Series(dtype="str"),
        rule_rank=pd.Series(dtype="int64"),
    )
    landings = pd.DataFrame({"identifier_number": pd.Series(dtype="int64")})
    landings = landings.assign(**{n: pd.Series(dtype=t) for n, t in days.items()})
    return Observed(identifiers, landings, none, none)


def limits_seed():
    return pd.DataFrame({"limit_name": ["max_component_size"], "limit_value": [100]})


def types_seed() -> pd.DataFrame:
    """Return one row of the seed identifier_types."""
    return pd.DataFrame(
        {
            "identifier_type": ["contact_id"],
            "type_rank": [1],
            "is_durable": [True],
            "max_per_customer": [None],
            "max_durable_neighbours": [None],
        }
    )
