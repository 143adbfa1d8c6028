"""The steps of each visit: what is searched and looked at leads to carts and orders.

A visit turns from one interest to the next: a search, or now and then another page,
begins with a new one, products looked at are that one or like it, and a cart takes what
was looked at last. A visit that ends in an order comes to each of its lines: found by a
search or beside something like it, looked at, put into the cart.
"""

import numpy as np

from customer360.simulate import archetypes, places
from customer360.simulate.baskets import Baskets
from customer360.simulate.frame import Frame
from customer360.simulate.people import People
from customer360.simulate.products import PRODUCTS_PER_CATEGORY
from customer360.simulate.streams import Bools, Floats, Ints, choose, spans
from customer360.simulate.world import Chunk

EVENTS = (
    "page_view", "search", "product_view", "add_to_cart",
    "login", "checkout", "purchase",
)  # fmt: skip
PAGE, SEARCH, PRODUCT, CART, LOGIN, CHECKOUT, PURCHASE = range(len(EVENTS))
# of the steps of who just looks around, and of who will order what is looked at
LOOKING, CONSIDERING = (0.4, 0.12, 0.38, 0.1), (0.25, 0.2, 0.42, 0.13)
# before a line of an order is looked at: a page, a search, something like it
FOUND_BY = (0.2, 0.4, 0.4, 0.0)
# a line is found, looked at and put into the cart; an order ends with two steps more
STEPS_OF_A_LINE, STEPS_OF_AN_ORDER = 3, 2
STAYS_WITH_WANTED, TURNS_AT_PAGE, LOOKS_AT_ITSELF, LIKENESS = 0.75, 0.25, 0.5, 12.0


def steps(chunk: Chunk, people: People, sessions: Frame, baskets: Baskets) -> Frame:
    """Return what happens in sessions, in their order.

    Columns: session, rank (from 0), name (place in EVENTS), product, line (of an order,
    by number; -1 elsewhere). Sessions have person, size, order, wants (a product that
    will be ordered, below 0 without), user and login_at_event.
    """
    rng = chunk.rng("steps")
    session, rank = spans(sessions["size"])
    line, step = _lines(sessions, baskets, session, rank)
    name = _names(sessions, (session, rank, line, step), rng)
    product = _interests(people, sessions, (session, rank, name), rng)
    product = np.where(line >= 0, baskets.lines["product"][line], product)
    is_itself = np.isin(name, (SEARCH, CART)) | (step == 1)
    is_itself |= (line < 0) & (rng.random(len(name)) < LOOKS_AT_ITSELF)
    product = np.where(is_itself, product, _like(product, rng))
    seen = _last_seen(session, name, product)
    takes = (name == CART) & (line < 0)
    name[takes & (seen < 0)] = PRODUCT
    product = np.where(takes & (seen >= 0), seen, product)
    return Frame(
        {
            "session": session,
            "rank": rank,
            "name": name,
            "product": product,
            "line": line,
        }
    )


def _lines(
    sessions: Frame, baskets: Baskets, session: Ints, rank: Ints
) -> tuple[Ints, Ints]:
    """Return the line that each step of an order's visit is about, and which step.

    Steps of a line are 0 (found), 1 (looked at), 2 (put into the cart); of nothing -1.
    The last line comes right before the two steps that end the visit.
    """
    order = sessions["order"]
    first = np.searchsorted(baskets.lines["order"], order)
    after = np.searchsorted(baskets.lines["order"], order, side="right")
    from_end = sessions["size"][session] - 1 - rank - STEPS_OF_AN_ORDER
    line = after[session] - 1 - from_end // STEPS_OF_A_LINE
    is_line = (order[session] >= 0) & (from_end >= 0) & (line >= first[session])
    step = STEPS_OF_A_LINE - 1 - from_end % STEPS_OF_A_LINE
    return np.where(is_line, line, -1), np.where(is_line, step, -1)


def _names(
    sessions: Frame, events: tuple[Ints, Ints, Ints, Ints], rng: np.random.Generator
) -> Ints:
    """Return event names: a landing page first, a purchase after cart and checkout."""
    session, rank, line, step = events
    habit = np.where(sessions["wants"] >= 0, 1, 0)[session]
    habit[line >= 0] = 2
    name = _by_habit(np.array([LOOKING, CONSIDERING, FOUND_BY]), habit, rng)
    name[rank == 0] = PAGE
    login = sessions["login_at_event"][session]
    logs_in = (sessions["user"][session] >= 0) & (login > 0) & (rank == login)
    name[logs_in] = LOGIN
    name[step == 1] = PRODUCT
    name[step == 2] = CART
    is_order = sessions["order"][session] >= 0
    left = sessions["size"][session] - 1 - rank
    name[is_order & (left == 1)] = CHECKOUT
    name[is_order & (left == 0)] = PURCHASE
    return name


def _by_habit(weights: Floats, habit: Ints, rng: np.random.Generator) -> Ints:
    """Return a choice of each row by the weights of its habit, habit by habit."""
    chosen = np.zeros(len(habit), dtype=np.int64)
    for row, of_row in enumerate(weights):
        rows = np.flatnonzero(habit == row)
        chosen[rows] = choose(rng, of_row, len(rows))
    return chosen


def _interests(
    people: People,
    sessions: Frame,
    events: tuple[Ints, Ints, Ints],
    rng: np.random.Generator,
) -> Ints:
    """Return the product that each step of a visit is about, by taste or as wanted."""
    session, rank, name = events
    turns = (rank == 0) | (name == SEARCH)
    turns |= (name == PAGE) & (rng.random(len(name)) < TURNS_AT_PAGE)
    turned = np.cumsum(turns) - 1
    of_turn = session[turns]
    product = any_product(people, np.maximum(sessions["person"][of_turn], 0), rng)
    wanted = sessions["wants"][of_turn]
    stays = (wanted >= 0) & (rng.random(len(of_turn)) < STAYS_WITH_WANTED)
    return np.where(stays, wanted, product)[turned]


def any_product(people: People, person: Ints, rng: np.random.Generator) -> Ints:
    """Return a product of each person's taste, oftener a cheap one."""
    taste = archetypes.category_weights(len(places.CATEGORIES))
    category = _by_habit(taste, people.archetype[person], rng)
    place = (rng.random(len(category)) ** 2 * PRODUCTS_PER_CATEGORY).astype(np.int64)
    return category * PRODUCTS_PER_CATEGORY + place


def _like(product: Ints, rng: np.random.Generator) -> Ints:
    """Return a product of the same category and of about the same price."""
    first = product // PRODUCTS_PER_CATEGORY * PRODUCTS_PER_CATEGORY
    place = product - first + np.round(rng.normal(0.0, LIKENESS, len(product)))
    return first + np.clip(place, 0, PRODUCTS_PER_CATEGORY - 1).astype(np.int64)


def _last_seen(session: Ints, name: Ints, product: Ints) -> Ints:
    """Return the product looked at last in the same session, -1 where none was."""
    place = np.where(name == PRODUCT, np.arange(len(name)), -1)
    last = np.maximum.accumulate(place) if len(place) else place
    is_own: Bools = (last >= 0) & (session[last] == session)
    return np.where(is_own, product[last], -1)
