"""Identity cases by name; each docstring is the story in two lines."""

from dataclasses import dataclass, field

import pytest

from customer360.identity import (
    NO_LIMIT,
    UNKNOWN,
    Day,
    Edges,
    Identifiers,
    Memberships,
    NeverLinks,
    Reason,
    Rules,
    Solution,
    customer_root,
    days_of_change,
    describe,
    events,
    is_customer,
    memberships,
    solve,
)

pytestmark = pytest.mark.unit

TYPES = ["user_id", "loyalty_id", "contact_id", "email", "phone", "anonymous_id"]
STRONG, WEAK = 1, 2


def rules(max_component_size: int = NO_LIMIT) -> Rules:
    """One user and one loyalty card a customer; a hub is seen with more than three."""
    return Rules(
        type_rank=range(len(TYPES)),
        is_durable=[name != "anonymous_id" for name in TYPES],
        max_per_customer=[1, 1, NO_LIMIT, NO_LIMIT, NO_LIMIT, NO_LIMIT],
        max_durable_degree=[NO_LIMIT, NO_LIMIT, NO_LIMIT, 3, 3, 3],
        max_component_size=max_component_size,
    )


@dataclass
class Story:
    """Identifiers by name (`email:ann`), edges and pairs between names."""

    names: list[str]
    edges: list[tuple[str, str, int, int]] = field(default_factory=list)
    blocked: tuple[str, ...] = ()
    never: tuple[tuple[str, str], ...] = ()
    landed: dict[str, int] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)
    size_limit: int = NO_LIMIT
    traits: dict[str, tuple[int]] = field(default_factory=dict)

    def identifiers(self) -> Identifiers:
        return Identifiers(
            type_code=[TYPES.index(name.split(":")[0]) for name in self.names],
            is_blocked=[name in self.blocked for name in self.names],
            known_day=[self.known.get(name, 0) for name in self.names],
            landed_day=[self.landed.get(name, 0) for name in self.names],
            traits=[self.traits.get(name, (UNKNOWN,)) for name in self.names],
        )

    def edge_table(self) -> Edges:
        at = self.names.index
        rows = [(at(a), at(b), rank, day) for a, b, rank, day in self.edges]
        return Edges(*zip(*rows, strict=True)) if rows else Edges([], [], [], [])

    def conflicts(self) -> list[tuple[int, int]]:
        return [(self.names.index(a), self.names.index(b)) for a, b in self.never]

    def solve(self) -> Solution:
        found = solve(
            self.identifiers(),
            self.edge_table(),
            rules(self.size_limit),
            self.conflicts(),
        )
        return found

    def days(self) -> list[Day]:
        links = NeverLinks.of(self.conflicts(), [0] * len(self.never))
        tables = self.identifiers(), self.edge_table(), rules(self.size_limit)
        return list(days_of_change(*tables, links))

    def history(self) -> Memberships:
        return memberships(self.days(), len(self.names))

    def at(self, date: int) -> dict[str, str]:
        """Return who was whose customer at a date."""
        runs = self.history()
        holds = (runs.from_day <= date) & (date < runs.to_day) & runs.is_customer
        return {
            self.names[member]: self.names[root]
            for member, root in zip(
                runs.identifier[holds].tolist(),
                runs.customer_root[holds].tolist(),
                strict=True,
            )
        }

    def events(self) -> list[tuple[int, str, str, str | None]]:
        """Return (date, event type, customer, other) in order."""
        found = []
        for day in self.days():
            for date, kind, customer, other in zip(
                *(
                    getattr(events(day, self.edge_table()), name).tolist()
                    for name in ("happened_on", "event_type", "customer", "other")
                ),
                strict=True,
            ):
                named = self.names[other] if other >= 0 else None
                found.append((date, kind, self.names[customer], named))
        return found

    def groups(self) -> list[set[str]]:
        members: dict[int, set[str]] = {}
        for name, component in zip(
            self.names, self.solve().component.tolist(), strict=True
        ):
            members.setdefault(component, set()).add(name)
        members.pop(-1, None)
        return list(members.values())

    def reasons(self) -> list[Reason]:
        return [Reason(code) for code in self.solve().decisions.reason.tolist()]

    def evidence(self) -> list[str | None]:
        return describe(self.solve().decisions, self.names, TYPES)

    def customers(self) -> dict[str, str | None]:
        """Each identifier with the one that names its customer; None for visitors."""
        table, found = self.identifiers(), self.solve()
        ranks = rules().type_rank[table.type_code]
        root = customer_root(found.component, table.landed_day, ranks)
        durable = rules().is_durable[table.type_code]
        customers = is_customer(found.component, durable, found.is_hub)
        return {
            name: self.names[root[i]] if customers[i] else None
            for i, name in enumerate(self.names)
        }


