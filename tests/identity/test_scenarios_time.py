"""Cases of time: late evidence, elder members, and what was known when."""

import pytest
from story import STRONG, Story

from customer360.identity import Reason

pytestmark = pytest.mark.unit


def test_late_bridge():
    """A receipt that ties a card to an account lies in a drawer until day 30.
    At day 30 they still are two customers, as known then; on day 31 they are one."""
    names = ["loyalty_id:l", "phone:p", "user_id:u"]
    story = Story(
        names,
        [
            ("loyalty_id:l", "phone:p", STRONG, 1),
            ("phone:p", "user_id:u", STRONG, 30),
        ],
        landed={"user_id:u": 1},
    )
    assert story.at(30)["user_id:u"] == "user_id:u"
    assert set(story.at(31).values()) == {"loyalty_id:l"}
    assert story.causes()[-1] == (
        (31, "merged", "user_id:u", "loyalty_id:l"),
        ("phone:p", "user_id:u"),
        Reason.USED,
    )


def test_root_known_late():
    """The CRM's export of last year arrives on day 40, long after the web shop's.
    Its contact has the older story, but landed later: the customer keeps its id."""
    story = Story(
        ["contact_id:k", "email:e", "user_id:u"],
        [("email:e", "user_id:u", STRONG, 1), ("contact_id:k", "email:e", STRONG, 2)],
        known={"contact_id:k": 2, "email:e": 1, "user_id:u": 1},
        landed={"contact_id:k": 40, "email:e": 10, "user_id:u": 10},
    )
    assert set(story.customers().values()) == {"user_id:u"}
    assert [event[1] for event in story.events()] == ["created"]


def test_backfilled_elder_cookie():
    """The web shop backfills two years: a cookie was there before its account.
    It landed last, so it renames nobody; its visits before the login are a visitor's.
    """
    cookie, user = "anonymous_id:c", "user_id:u"
    story = Story(
        [cookie, user],
        [(cookie, user, STRONG, 20)],
        known={cookie: 1, user: 20},
        landed={cookie: 90, user: 20},
    )
    assert story.events() == [(21, "created", user, None)]
    assert story.at(20) == {}
    assert story.at(21) == {cookie: user, user: user}


def test_landing_that_tells_an_earlier_past():
    """A card landed on day 10; on day 50 a file tells it was used on day 1 already.
    The phone landed between the two: from day 11, the card's first landing names both.
    """
    names = ["loyalty_id:l", "phone:p"]
    story = Story(
        names,
        [(*names, STRONG, 1)],
        known={"loyalty_id:l": 1, "phone:p": 1},
        landed={"loyalty_id:l": 10, "phone:p": 20},
        landings=[("loyalty_id:l", 10, 10), ("loyalty_id:l", 1, 50)],
    )
    assert set(story.at(10).values()) == {"phone:p"}
    assert set(story.at(11).values()) == {"loyalty_id:l"}
    # no edge caused it: it is the landing that came to be known
    assert story.causes()[-1] == (
        (11, "renamed", "phone:p", "loyalty_id:l"),
        None,
        Reason.USED,
    )


def test_renamed_when_an_elder_member_turns_up():
    """A cookie landed on day 1; an account of day 5 buys, and logs in there on day 9.
    The cookie is the elder member, so the customer goes on under the cookie's id."""
    cookie, user = "anonymous_id:c", "user_id:u"
    story = Story(
        [cookie, user],
        [(cookie, user, STRONG, 9)],
        known={cookie: 1, user: 5},
        landed={cookie: 1, user: 5},
    )
    assert story.causes() == [
        ((6, "created", user, None), None, Reason.USED),
        ((10, "renamed", user, cookie), (cookie, user), Reason.USED),
    ]
    assert story.at(9) == {user: user}
    assert story.at(10) == {cookie: cookie, user: cookie}


def test_cookie_before_its_login():
    """A cookie is seen from day 5; on day 20 it logs in as a user known since day 2.
    At day 20 it is still a visitor: known at T means known before T."""
    cookie, user = "anonymous_id:c", "user_id:u"
    story = Story(
        [cookie, user],
        [(cookie, user, STRONG, 20)],
        known={cookie: 5, user: 2},
        landed={cookie: 5, user: 2},
    )
    assert story.at(2) == {}
    assert story.at(20) == {user: user}
    assert story.at(21) == {user: user, cookie: user}
    visits = story.history()
    assert visits.from_day[visits.identifier == 0].tolist() == [6, 21]
    assert visits.is_customer[visits.identifier == 0].tolist() == [False, True]


