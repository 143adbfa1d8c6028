"""Cases of shared things: kiosks, households, tablets, defaults, strangers."""

import pytest
from story import DECIDED, STRONG, Story

from customer360.identity import Reason

pytestmark = pytest.mark.unit


def test_shared_household_email():
    """Two people share an address, each with a card; the older evidence is Ann's.
    No customer has two cards, so the address is a household's: nobody's alone."""
    story = Story(
        ["email:home", "loyalty_id:ann", "loyalty_id:bob"],
        [
            ("email:home", "loyalty_id:bob", STRONG, 9),
            ("email:home", "loyalty_id:ann", STRONG, 3),
        ],
    )
    assert story.groups() == [{"email:home"}, {"loyalty_id:ann"}, {"loyalty_id:bob"}]
    assert story.reasons() == [Reason.SHARED, Reason.SHARED]
    assert story.evidence()[0] == (
        "email:home is seen with 2 of loyalty_id, a customer has at most 1"
    )
    assert story.customers()["email:home"] is None


def test_household_of_more():
    """The shared address is on a contact of each, and each has a phone of their own.
    Only the address ties nobody: contact and phone stay together in both."""
    story = Story(
        ["contact_id:a", "contact_id:b", "email:home", "phone:a", "phone:b"],
        [
            *((f"contact_id:{who}", "email:home", STRONG, 1) for who in "ab"),
            *((f"contact_id:{who}", f"phone:{who}", STRONG, 1) for who in "ab"),
        ],
        traits={"contact_id:a": (1,), "contact_id:b": (2,)},
    )
    assert story.groups() == [
        {"contact_id:a", "phone:a"},
        {"contact_id:b", "phone:b"},
        {"email:home"},
    ]


def test_kiosk():
    """Four people log in at the store's kiosk, which has one cookie.
    The cookie is a hub: it ties none of them, and its visits are nobody's."""
    users = [f"user_id:{i}" for i in range(4)]
    edges = [("anonymous_id:kiosk", user, STRONG, 1) for user in users]
    story = Story(["anonymous_id:kiosk", *users], edges)
    assert story.groups() == [{"anonymous_id:kiosk"}, *({user} for user in users)]
    assert story.reasons() == [Reason.HUB] * 4
    assert story.customers()["anonymous_id:kiosk"] is None


def test_till_receipt_address():
    """A till prints one default address on the receipts of four cards.
    The cards stay four customers, and the address is no customer of its own."""
    cards = [f"loyalty_id:{i}" for i in range(4)]
    edges = [("email:till", card, STRONG, 1) for card in cards]
    story = Story(["email:till", *cards], edges)
    assert story.groups() == [{"email:till"}, *({card} for card in cards)]
    assert story.reasons() == [Reason.HUB] * 4
    assert story.evidence()[0] == (
        "email email:till is seen with 4 durable identifiers, limit 3"
    )
    assert story.customers()["email:till"] is None
    assert story.customers()["loyalty_id:2"] == "loyalty_id:2"


def test_till_tablet():
    """A tablet at the till carries a cookie; customers type in their addresses.
    Four addresses are more than one person's: from the fourth it ties nobody."""
    addresses = [f"email:{i}" for i in range(4)]
    edges = [("anonymous_id:tablet", who, STRONG, i) for i, who in enumerate(addresses)]
    known = {who: i for i, who in enumerate(addresses)}
    story = Story(["anonymous_id:tablet", *addresses], edges, known=known)
    assert story.groups() == [{"anonymous_id:tablet"}, *({a} for a in addresses)]
    # three days it looked like one person's; then each address gets its own id
    assert set(story.at(3).values()) == {"email:0"}
    assert [event for event in story.events() if event[0] == 4] == [
        (4, "split", "email:1", "email:0"),
        (4, "split", "email:2", "email:0"),
        (4, "created", "email:3", None),
    ]


def test_two_people_logging_in_on_one_device():
    """Ann logs in on the family's tablet on day 1, Bob on day 5.
    From day 6 the tablet is neither's; before, as known then, it was Ann's."""
    tablet = "anonymous_id:tablet"
    story = Story(
        [tablet, "user_id:ann", "user_id:bob"],
        [(tablet, "user_id:ann", STRONG, 1), (tablet, "user_id:bob", STRONG, 5)],
        known={"user_id:bob": 5},
    )
    assert story.reasons() == [Reason.SHARED] * 2
    assert story.at(5)[tablet] == "user_id:ann"
    assert tablet not in story.at(6)
    # two customers throughout: a visitor's cookie that leaves splits nobody
    assert [event[1:] for event in story.events()] == [
        ("created", "user_id:ann", None),
        ("created", "user_id:bob", None),
    ]


def test_recycled_phone():
    """Ann gives her number up; after a year the operator gives it to Bob.
    It was hers as known then, and is nobody's from when both are known by cards."""
    story = Story(
        ["loyalty_id:ann", "loyalty_id:bob", "phone:p"],
        [
            ("loyalty_id:ann", "phone:p", STRONG, 1),
            ("loyalty_id:bob", "phone:p", STRONG, 366),
        ],
        known={"loyalty_id:bob": 366, "phone:p": 1},
    )
    assert story.at(366)["phone:p"] == "loyalty_id:ann"
    assert "phone:p" not in story.at(367)
    assert story.at(367)["loyalty_id:bob"] == "loyalty_id:bob"


