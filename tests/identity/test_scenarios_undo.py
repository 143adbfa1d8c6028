"""Cases of undoing: splits exactly what it must, and changes no other id."""

from dataclasses import replace

import pytest
from story import STRONG, Story, rules

from customer360.identity import Reason

pytestmark = pytest.mark.unit

CONTACTS = ["contact_id:a", "contact_id:b"]
BYSTANDERS = ["email:z", "user_id:z"]
NAMES = [*CONTACTS, "email:z", "phone:p", "user_id:z"]
# two contacts share a phone; a user and her address have nothing to do with it
MERGED = Story(
    NAMES,
    [
        ("contact_id:a", "phone:p", STRONG, 1),
        ("contact_id:b", "phone:p", STRONG, 2),
        ("email:z", "user_id:z", STRONG, 1),
    ],
)


def bystanders(story):
    """Return all that is ever said of those who have nothing to do with it."""
    return (
        [(date, story.at(date)[name]) for name in BYSTANDERS for date in (2, 5, 9, 99)],
        [event for event in story.events() if event[2] in BYSTANDERS],
    )


def test_unmerge():
    """An analyst finds on day 8 that two contacts with one phone are two people.
    They were one until then, and split with the decision as the reason."""
    undone = replace(MERGED, never={("contact_id:a", "contact_id:b"): 8})
    assert undone.at(8)["contact_id:b"] == "contact_id:a"
    assert undone.at(9)["contact_id:b"] == "contact_id:b"
    # the phone stays with the contact of the stronger, here the earlier, evidence
    assert undone.at(9)["phone:p"] == "contact_id:a"
    assert undone.causes()[-1] == (
        (9, "split", "contact_id:b", "contact_id:a"),
        ("contact_id:b", "phone:p"),
        Reason.NEVER_LINK,
    )
    assert bystanders(undone) == bystanders(MERGED)
    solved = undone.solve_after(MERGED).component
    assert solved.tolist() == undone.solve().component.tolist()


def test_unmerge_taken_back():
    """The never-link row was a mistake and is deleted from the seed.
    Everything is as if it had never been there, ids and events included."""
    undone = replace(MERGED, never={("contact_id:a", "contact_id:b"): 8})
    again = replace(undone, never={})
    assert again.events() == MERGED.events()
    assert again.solve_after(undone).component.tolist() == (
        MERGED.solve().component.tolist()
    )


def test_unmerge_of_a_bridge():
    """Two customers of several identifiers were tied by one wrong phone.
    A never-link of their accounts splits them into the two they were."""
    sides = {who: [f"contact_id:{who}", f"email:{who}"] for who in "ab"}
    names = [*sides["a"], *sides["b"], "phone:p"]
    edges = [(*side, STRONG, 1) for side in sides.values()]
    edges += [(f"contact_id:{who}", "phone:p", STRONG, 3) for who in "ab"]
    story = Story(names, edges, never={("email:a", "email:b"): 20})
    assert set(story.at(20).values()) == {"contact_id:a"}
    assert story.at(21) == {
        **dict.fromkeys([*sides["a"], "phone:p"], "contact_id:a"),
        **dict.fromkeys(sides["b"], "contact_id:b"),
    }
    # an id that went comes back: it was issued before
    assert [event[:3] for event in story.events() if "contact_id:b" in event] == [
        (1, "created", "contact_id:b"),
        (2, "merged", "email:b"),
        (4, "merged", "contact_id:b"),
        (21, "split", "contact_id:b"),
    ]


def test_blocking_after_the_fact():
    """The phone turns out to be the store's own, and is put on the blocked list.
    It holds for all dates: the two never were one, and nobody else changes."""
    blocked = replace(MERGED, blocked=("phone:p",))
    assert blocked.groups() == [{"contact_id:a"}, {"contact_id:b"}, {*BYSTANDERS}]
    assert "merged" not in [e[1] for e in blocked.events() if e[2] in CONTACTS]
    assert "phone:p" not in blocked.at(99)
    assert bystanders(blocked) == bystanders(MERGED)
    solved = blocked.solve_after(MERGED).component
    assert solved.tolist() == blocked.solve().component.tolist()


