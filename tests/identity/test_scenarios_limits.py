"""Cases of limits: who must not be one, however strong the evidence."""

import pytest
from story import DECIDED, STRONG, WEAK, Story, rules

from customer360.identity import Reason

pytestmark = pytest.mark.unit


def test_two_one_per_customer_ids_in_conflict():
    """One CRM contact is on two accounts, by evidence of two days.
    It goes to the account known first; nobody has two, and the refusal names both."""
    story = Story(
        ["contact_id:k", "user_id:a", "user_id:b"],
        [
            ("contact_id:k", "user_id:b", STRONG, 5),
            ("contact_id:k", "user_id:a", STRONG, 3),
        ],
    )
    assert story.groups() == [{"contact_id:k", "user_id:a"}, {"user_id:b"}]
    assert story.reasons() == [Reason.TYPE_LIMIT, Reason.USED]
    assert story.evidence()[0] == (
        "would join user_id user_id:a and user_id:b: 2 of the type in one customer,"
        " limit 1"
    )
    assert story.at(9)["contact_id:k"] == "user_id:a"


def test_type_limit_over_a_long_chain():
    """Two accounts meet over a contact, a phone and another contact.
    The weakest edge of the way is refused, wherever on it that lies."""
    story = Story(
        ["contact_id:1", "contact_id:2", "phone:p", "user_id:a", "user_id:b"],
        [
            ("contact_id:1", "user_id:a", STRONG, 1),
            ("contact_id:1", "phone:p", WEAK, 2),
            ("contact_id:2", "phone:p", STRONG, 3),
            ("contact_id:2", "user_id:b", STRONG, 4),
        ],
    )
    assert story.groups() == [
        {"contact_id:1", "user_id:a"},
        {"contact_id:2", "phone:p", "user_id:b"},
    ]
    assert story.reasons()[1] == Reason.TYPE_LIMIT


def test_refused_link_by_every_other_way_round():
    """Two users are on one contact and, on weaker evidence, a phone.
    Once the contact went to one, the phone cannot bring them together either."""
    story = Story(
        ["contact_id:e", "phone:p", "user_id:a", "user_id:b"],
        [
            ("contact_id:e", "user_id:a", STRONG, 1),
            ("contact_id:e", "user_id:b", STRONG, 2),
            ("phone:p", "user_id:b", WEAK, 3),
            ("phone:p", "contact_id:e", WEAK, 4),
        ],
    )
    assert story.groups() == [{"contact_id:e", "user_id:a"}, {"phone:p", "user_id:b"}]
    assert story.reasons() == [
        Reason.USED,
        Reason.TYPE_LIMIT,
        Reason.USED,
        Reason.TYPE_LIMIT,
    ]


def test_size_limit():
    """Five cookies belong to one user, but a customer may have four identifiers.
    The three known first are taken, the others stay visitors."""
    cookies = [f"anonymous_id:{i}" for i in range(5)]
    edges = [(c, "user_id:u", STRONG, 9 - i) for i, c in enumerate(cookies)]
    story = Story([*cookies, "user_id:u"], edges, rules=rules(max_component_size=4))
    assert {*cookies[2:], "user_id:u"} in story.groups()
    assert story.reasons()[:2] == [Reason.SIZE_LIMIT] * 2
    assert story.evidence()[0] == "would make a customer of 5 identifiers, limit 4"
    assert story.customers()["anonymous_id:0"] is None
    # a cookie that came too late never was the user's, on any day
    assert [set(story.at(date)) for date in (6, 8, 11)] == [
        {"anonymous_id:4", "user_id:u"},
        {*cookies[2:], "user_id:u"},
        {*cookies[2:], "user_id:u"},
    ]


def test_never_link_pair():
    """Father and son share a phone; an analyst has said they are two.
    The weaker edge of the two is refused and names the pair."""
    story = Story(
        ["contact_id:father", "contact_id:son", "phone:p"],
        [
            ("contact_id:father", "phone:p", STRONG, 1),
            ("contact_id:son", "phone:p", WEAK, 1),
        ],
        never={("contact_id:son", "contact_id:father"): 0},
    )
    assert story.groups() == [{"contact_id:father", "phone:p"}, {"contact_id:son"}]
    assert story.evidence()[1] == (
        "would join contact_id:father and contact_id:son, which must never be linked"
    )
    # decided before it was seen: they never were one
    assert "split" not in [event[1] for event in story.events()]


