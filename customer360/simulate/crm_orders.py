"""Orders of the CRM: versions of their status, lines, refunds, cancelled attempts."""

import numpy as np

from customer360.simulate.baskets import COLLECT, PHONE, STORE, WEB, Baskets, tax
from customer360.simulate.frame import MISSING, Frame
from customer360.simulate.holdings import Holdings
from customer360.simulate.settings import DAY
from customer360.simulate.streams import Bools, Floats, Ints, chance
from customer360.simulate.tables import AT, PERSON, Table, nightly, versions
from customer360.simulate.world import Chunk

STATUSES = ("placed", "paid", "shipped", "completed", "cancelled", "returned")
PLACED, PAID, SHIPPED, COMPLETED, CANCELLED, RETURNED = range(len(STATUSES))
# numbers of cancelled attempts follow those of orders
ATTEMPT = 1 << 26
WHOLE_RETURN = 0.5
# whether an order shows the phone, and the card of a member
SHOWS_PHONE, SHOWS_CARD = 0.5, 0.3


def crm_tables(chunk: Chunk, holdings: Holdings, baskets: Baskets) -> list[Table]:
    """Return crm/orders, crm/order_lines and crm/refunds."""
    rng = chunk.rng("crm orders")
    orders = baskets.orders.take(baskets.orders["channel"] != STORE)
    attempts = _attempts(chunk, orders, rng)
    returned = chance(rng, chunk.rates.returned_order, len(orders))
    whole = returned & chance(rng, WHOLE_RETURN, len(orders))
    frames = _with_statuses(chunk, holdings, orders, whole, rng)
    frames += _with_cancellation(chunk, holdings, attempts, rng)
    lines = baskets.lines
    tables = [versions("crm/orders", frames)]
    tables.append(_lines(chunk, baskets, orders, attempts))
    refunded = orders.plus(whole=whole.astype(np.int64)).take(returned)
    tables.append(_refunds(chunk, refunded, lines, rng))
    return tables


def return_times(orders: Frame) -> Ints:
    """Return when a returned order's goods are back: a fortnight on, by its number."""
    return orders["at"] + (6 + orders["number"] % 13) * DAY


def _attempts(chunk: Chunk, orders: Frame, rng: np.random.Generator) -> Frame:
    """Return orders tried and cancelled some hours before the one that stands."""
    tried = orders.take(chance(rng, chunk.rates.cancelled_order, len(orders)))
    before = (rng.uniform(0.5, 20, len(tried)) * 3600).astype(np.int64)
    tried = tried.plus(original=tried["number"], number=tried["number"] + ATTEMPT)
    return tried.plus(at=np.maximum(tried["at"] - before, 0))