def test_address_shared_from_the_second_card():
    """Cards appear on one address on days 1 to 4, all of different people.
    Before the second it belonged to the first card, afterwards to nobody."""
    cards = [f"loyalty_id:{i}" for i in range(4)]
    edges = [("email:e", card, STRONG, i + 1) for i, card in enumerate(cards)]
    story = Story(["email:e", *cards], edges)
    history = story.history()
    of_email = history.identifier == 0
    assert history.customer_root[of_email].tolist() == [0, 1, 0]
    assert history.is_customer[of_email].tolist() == [True, True, False]
    assert history.from_day[of_email].tolist() == [1, 2, 3]


def test_hub_that_grows_beyond_the_limit_later():
    """Three contacts of one address were one customer; on day 8 a fourth appears.
    The address is a hub now: each contact is its own, and the split says why."""
    contacts = [f"contact_id:{i}" for i in range(4)]
    edges = [(who, "email:e", STRONG, 1) for who in contacts[:3]]
    edges.append((contacts[3], "email:e", STRONG, 8))
    known = dict.fromkeys([*contacts[:3], "email:e"], 1) | {contacts[3]: 8}
    story = Story([*contacts, "email:e"], edges, known=known)
    assert set(story.at(8).values()) == {"contact_id:0"}
    assert story.at(9) == {contact: contact for contact in contacts}
    assert [cause for cause in story.causes() if cause.event[0] == 9] == [
        ((9, "split", who, contacts[0]), (who, "email:e"), Reason.HUB)
        for who in contacts[1:3]
    ] + [((9, "created", contacts[3], None), None, Reason.USED)]


def test_ended_customer():
    """A guest ordered with an address alone; then two accounts of a family use it.
    It was the customer, and is nobody's: its id ends, and the cookie is a visitor's."""
    users = ["user_id:a", "user_id:b"]
    cookie, guest = "anonymous_id:c", "email:guest"
    story = Story(
        [cookie, guest, *users],
        [(cookie, guest, STRONG, 1), *((guest, user, STRONG, 6) for user in users)],
        known={cookie: 1, guest: 1, "user_id:a": 6, "user_id:b": 6},
        landed={cookie: 1, guest: 1, "user_id:a": 6, "user_id:b": 6},
    )
    assert story.causes() == [
        ((2, "created", guest, None), (cookie, guest), Reason.USED),
        ((7, "ended", guest, None), (cookie, guest), Reason.SHARED),
        ((7, "created", users[0], None), None, Reason.USED),
        ((7, "created", users[1], None), None, Reason.USED),
    ]
    assert story.at(6) == {cookie: guest, guest: guest}
    assert story.at(7) == {user: user for user in users}


def test_birth_date_told_later():
    """Two contacts share a phone and are one; on day 12 both have a birth date.
    The dates differ, so from day 13 the phone is nobody's and the second splits off."""
    contacts = ["contact_id:a", "contact_id:b"]
    story = Story(
        [*contacts, "phone:p"],
        [(contact, "phone:p", STRONG, 1) for contact in contacts],
        traits={"contact_id:a": (1,), "contact_id:b": (2,)},
        told={"contact_id:a": 3, "contact_id:b": 12},
    )
    assert set(story.at(12).values()) == {"contact_id:a"}
    assert story.at(13) == {contact: contact for contact in contacts}
    assert story.causes()[-1] == (
        (13, "split", "contact_id:b", "contact_id:a"),
        ("contact_id:b", "phone:p"),
        Reason.CONFLICT,
    )


def test_three_customers_meet_in_one_day():
    """A clean-up of the CRM ties three customers together in one night.
    The eldest keeps its id; each of the others is merged into it, none in between."""
    names = ["contact_id:a", "contact_id:b", "contact_id:c"]
    edges = [(names[0], names[1], STRONG, 5), (names[1], names[2], STRONG, 5)]
    landed = {names[0]: 3, names[1]: 2, names[2]: 1}
    story = Story(names, edges, landed=landed)
    assert story.events()[3:] == [
        (6, "merged", "contact_id:a", "contact_id:c"),
        (6, "merged", "contact_id:b", "contact_id:c"),
    ]


def test_member_landed_first():
    """A phone landed in spring, the user account in summer, with an older past.
    The customer keeps the name it was given in spring."""
    story = Story(
        ["email:e", "phone:p", "user_id:u"],
        [("phone:p", "user_id:u", STRONG, 1), ("email:e", "user_id:u", STRONG, 1)],
        landed={"phone:p": 100, "user_id:u": 200, "email:e": 200},
    )
    assert set(story.customers().values()) == {"phone:p"}


def test_equal_landed_days():
    """Everything landed in one night: an account with its address, and two contacts.
    The strongest type names a customer, and of one type the least id."""
    story = Story(
        ["contact_id:1", "contact_id:2", "email:e", "user_id:u"],
        [("email:e", "user_id:u", STRONG, 1), ("contact_id:1", "contact_id:2", 1, 1)],
    )
    assert story.customers() == {
        "contact_id:1": "contact_id:1",
        "contact_id:2": "contact_id:1",
        "email:e": "user_id:u",
        "user_id:u": "user_id:u",
    }
