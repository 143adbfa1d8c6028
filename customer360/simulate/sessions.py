"""Visits to the shop's site and apps: who, when, on what, and why.

Some just look around; what somebody will order, online or in a store, they have often
looked at in the days before; an order online ends a visit of its own; and a click on a
message brings one.
"""

from dataclasses import dataclass

import numpy as np

from customer360.simulate.baskets import PHONE, STORE, Baskets, channels
from customer360.simulate.campaigns import EMAIL, PUSH, Contacts
from customer360.simulate.commons import Commons
from customer360.simulate.frame import MISSING, Frame, stacked
from customer360.simulate.holdings import Holdings
from customer360.simulate.lives import Fade, Lives
from customer360.simulate.machines import IOS, WEB, Machines
from customer360.simulate.people import People
from customer360.simulate.settings import DAY
from customer360.simulate.steps import STEPS_OF_A_LINE, STEPS_OF_AN_ORDER, any_product
from customer360.simulate.streams import Ints, chance, spans
from customer360.simulate.world import Chunk

# visits a day of a mean person, and how they end
VISITS, VISIT_DEVIATION = 0.045, 0.5
FADE = Fade(days_before=20.0, share_before=0.75, days_after=15.0)
DAYS_BEFORE_FIRST_ORDER = 10
ON_APP = 0.7
STAYS_LOGGED_IN, ALREADY_LOGGED_IN = 0.75, 0.5
BOUNCE, MORE_EVENTS = 0.25, 4.2
# visits in the days before an order that look at what will be bought: mean number
CONSIDERED_ONLINE, CONSIDERED_IN_STORE, CONSIDERED_DAYS = 0.9, 0.25, 6.0
HALF_AN_HOUR = 1800
SEES_EMAIL_LINK = 0.6
DIRECT, ORGANIC, PAID, SOCIAL, MAILED = range(5)
SOURCE_SHARES = (0.4, 0.3, 0.18, 0.12)


@dataclass(frozen=True)
class Visitors:
    """What sessions are drawn from."""

    people: People
    holdings: Holdings
    machines: Machines
    lives: Lives


def sessions(
    chunk: Chunk,
    who: Visitors,
    orders: Frame,
    baskets: Baskets,
    contacts: Contacts,
    stores: Commons,
) -> Frame:
    """Return sessions of people by time, some at the kiosks and tablets of `stores`.

    orders: those after the end too, which are looked at before it; baskets: those
    before it.
    Columns: person, at (start; of one with an order: its end), machine, cookie,
    platform, user (-1: not logged in), login_at_event (events before it are anonymous),
    email (-1), size (events), order (number, -1), wants (a product that will be
    ordered; below 0: none), source, campaign.
    """
    rng = chunk.rng("sessions")
    drawn = stacked(
        [
            _browsing(chunk, who, rng),
            _considering(chunk, who, orders, baskets),
            _ordering(baskets),
            _clicking(chunk, who, contacts, rng),
        ]
    )
    drawn = drawn.take(drawn["at"] < chunk.end)
    drawn = drawn.take(np.argsort(drawn["at"], kind="stable"))
    return _identified(chunk, who, drawn, stores)


def _browsing(chunk: Chunk, who: Visitors, rng: np.random.Generator) -> Frame:
    people = who.people
    begin = np.maximum(people.first_order_at - DAYS_BEFORE_FIRST_ORDER * DAY, 0)
    days = (chunk.end - begin) / DAY
    rate = VISITS * people.by_kind("visits")
    rate = rate * np.exp(VISIT_DEVIATION * rng.standard_normal(len(people)))
    person, _ = spans(rng.poisson(rate * days))
    at = begin[person] + (rng.random(len(person)) * days[person] * DAY).astype(np.int64)
    keeps = rng.random(len(person)) < who.lives.interest(person, at, FADE)
    person, at = person[keeps], at[keeps]
    size = 1 + rng.poisson(MORE_EVENTS, len(person))
    size[rng.random(len(person)) < BOUNCE] = 1
    return _looking(who, person, at, size, rng)


def _looking(
    who: Visitors, person: Ints, at: Ints, size: Ints, rng: np.random.Generator
) -> Frame:
    """Return visits without an order that no message has brought."""
    none = np.full(len(person), -1)
    return Frame(
        {
            "person": person,
            "at": at,
            "machine": _machines(who, person, rng),
            "size": size,
            "order": none,
            "source": rng.choice(4, len(person), p=SOURCE_SHARES),
            "campaign": none,
            "wants": none,
        }
    )