def _with_statuses(
    chunk: Chunk,
    holdings: Holdings,
    orders: Frame,
    whole: Bools,
    rng: np.random.Generator,
) -> list[Frame]:
    base = _order_columns(chunk, holdings, orders, rng)
    at = orders["at"]
    paid = at + rng.integers(20, 600, len(orders))
    shipped = paid + (rng.uniform(0.3, 2.0, len(orders)) * DAY).astype(np.int64)
    completed = shipped + (rng.uniform(0.8, 4.0, len(orders)) * DAY).astype(np.int64)
    collected = pickup_times(orders) + 60
    is_collected = orders["channel"] == COLLECT
    completed = np.where(is_collected, collected, completed)
    shipped = np.where(is_collected, paid + (collected - paid) // 2, shipped)
    steps = [(PLACED, at), (PAID, paid), (SHIPPED, shipped), (COMPLETED, completed)]
    frames = [_version(base, status, when) for status, when in steps]
    returned = np.maximum(return_times(orders), completed + DAY)
    frames.append(_version(base, RETURNED, returned).take(whole))
    return frames


def pickup_times(orders: Frame) -> Ints:
    """Return when a click-and-collect order is picked up, one to three days on."""
    return orders["at"] + DAY + orders["number"] % 48 * 3600


def _with_cancellation(
    chunk: Chunk, holdings: Holdings, attempts: Frame, rng: np.random.Generator
) -> list[Frame]:
    base = _order_columns(chunk, holdings, attempts, rng)
    later = attempts["at"] + rng.integers(600, 30_000, len(attempts))
    return [
        _version(base, PLACED, attempts["at"]),
        _version(base, CANCELLED, later),
    ]


def _version(base: Frame, status: int, at: Ints) -> Frame:
    return base.plus(
        status=np.full(len(base), status), status_changed_at=at, **{AT: at}
    )


def _order_columns(
    chunk: Chunk, holdings: Holdings, orders: Frame, rng: np.random.Generator
) -> Frame:
    person, size = orders["person"], len(orders)
    is_guest = (orders["user"] < 0) & (orders["channel"] != PHONE)
    contact = holdings.contact_used_at(person, orders["at"], rng.random(size))
    is_phone = orders["channel"] == PHONE
    shows_phone = chance(rng, SHOWS_PHONE, size) | is_phone
    shows_card = chance(rng, SHOWS_CARD, size) & ~is_guest
    card = holdings.loyalty_card_at(person, orders["at"])
    email = typed_email(chunk, holdings, person, is_guest, rng)
    return Frame(
        {
            "order_id": chunk.keys(orders["number"]),
            "ordered_at": orders["at"],
            "contact_id": np.where(is_guest, -1, contact),
            "user_id": orders["user"],
            "email": np.where(is_phone & (rng.random(size) < 0.5), -1, email),
            "phone": np.where(shows_phone, holdings.phone[person], -1),
            "loyalty_id": np.where(shows_card, card, -1),
            "channel": orders["channel"],
            "currency": orders["currency"],
            "order_amount": orders["cents"],
            "discount_amount": orders["discount"],
            "tax_amount": tax(orders["cents"]),
            "shipping_amount": np.where(orders["cents"] < 5000, 490, 0),
            "campaign": orders["campaign"],
            "order_source": (orders["channel"] != WEB).astype(np.int64),
            PERSON: person,
        }
    )


def typed_email(
    chunk: Chunk,
    holdings: Holdings,
    person: Ints,
    typed: Bools,
    rng: np.random.Generator,
) -> Ints:
    """Return each one's e-mail; typed by hand it is now and then another, or wrong."""
    second = holdings.second_email[person]
    uses_second = chance(rng, chunk.rates.second_email_typed, len(person))
    uses_second &= typed & (second >= 0)
    wrong = typed & chance(rng, chunk.rates.email_typo, len(person))
    email = np.where(uses_second, second, holdings.email[person])
    return np.where(wrong, holdings.typo_email[person], email)


def _lines(chunk: Chunk, baskets: Baskets, orders: Frame, attempts: Frame) -> Table:
    lines = baskets.lines
    at = np.full(len(baskets.orders), MISSING)
    at[orders["number"]] = orders["at"]
    own = lines.take(at[lines["order"]] != MISSING)
    tried = np.full(len(baskets.orders), MISSING)
    tried[attempts["original"]] = attempts["at"]
    again = lines.take(tried[lines["order"]] != MISSING)
    order = np.concatenate([own["order"], again["order"] + ATTEMPT])
    number = np.concatenate([own["number"], again["number"] + ATTEMPT])
    both = [
        np.concatenate([own[name], again[name]])
        for name in ("product", "quantity", "cents")
    ]
    happened = np.concatenate([at[own["order"]], tried[again["order"]]])
    person = baskets.orders["person"][order % ATTEMPT]
    return nightly(
        "crm/order_lines",
        person,
        happened,
        order_line_id=chunk.keys(number),
        order_id=chunk.keys(order),
        product_id=both[0],
        quantity=both[1],
        unit_price_amount=both[2],
    )


def _refunds(
    chunk: Chunk, refunded: Frame, lines: Frame, rng: np.random.Generator
) -> Table:
    """Refund whole orders in one sum, others by their first line."""
    first_line = np.searchsorted(lines["order"], refunded["number"])
    whole = refunded["whole"] > 0
    line_cents: Floats | Ints = (
        lines["cents"][first_line] * lines["quantity"][first_line]
    )
    at = return_times(refunded) + (rng.uniform(0.5, 3, len(refunded)) * DAY).astype(int)
    return nightly(
        "crm/refunds",
        refunded["person"],
        at,
        refund_id=chunk.keys(refunded["number"]),
        refunded_at=at,
        order_id=chunk.keys(refunded["number"]),
        order_line_id=np.where(whole, -1, chunk.keys(lines["number"][first_line])),
        refund_amount=np.where(whole, refunded["cents"], line_cents),
        currency=refunded["currency"],
    )
