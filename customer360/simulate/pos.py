"""Receipts of the tills: sales, pick-ups of online orders, returns."""

import numpy as np

from customer360.simulate.baskets import COLLECT, STORE, Baskets, tax
from customer360.simulate.crm_orders import pickup_times, return_times, typed_email
from customer360.simulate.frame import Frame, stacked
from customer360.simulate.holdings import Holdings
from customer360.simulate.streams import Ints, chance
from customer360.simulate.tables import Table, nightly
from customer360.simulate.world import Chunk

METHODS = ("card", "cash", "voucher", "wallet")
CARD, CASH, VOUCHER, WALLET = range(len(METHODS))
REGISTERS = 4
SCANS_CARD, GIVES_EMAIL, GIVES_PHONE = 0.75, 0.12, 0.05
PAYMENT_SHARES = (0.7, 0.18, 0.02, 0.1)
# numbers of pick-ups and returns follow those of sales
PICKUP, RETURN = 1 << 26, 1 << 27


def pos_tables(
    chunk: Chunk, holdings: Holdings, baskets: Baskets, receipt_emails: Ints
) -> list[Table]:
    """Return pos/transactions and pos/transaction_lines.

    `receipt_emails` are the addresses stores use in place of a customer's.
    """
    rng = chunk.rng("pos")
    receipts = stacked(_receipts(chunk, baskets, rng))
    columns = _identifiers(chunk, holdings, receipts, receipt_emails, rng)
    is_return = receipts["is_return"]
    sign = 1 - 2 * is_return
    transactions = nightly(
        "pos/transactions",
        receipts["person"],
        receipts["at"],
        transaction_id=chunk.keys(receipts["receipt"]),
        transacted_at=receipts["at"],
        store_id=receipts["store"],
        register_id=rng.integers(REGISTERS, size=len(receipts)),
        order_id=np.where(
            receipts["is_pickup"] > 0, chunk.keys(receipts["number"]), -1
        ),
        currency=receipts["currency"],
        total_amount=receipts["cents"] * sign,
        discount_amount=receipts["discount"] * (1 - is_return),
        tax_amount=tax(receipts["cents"]) * sign,
        is_return=is_return,
        original_transaction_id=np.where(
            is_return > 0, chunk.keys(receipts["number"]), -1
        ),
        **columns,
    )
    return [transactions, _lines(chunk, receipts, baskets.lines)]


def _receipts(chunk: Chunk, baskets: Baskets, rng: np.random.Generator) -> list[Frame]:
    orders = baskets.orders
    sales = orders.take(orders["channel"] == STORE)
    picked_up = orders.take(orders["channel"] == COLLECT)
    picked_up = picked_up.plus(at=pickup_times(picked_up))
    returned = sales.take(chance(rng, chunk.rates.returned_order, len(sales)))
    returned = returned.plus(at=return_times(returned))
    return [
        _marked(sales, sales["number"], 0, 0),
        _marked(picked_up, picked_up["number"] + PICKUP, 1, 0),
        _marked(returned, returned["number"] + RETURN, 0, 1),
    ]


def _marked(orders: Frame, receipt: Ints, is_pickup: int, is_return: int) -> Frame:
    size = len(orders)
    return orders.plus(
        receipt=receipt,
        is_pickup=np.full(size, is_pickup),
        is_return=np.full(size, is_return),
    )


def _identifiers(
    chunk: Chunk,
    holdings: Holdings,
    receipts: Frame,
    receipt_emails: Ints,
    rng: np.random.Generator,
) -> dict[str, Ints]:
    """Return what a receipt shows of who paid; a cash sale shows nothing."""
    person, size = receipts["person"], len(receipts)
    everyone = np.ones(size, dtype=bool)
    method = rng.choice(len(METHODS), size, p=PAYMENT_SHARES)
    cash_sale = chance(rng, chunk.rates.cash_sale, size) & (receipts["is_pickup"] == 0)
    method = np.where(cash_sale, CASH, method)
    second = (holdings.second_token[person] >= 0) & (rng.random(size) < 0.4)
    token = np.where(second, holdings.second_token[person], holdings.token[person])
    by_card = np.isin(method, (CARD, WALLET))
    scans = chance(rng, SCANS_CARD, size)
    card = np.where(scans, holdings.loyalty_card_at(person, receipts["at"]), -1)
    email = typed_email(chunk, holdings, person, everyone, rng)
    email = np.where(rng.random(size) < GIVES_EMAIL, email, -1)
    default = chance(rng, chunk.rates.default_receipt_email, size)
    email = np.where(default, receipt_emails[receipts["store"]], email)
    phone = np.where(rng.random(size) < GIVES_PHONE, holdings.phone[person], -1)
    return {
        "payment_method": method,
        "payment_token": np.where(by_card, token, -1),
        "loyalty_id": np.where(cash_sale, -1, card),
        "receipt_email": np.where(cash_sale, -1, email),
        "receipt_phone": np.where(cash_sale, -1, phone),
    }


def _lines(chunk: Chunk, receipts: Frame, lines: Frame) -> Table:
    """Return each receipt's lines, those of its order; of a return with less than 0."""
    first = np.searchsorted(lines["order"], receipts["number"])
    last = np.searchsorted(lines["order"], receipts["number"], side="right")
    counts = last - first
    receipt = np.repeat(np.arange(len(receipts)), counts)
    rank = np.arange(len(receipt)) - np.repeat(np.cumsum(counts) - counts, counts)
    line = first[receipt] + rank
    kind = receipts["receipt"][receipt] - receipts["number"][receipt]
    sign = 1 - 2 * receipts["is_return"][receipt]
    return nightly(
        "pos/transaction_lines",
        receipts["person"][receipt],
        receipts["at"][receipt],
        transaction_line_id=chunk.keys(lines["number"][line] + kind),
        transaction_id=chunk.keys(receipts["receipt"][receipt]),
        product_id=lines["product"][line],
        quantity=lines["quantity"][line] * sign,
        unit_price_amount=lines["cents"][line],
    )
