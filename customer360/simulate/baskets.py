"""Orders become purchases: over which channel, in which currency, of which products."""

from dataclasses import dataclass

import numpy as np

from customer360.simulate import archetypes, money, places
from customer360.simulate.frame import Frame
from customer360.simulate.holdings import Holdings
from customer360.simulate.machines import Machines
from customer360.simulate.people import People
from customer360.simulate.streams import Floats, Ints, chance, choose, spans
from customer360.simulate.world import Chunk

STORE, WEB, APP, COLLECT, PHONE = range(len(archetypes.CHANNELS))
MORE_LINES, MOST_LINES = 1.4, 6
HOME_STORE = 0.85
DISCOUNT, PROMOTED_DISCOUNT = 0.12, 0.5
TAX = 0.08
# of the orders that go wrong, those whose product is faulty; the rest is service
FAULTY_SHARE = 0.5


@dataclass(frozen=True)
class Baskets:
    """Purchases and their lines, amounts in cents of the purchase's currency.

    `orders`: number, person, at, channel, machine (-1: none), store, user (account
    logged in to, -1: guest), currency, cents, discount, campaign (-1: none), bad (1
    where it went wrong), faulty (1 where that was its first product).
    `lines`: number, order (its number), product, quantity, cents (a unit).
    """

    orders: Frame
    lines: Frame


def baskets(
    chunk: Chunk, people: People, holdings: Holdings, machines: Machines, orders: Frame
) -> Baskets:
    """Fill the orders before the end; `orders` has person, at, amount, campaign."""
    rng = chunk.rng("baskets")
    orders = orders.take(orders["at"] < chunk.end)
    person, at = orders["person"], orders["at"]
    channel, machine = _channels(people, machines, orders, rng)
    currency = people.currency[person]
    units = orders["amount"] * money.units_per_dollar(chunk.settings, currency, at)
    faulty = _faulty(chunk, orders)
    lines = _with_faults(chunk, _lines(chunk, people, orders, units, rng), faulty)
    cents = np.bincount(
        lines["order"], lines["quantity"] * lines["cents"], len(orders)
    ).astype(np.int64)
    user = holdings.user_at(person, at)
    guest = chance(rng, chunk.rates.guest_order, len(orders)) & (channel == WEB)
    away = rng.random(len(orders)) >= HOME_STORE
    other = rng.integers(len(chunk.world.stores), size=len(orders))
    filled = orders.plus(
        number=np.arange(len(orders)),
        channel=channel,
        machine=machine,
        store=np.where(away, other, people.store[person]),
        user=np.where(guest | np.isin(channel, (STORE, PHONE)), -1, user),
        currency=currency,
        cents=cents,
        discount=_discounts(chunk, people, orders, cents, rng),
        faulty=faulty,
    )
    return Baskets(filled, lines)


def channels(people: People, orders: Frame, rng: np.random.Generator) -> Ints:
    """Return each order's channel, by the taste of its person."""
    person = orders["person"]
    weights = archetypes.attribute("channels")[people.archetype[person]]
    weights[:, APP] *= people.has_app[person]
    return choose(rng, weights)


def _channels(
    people: People, machines: Machines, orders: Frame, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Return each order's channel by taste, and the machine it was placed on."""
    person, channel = orders["person"], channels(people, orders, rng)
    turn = (rng.random(len(orders)) * machines.web_count[person]).astype(np.int64)
    browser = machines.first_web[person] + turn
    machine = np.where(channel == APP, machines.app[person], browser)
    return channel, np.where(np.isin(channel, (STORE, PHONE)), -1, machine)


def _lines(
    chunk: Chunk,
    people: People,
    orders: Frame,
    units: Floats,
    rng: np.random.Generator,
) -> Frame:
    """Split amounts over one to six lines, each of a product of about that price."""
    counts = np.minimum(1 + rng.poisson(MORE_LINES, len(orders)), MOST_LINES)
    order, rank = spans(counts)
    weight = rng.gamma(2.0, 1.0, len(order)) + 0.05
    share = weight / np.bincount(order, weight, len(orders))[order]
    amount = units[order] * share
    quantity = 1 + (amount < 40) * rng.binomial(2, 0.2, len(order))
    cents = np.maximum(np.round(amount * 100 / quantity), 1).astype(np.int64)
    person = orders["person"][order]
    taste = archetypes.category_weights(len(places.CATEGORIES))
    apart = np.log(cents)[:, None] - np.log(np.array(places.PRICES) * 100)
    category = choose(rng, taste[people.archetype[person]] * np.exp(-(apart**2) / 2))
    product = chunk.world.products.nearest(
        category, cents.astype(float), rng.integers(-4, 5, len(order))
    )
    return Frame(
        {
            "number": np.arange(len(order)),
            "order": order,
            "rank": rank,
            "product": product,
            "quantity": quantity.astype(np.int64),
            "cents": cents,
        }
    )


def _faulty(chunk: Chunk, orders: Frame) -> Ints:
    """Return 1 for the orders of which the product was what went wrong."""
    is_product = chance(chunk.rng("faults"), FAULTY_SHARE, len(orders))
    return np.where(is_product, orders["bad"], 0)


def _with_faults(chunk: Chunk, lines: Frame, faulty: Ints) -> Frame:
    """Return lines of which the first one of a faulty order is of what breaks.

    That an order goes wrong is drawn first, by the law of the world; which product it
    was is then drawn given that it broke. What did not break is left as it was drawn.
    """
    first = np.searchsorted(lines["order"], np.flatnonzero(faulty))
    product = lines["product"].copy()
    products, rng = chunk.world.products, chunk.rng("faulty products")
    product[first] = products.broken(product[first], rng)
    return lines.plus(product=product)


def _discounts(
    chunk: Chunk,
    people: People,
    orders: Frame,
    cents: Ints,
    rng: np.random.Generator,
) -> Ints:
    """Return the discount taken off: oftener when promoted and price is felt."""
    promoted = chunk.world.calendar.promotion[orders["at"] // 86_400]
    share = DISCOUNT + promoted * PROMOTED_DISCOUNT
    share = share * 2 * people.price_sensitivity[orders["person"]]
    share = np.where(orders["campaign"] >= 0, 1.0, share)
    off = rng.uniform(0.05, 0.3, len(orders))
    has = chance(rng, share, len(orders))
    return np.where(has, np.round(cents * off / (1 - off)), 0).astype(np.int64)


def tax(cents: Ints) -> Ints:
    """Return the tax contained in an amount."""
    return np.round(cents * TAX / (1 + TAX)).astype(np.int64)