def test_always_link():
    """Two contacts share nothing; a shop assistant knows they are one woman.
    They are one from the day after that was decided, not before."""
    names = ["contact_id:maiden", "contact_id:married"]
    story = Story(names, [(*names, DECIDED, 7)])
    assert story.at(7) == {name: name for name in names}
    assert set(story.at(8).values()) == {"contact_id:maiden"}
    assert story.events()[-1] == (8, "merged", names[1], names[0])


def test_always_link_across_a_limit():
    """An analyst links two cards, but a customer has one card at most.
    A decision is tried first and keeps the limits: it is refused and says why."""
    cards = ["loyalty_id:new", "loyalty_id:old"]
    story = Story(cards, [(*cards, DECIDED, 1)])
    assert story.groups() == [{cards[0]}, {cards[1]}]
    assert story.reasons() == [Reason.TYPE_LIMIT]
    assert Story(cards, [(*cards, DECIDED, 1)], rules=rules(cards=2)).groups() == [
        set(cards)
    ]


def test_always_link_and_never_link_of_one_pair():
    """One analyst links two contacts, another sets them apart on a later day.
    They are one between the two days, and apart whenever the latter counts."""
    names = ["contact_id:a", "contact_id:b"]
    story = Story(names, [(*names, DECIDED, 2)], never={(names[0], names[1]): 5})
    assert story.reasons() == [Reason.NEVER_LINK]
    assert story.at(4)["contact_id:b"] == "contact_id:a"
    assert story.at(6)["contact_id:b"] == "contact_id:b"


def test_different_people_over_a_chain():
    """Father and son have a contact each; a card is seen with an e-mail and a phone.
    They are one's and the other's: no chain may make the two one, the last link goes.
    """
    contacts = ["contact_id:father", "contact_id:son"]
    story = Story(
        [*contacts, "email:father", "loyalty_id:l", "phone:son"],
        [
            (contacts[0], "email:father", STRONG, 1),
            (contacts[1], "phone:son", STRONG, 1),
            ("email:father", "loyalty_id:l", WEAK, 2),
            ("loyalty_id:l", "phone:son", WEAK, 3),
        ],
        traits={contacts[0]: (1950,), contacts[1]: (1980,)},
    )
    assert story.groups() == [
        {contacts[0], "email:father", "loyalty_id:l"},
        {contacts[1], "phone:son"},
    ]
    assert story.reasons() == [*[Reason.USED] * 3, Reason.DIFFERENT]
    assert story.evidence()[3] == (
        "would join contact_id:father and contact_id:son, records of different people"
    )


def test_second_account():
    """Ann has lost her password and opened a second account with the same address.
    Two accounts are two customers by rule; the address is neither's, and says so."""
    accounts = ["user_id:1", "user_id:2"]
    edges = [("email:ann", user, STRONG, 30 * i) for i, user in enumerate(accounts)]
    story = Story(["email:ann", *accounts], edges, known={"user_id:2": 30})
    assert story.groups() == [{"email:ann"}, {"user_id:1"}, {"user_id:2"}]
    assert story.reasons() == [Reason.SHARED] * 2
    assert story.at(30)["email:ann"] == "user_id:1"
    assert "email:ann" not in story.at(31)


def test_replaced_card():
    """Ann's lost card is replaced; the CRM writes the new number on her contact.
    One card a customer: the contact stays with the first, until a rule allows two."""
    names = ["contact_id:ann", "loyalty_id:lost", "loyalty_id:new"]
    edges = [
        ("contact_id:ann", "loyalty_id:lost", STRONG, 1),
        ("contact_id:ann", "loyalty_id:new", STRONG, 50),
    ]
    story = Story(names, edges, known={"loyalty_id:new": 50})
    assert story.groups() == [{"contact_id:ann", "loyalty_id:lost"}, {"loyalty_id:new"}]
    assert story.reasons() == [Reason.USED, Reason.TYPE_LIMIT]
    assert story.events()[-1] == (51, "created", "loyalty_id:new", None)
    allowed = Story(names, edges, known=story.known, rules=rules(cards=2))
    assert allowed.groups() == [set(names)]