def test_a_chain_of_evidence_is_one_customer():
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


def test_many_cookies_of_one_user_are_no_hub():
    """One user logs in from five browsers, each with a cookie of its own.
    Cookies are not durable, so however many there are the user stays a person."""
    cookies = [f"anonymous_id:{i}" for i in range(5)]
    edges = [(cookie, "user_id:u", STRONG, 1) for cookie in cookies]
    story = Story([*cookies, "user_id:u"], edges)
    assert story.groups() == [{*cookies, "user_id:u"}]


def test_an_address_seen_with_many_accounts_is_a_hub_and_nobodys():
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


def test_evidence_repeated_by_several_rules_does_not_make_a_hub():
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


def test_a_household_address_is_neither_cards():
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


def test_an_address_of_contacts_born_on_different_days_joins_nobody():
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


def test_a_contact_that_says_nothing_of_its_person_conflicts_with_nobody():
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


def test_a_stronger_rule_wins_over_an_earlier_day():
    """A weak rule tied the contact to Ann first, a strong one to Bob much later.
    Rank comes before the day: the contact is Bob's."""
    story = Story(
        ["contact_id:home", "loyalty_id:ann", "loyalty_id:bob"],
        [
            ("contact_id:home", "loyalty_id:ann", WEAK, 1),
            ("contact_id:home", "loyalty_id:bob", STRONG, 9),
        ],
    )
    assert story.groups() == [{"contact_id:home", "loyalty_id:bob"}, {"loyalty_id:ann"}]


def test_a_full_tie_goes_to_the_least_identifiers():
    """The same rule found both edges on the same day.
    The pair that comes first by identifier wins, whatever the order of the rows."""
    edges = [
        ("contact_id:home", "loyalty_id:bob", STRONG, 1),
        ("contact_id:home", "loyalty_id:ann", STRONG, 1),
    ]
    names = ["contact_id:home", "loyalty_id:ann", "loyalty_id:bob"]
    expected = [{"contact_id:home", "loyalty_id:ann"}, {"loyalty_id:bob"}]
    assert Story(names, edges).groups() == expected
    assert Story(names, edges[::-1]).groups() == expected


def test_a_refused_link_stays_refused_by_every_other_way_round():
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


def test_duplicate_contacts_of_one_person_merge():
    """The CRM holds one person three times under one address.
    contact_id has no limit per customer, so the three become one."""
    contacts = [f"contact_id:{i}" for i in range(3)]
    edges = [(contact, "email:e", STRONG, 1) for contact in contacts]
    story = Story([*contacts, "email:e"], edges)
    assert story.groups() == [{*contacts, "email:e"}]


def test_a_never_link_pair_splits_what_evidence_joins():
    """Father and son share a phone; an analyst has said they are two.
    The weaker edge of the two is refused and names the pair."""
    story = Story(
        ["contact_id:father", "contact_id:son", "phone:p"],
        [
            ("contact_id:father", "phone:p", STRONG, 1),
            ("contact_id:son", "phone:p", WEAK, 1),
        ],
        never=(("contact_id:son", "contact_id:father"),),
    )
    assert story.groups() == [{"contact_id:father", "phone:p"}, {"contact_id:son"}]
    assert story.evidence()[1] == (
        "would join contact_id:father and contact_id:son, which must never be linked"
    )


def test_a_blocked_value_joins_nobody_and_belongs_to_nobody():
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


def test_blocked_identifiers_do_not_make_a_neighbour_a_hub():
    """An address is seen with three contacts and two blocked test contacts.
    Only the three count, so the address stays a person's."""
    contacts = [f"contact_id:{i}" for i in range(5)]
    edges = [(contact, "email:e", STRONG, 1) for contact in contacts]
    story = Story([*contacts, "email:e"], edges, blocked=tuple(contacts[3:]))
    assert story.groups() == [{*contacts[:3], "email:e"}]


def test_a_customer_never_grows_beyond_the_size_limit():
    """Five cookies belong to one user, but a customer may have four identifiers.
    The three known first are taken, the others stay visitors."""
    cookies = [f"anonymous_id:{i}" for i in range(5)]
    edges = [(c, "user_id:u", STRONG, 9 - i) for i, c in enumerate(cookies)]
    story = Story([*cookies, "user_id:u"], edges, size_limit=4)
    assert {*cookies[2:], "user_id:u"} in story.groups()
    assert story.reasons()[:2] == [Reason.SIZE_LIMIT] * 2
    assert story.evidence()[0] == "would make a customer of 5 identifiers, limit 4"
    assert story.customers()["anonymous_id:0"] is None