def test_typo_then_correction():
    """A clerk writes Bob's address on Ann's contact, and corrects it the next week.
    Their birth dates differ: his address ties nobody, her own is hers."""
    story = Story(
        ["contact_id:ann", "contact_id:bob", "email:ann", "email:bob", "phone:bob"],
        [
            ("contact_id:bob", "email:bob", STRONG, 1),
            ("contact_id:bob", "phone:bob", STRONG, 1),
            ("contact_id:ann", "email:bob", STRONG, 10),
            ("contact_id:ann", "email:ann", STRONG, 17),
        ],
        known={"contact_id:ann": 10, "email:ann": 17},
        traits={"contact_id:ann": (1980,), "contact_id:bob": (1955,)},
    )
    assert story.groups() == [
        {"contact_id:ann", "email:ann"},
        {"contact_id:bob", "phone:bob"},
        {"email:bob"},
    ]
    # Bob's id never changes
    assert all(who != "contact_id:bob" for _, _, who, _ in story.events()[2:])
    assert story.at(99)["phone:bob"] == "contact_id:bob"


def test_nickname_contact():
    """The CRM holds one man as Robert and as Bob, under one address.
    First names differ: the address joins nobody, until an override says they are one.
    """
    names = ["contact_id:bob", "contact_id:robert", "email:e"]
    edges = [(contact, "email:e", STRONG, 1) for contact in names[:2]]
    traits = {"contact_id:bob": (2,), "contact_id:robert": (18,)}
    story = Story(names, edges, traits=traits)
    assert story.groups() == [{name} for name in names]
    assert story.reasons() == [Reason.CONFLICT] * 2
    refused = Story(names, [*edges, (*names[:2], DECIDED, 4)], traits=traits)
    assert refused.reasons()[-1] == Reason.DIFFERENT
    # the model sets aside the names of contacts that somebody has looked at
    linked = Story(names, [*edges, (*names[:2], DECIDED, 4)])
    assert linked.groups() == [set(names)]


def test_contacts_born_on_different_days():
    """Two contacts without accounts give one address; their birth dates differ.
    They cannot be one person, so what they share says nothing."""
    story = Story(
        ["email:home", "contact_id:ann", "contact_id:bob", "phone:ann"],
        [
            ("email:home", "contact_id:ann", STRONG, 1),
            ("email:home", "contact_id:bob", STRONG, 2),
            ("phone:ann", "contact_id:ann", STRONG, 1),
        ],
        traits={"contact_id:ann": (1980,), "contact_id:bob": (2010,)},
    )
    assert story.groups() == [
        {"email:home"},
        {"contact_id:ann", "phone:ann"},
        {"contact_id:bob"},
    ]
    assert story.reasons() == [Reason.CONFLICT, Reason.CONFLICT, Reason.USED]
    assert story.evidence()[0] == (
        "email email:home is seen with records of different people"
    )


def test_contact_that_says_nothing_of_its_person():
    """The CRM holds a person twice; only one of the contacts has a birth date.
    Nothing speaks against it, so the address joins them."""
    story = Story(
        ["email:e", "contact_id:one", "contact_id:two"],
        [
            ("email:e", "contact_id:one", STRONG, 1),
            ("email:e", "contact_id:two", STRONG, 2),
        ],
        traits={"contact_id:one": (1980,)},
    )
    assert story.groups() == [{"email:e", "contact_id:one", "contact_id:two"}]


def test_many_cookies_of_one_user():
    """One user opens newsletters in five browsers, each with a cookie of its own.
    Cookies are not durable: however many there are, the address stays a person's."""
    cookies = [f"anonymous_id:{i}" for i in range(5)]
    edges = [(cookie, "email:e", STRONG, 1) for cookie in cookies]
    edges.append(("email:e", "user_id:u", STRONG, 1))
    story = Story([*cookies, "email:e", "user_id:u"], edges)
    assert story.groups() == [{*cookies, "email:e", "user_id:u"}]


def test_blocked_value():
    """Two contacts carry the phone 000000, which is on the blocked list.
    They stay two customers; the phone is in no component at all."""
    story = Story(
        ["contact_id:a", "contact_id:b", "phone:0"],
        [
            ("contact_id:a", "phone:0", STRONG, 1),
            ("contact_id:b", "phone:0", STRONG, 1),
        ],
        blocked=("phone:0",),
    )
    assert story.groups() == [{"contact_id:a"}, {"contact_id:b"}]
    assert story.reasons() == [Reason.BLOCKED] * 2
    assert story.evidence()[0] == "phone phone:0 is blocked"
    assert story.customers()["phone:0"] is None


def test_blocked_neighbours_of_an_address():
    """An address is seen with three contacts and two blocked test contacts.
    Only the three count, so the address stays a person's."""
    contacts = [f"contact_id:{i}" for i in range(5)]
    edges = [(contact, "email:e", STRONG, 1) for contact in contacts]
    story = Story([*contacts, "email:e"], edges, blocked=tuple(contacts[3:]))
    assert story.groups() == [{*contacts[:3], "email:e"}]