def test_rule_change_and_back():
    """Two cards a customer are allowed, and after a month only one again.
    The last build equals the first: no trace of the rule is left in any id."""
    edges = [("contact_id:k", f"loyalty_id:{i}", STRONG, i) for i in (1, 2)]
    names = ["contact_id:k", "loyalty_id:1", "loyalty_id:2"]
    first = Story(names, edges)
    generous = replace(first, rules=rules(cards=2))
    assert generous.groups() == [{*names}] != first.groups()
    back = replace(generous, rules=rules())
    assert back.groups() == first.groups()
    assert back.events() == first.events()
    assert back.customers() == first.customers()


def test_withdrawn_file():
    """The file that tied the second contact to the phone was another company's.
    It is withdrawn: the two are as if it had never landed, and no other id changes."""
    file = ("contact_id:b", "phone:p", STRONG, 2)
    left = replace(MERGED, edges=[edge for edge in MERGED.edges if edge != file])
    assert left.groups() == [
        {"contact_id:a", "phone:p"},
        {"contact_id:b"},
        {*BYSTANDERS},
    ]
    assert bystanders(left) == bystanders(MERGED)
    solved = left.solve_after(MERGED)
    assert solved.component.tolist() == left.solve().component.tolist()


def test_withdrawn_file_with_the_only_record_of_somebody():
    """A withdrawn file was the only one that named a contact.
    The contact is gone, and those it had tied together are two again."""
    contacts = ["contact_id:a", "contact_id:b", "contact_id:c"]
    names = [*contacts, "email:1", "email:2"]
    edges = [
        ("contact_id:a", "email:1", STRONG, 1),
        ("contact_id:b", "email:1", STRONG, 2),
        ("contact_id:b", "email:2", STRONG, 2),
        ("contact_id:c", "email:2", STRONG, 3),
    ]
    all_landed = Story(names, edges)
    assert all_landed.groups() == [{*names}]
    left = Story(
        [name for name in names if name != "contact_id:b"],
        [edge for edge in edges if "contact_id:b" not in edge],
    )
    solved = left.solve_after(all_landed)
    assert left.groups() == [{"contact_id:a", "email:1"}, {"contact_id:c", "email:2"}]
    assert solved.component.tolist() == left.solve().component.tolist()


def test_deleted_contact():
    """Ann's contact is deleted; a year later she is back as a new one, same address.
    What the old contact had said stays known: she is who she was, under her old id."""
    story = Story(
        ["contact_id:new", "contact_id:old", "email:ann", "loyalty_id:ann"],
        [
            ("contact_id:old", "email:ann", STRONG, 1),
            ("contact_id:old", "loyalty_id:ann", STRONG, 1),
            ("contact_id:new", "email:ann", STRONG, 400),
        ],
        known={"contact_id:new": 400},
        landed={"contact_id:new": 400},
    )
    assert story.at(401)["contact_id:new"] == "loyalty_id:ann"
    # nothing happens to any customer id in that year, nor when she is back
    assert [event[0] for event in story.events() if event[0] > 2] == []


def test_deleted_contact_of_somebody_else():
    """A leaver's contact is deleted, and a newcomer is given the address at work.
    Deleting unsays nothing: they were born on different days, so nothing joins them."""
    contacts = ["contact_id:leaver", "contact_id:newcomer"]
    story = Story(
        [*contacts, "email:office"],
        [
            (contacts[0], "email:office", STRONG, 1),
            (contacts[1], "email:office", STRONG, 400),
        ],
        known={contacts[1]: 400},
        traits={contacts[0]: (1960,), contacts[1]: (2001,)},
    )
    assert story.at(400)["email:office"] == contacts[0]
    assert story.at(401) == {contact: contact for contact in contacts}