def test_the_member_landed_first_names_the_customer():
    """A phone landed in spring, the user account in summer, with an older past.
    The customer keeps the name it was given in spring."""
    story = Story(
        ["email:e", "phone:p", "user_id:u"],
        [("phone:p", "user_id:u", STRONG, 1), ("email:e", "user_id:u", STRONG, 1)],
        landed={"phone:p": 100, "user_id:u": 200, "email:e": 200},
    )
    assert set(story.customers().values()) == {"phone:p"}


def test_equal_landed_days_are_named_by_the_strongest_type_then_the_least_id():
    """Everything landed in one night, with two user accounts of two people.
    Users outrank addresses, and each customer is named by its own."""
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


def test_a_component_without_durable_identifiers_is_a_visitor():
    """Two cookies of one browser are tied together; nobody logged in.
    They are one visitor and no customer."""
    names = ["anonymous_id:a", "anonymous_id:b"]
    story = Story(names, [(*names, STRONG, 1)])
    assert story.groups() == [set(names)]
    assert story.customers() == {names[0]: None, names[1]: None}


def test_an_identifier_without_edges_is_its_own_component():
    """A loyalty card was used once, with nothing else on the receipt.
    It is a customer of one identifier."""
    story = Story(["loyalty_id:l"])
    assert story.customers() == {"loyalty_id:l": "loyalty_id:l"}


def test_no_identifiers_at_all_give_an_empty_solution():
    """Only cash sales landed, or nothing yet: every identifier was null.
    The result is empty, of the right types, and no error."""
    story = Story([])
    found = story.solve()
    assert found.component.shape == found.is_hub.shape == (0,)
    assert found.decisions.reason.shape == (0,)
    assert story.evidence() == [] and story.customers() == {}
    assert story.days() == [] and story.history().identifier.shape == (0,)


def test_all_identifiers_blocked_leave_nobody():
    """Every value that landed is on the blocked list.
    There are identifiers, but neither components nor customers."""
    names = ["email:test", "phone:0"]
    story = Story(names, [(*names, STRONG, 1)], blocked=tuple(names))
    assert story.groups() == []
    assert story.customers() == {"email:test": None, "phone:0": None}


def test_a_cookie_before_its_login_was_a_visitor_then():
    """A cookie is seen from day 5; on day 20 it logs in as a user known since day 2.
    At day 20 it is still a visitor: known at T means known before T."""
    story = Story(
        ["anonymous_id:c", "user_id:u"],
        [("anonymous_id:c", "user_id:u", STRONG, 20)],
        known={"anonymous_id:c": 5, "user_id:u": 2},
        landed={"anonymous_id:c": 5, "user_id:u": 2},
    )
    user, cookie = "user_id:u", "anonymous_id:c"
    assert story.at(2) == {}
    assert story.at(20) == {user: user}
    assert story.at(21) == {user: user, cookie: user}
    visits = story.history()
    assert visits.from_day[visits.identifier == 0].tolist() == [6, 21]
    assert visits.is_customer[visits.identifier == 0].tolist() == [False, True]


def test_an_address_is_shared_only_from_when_the_second_card_is_known():
    """Cards appear on one address on days 1 to 4, all of different people.
    Before the second it belonged to the first card, afterwards to nobody."""
    cards = [f"loyalty_id:{i}" for i in range(4)]
    edges = [("email:e", card, STRONG, i + 1) for i, card in enumerate(cards)]
    story = Story(["email:e", *cards], edges)
    of_email = story.history().identifier == 0
    history = story.history()
    assert history.customer_root[of_email].tolist() == [0, 1, 0]
    assert history.is_customer[of_email].tolist() == [True, True, False]
    assert history.from_day[of_email].tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("edges", "conflicts", "message"),
    [
        (Edges([0], [7], [1], [1]), None, "edge identifier outside 0..1"),
        (Edges([0], [1], [1], [1]), [(0, 7)], "never-link identifier outside 0..1"),
        (Edges([0], [1], [1], [1]), [(1, 1)], "names one identifier twice"),
    ],
)
def test_an_index_outside_the_tables_is_an_error(edges, conflicts, message):
    identifiers = Story(["email:e", "phone:p"]).identifiers()
    with pytest.raises(ValueError, match=message):
        solve(identifiers, edges, rules(), conflicts)


def test_malformed_tables_are_errors():
    with pytest.raises(ValueError, match="columns differ in length"):
        Edges([0, 1], [1], [1], [1])
    with pytest.raises(ValueError, match="at least 1"):
        Rules([0], [True], [0], [NO_LIMIT])