def _considering(chunk: Chunk, who: Visitors, orders: Frame, baskets: Baskets) -> Frame:
    """Return the visits in which what will be ordered is looked at before."""
    rng = chunk.rng("considering")
    placed, lines = baskets.orders, baskets.lines
    first_line = np.searchsorted(lines["order"], placed["number"])
    last = chunk.end + int(CONSIDERED_DAYS * DAY)
    coming = orders.take((orders["at"] >= chunk.end) & (orders["at"] < last))
    person = np.concatenate([placed["person"], coming["person"]])
    channel = np.concatenate([placed["channel"], channels(who.people, coming, rng)])
    wanted = np.concatenate(
        [lines["product"][first_line], any_product(who.people, coming["person"], rng)]
    )
    ordered_at = np.concatenate([placed["at"], coming["at"]])
    is_offline = np.isin(channel, (STORE, PHONE))
    rate = np.where(is_offline, CONSIDERED_IN_STORE, CONSIDERED_ONLINE)
    which, _ = spans(rng.poisson(rate))
    # the nearer the order, the oftener
    before = CONSIDERED_DAYS * DAY * rng.random(len(which)) ** 2
    at = ordered_at[which] - HALF_AN_HOUR - before.astype(np.int64)
    size = 2 + rng.poisson(MORE_EVENTS, len(which))
    drawn = _looking(who, person[which], at, size, rng).plus(wants=wanted[which])
    return drawn.take(at >= 0)


def _machines(who: Visitors, person: Ints, rng: np.random.Generator) -> Ints:
    """Return a machine of each person: mostly the app where they have it."""
    machines = who.machines
    turn = (rng.random(len(person)) * machines.web_count[person]).astype(np.int64)
    browser = machines.first_web[person] + turn
    on_app = (machines.app[person] >= 0) & (rng.random(len(person)) < ON_APP)
    return np.where(on_app, machines.app[person], browser)


def _ordering(baskets: Baskets) -> Frame:
    orders = baskets.orders.take(baskets.orders["machine"] >= 0)
    lines = np.bincount(baskets.lines["order"], minlength=len(baskets.orders))
    steps = STEPS_OF_A_LINE * lines[orders["number"]] + STEPS_OF_AN_ORDER
    return Frame(
        {
            "person": orders["person"],
            "at": orders["at"],
            "machine": orders["machine"],
            "size": 1 + orders["number"] % 3 + steps,
            "order": orders["number"],
            "ordering_user": orders["user"],
            "source": np.where(orders["campaign"] >= 0, MAILED, DIRECT),
            "campaign": orders["campaign"],
        }
    )


def _clicking(
    chunk: Chunk, who: Visitors, contacts: Contacts, rng: np.random.Generator
) -> Frame:
    """Return the visit that each click on a message brings."""
    clicks = contacts.frame.take(contacts.frame["clicked_at"] != MISSING)
    clicks = clicks.take(np.isin(clicks["channel"], (EMAIL, PUSH)))
    person = clicks["person"]
    return Frame(
        {
            "person": person,
            "at": clicks["clicked_at"],
            "machine": _machines(who, person, rng),
            "size": 1 + rng.poisson(MORE_EVENTS, len(person)),
            "order": np.full(len(person), -1),
            "source": np.full(len(person), MAILED),
            "campaign": clicks["campaign"],
        }
    )


def _identified(chunk: Chunk, who: Visitors, drawn: Frame, stores: Commons) -> Frame:
    """Add what a session shows of who it is.

    At a store's kiosk most people log in; at a tablet the staff look them up by their
    e-mail address, and nobody logs in.
    """
    rng = chunk.rng("session identifiers")
    person, at, machine, size = (
        drawn["person"], drawn["at"], drawn["machine"], len(drawn),
    )  # fmt: skip
    account = who.holdings.user_at(person, at)
    is_order = drawn["order"] >= 0
    kiosk = chance(rng, chunk.rates.kiosk_session, size) & ~is_order
    tablet = chance(chunk.rng("tablets"), chunk.rates.tablet_session, size)
    tablet &= ~is_order & ~kiosk
    store = who.people.store[person]
    logs_in = (at >= who.machines.login_from[machine]) & chance(
        rng, STAYS_LOGGED_IN, size
    )
    logs_in |= kiosk & (rng.random(size) < 0.8)
    already = rng.random(size) < ALREADY_LOGGED_IN
    mailed = (drawn["source"] == MAILED) & (rng.random(size) < SEES_EMAIL_LINK)
    logs_in &= ~tablet
    in_store = [kiosk, tablet]
    own_cookie = who.machines.cookie_at(machine, at)
    return drawn.plus(
        cookie=np.select(
            in_store, [stores.kiosk[store], stores.tablet[store]], own_cookie
        ),
        platform=np.select(in_store, [WEB, IOS], who.machines.platform[machine]),
        user=np.where(is_order, drawn["ordering_user"], np.where(logs_in, account, -1)),
        login_at_event=np.where(already, 0, 1 + rng.integers(2, size=size)),
        email=np.where(mailed & ~kiosk | tablet, who.holdings.email[person], -1),
        is_nobodys=np.zeros(size, dtype=np.int64),
    )
