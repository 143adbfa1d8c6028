"""The slow way to orders and returns: from raw CRM orders and till receipts."""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from proof.slow_identity import Identifier, identifiers_of, seed
from proof.slow_records import Known, Row, contracts

PROJECT_CURRENCY = "USD"
CENT_OF_CENT = Decimal("0.0001")


@dataclass(frozen=True)
class Order:
    """An order that counts, in project currency."""

    order_id: str
    identifiers: list[Identifier]
    ordered_at: dt.datetime
    ordered_on: dt.date
    channel: str
    store_id: str | None
    amount: Decimal
    discount: Decimal
    rate: Decimal


@dataclass(frozen=True)
class Return:
    """Goods or money given back; `order_id` None where nobody knows of what."""

    order_id: str | None
    identifiers: list[Identifier]
    returned_on: dt.date
    amount: Decimal


@dataclass(frozen=True)
class Line:
    """A line of an order that counts."""

    line_id: str
    order: Order
    product_id: str
    quantity: Decimal
    amount: Decimal


def rate_of(currency: str | None, date: dt.date) -> Decimal | None:
    """Return project currency per unit on a date; None where no rate is known."""
    code = (currency or PROJECT_CURRENCY).strip().upper()
    if code == PROJECT_CURRENCY:
        return Decimal(1)
    foreign, own = (_per_euro(each, date) for each in (code, PROJECT_CURRENCY))
    if foreign is None or own is None:
        return None
    return (own / foreign).quantize(Decimal("1e-14"), ROUND_HALF_UP)


def _per_euro(code: str, date: dt.date) -> Decimal | None:
    rates = [
        (row["valid_from"], Decimal(row["units_per_euro"]))
        for row in seed("exchange_rates")
        if row["currency"] == code and row["valid_from"] <= date.isoformat()
    ]
    return max(rates)[1] if rates else None


def money(amount: Decimal) -> Decimal:
    """Return an amount to four decimals."""
    return amount.quantize(CENT_OF_CENT, ROUND_HALF_UP)


def crm_orders(known: Known) -> list[Order]:
    """Return the orders of the CRM that count and have a rate."""
    contract = contracts()["crm/orders"]
    found = []
    for key, row in known.states("crm/orders").items():
        date = known.date(row["ordered_at"])
        rate = rate_of(row["currency"], date)
        is_sale = row["status"] != "cancelled" and row["order_amount"] >= 0
        if is_sale and rate is not None:
            order = Order(
                order_id=f"crm:{key}",
                identifiers=identifiers_of(row, contract),
                ordered_at=row["ordered_at"],
                ordered_on=date,
                channel=row["channel"] or "crm",
                store_id=None,
                amount=money(row["order_amount"] * rate),
                discount=money((row["discount_amount"] or 0) * rate),
                rate=rate,
            )
            found.append(order)
    return found


def is_return(receipt: Row) -> bool:
    """Return whether a receipt takes goods back: it says so, or its total does."""
    return bool(receipt["is_return"]) or receipt["total_amount"] < 0


def pos_sales(known: Known) -> list[tuple[Row, Order]]:
    """Return the sales of the tills that have a rate, those of CRM orders too."""
    contract = contracts()["pos/transactions"]
    found = []
    for row in known.events("pos/transactions"):
        date = known.date(row["transacted_at"])
        rate = rate_of(row["currency"], date)
        if not is_return(row) and rate is not None:
            order = Order(
                order_id=f"pos:{row['transaction_id']}",
                identifiers=identifiers_of(row, contract),
                ordered_at=row["transacted_at"],
                ordered_on=date,
                channel="store",
                store_id=row["store_id"],
                amount=money(row["total_amount"] * rate),
                discount=money((row["discount_amount"] or 0) * rate),
                rate=rate,
            )
            found.append((row, order))
    return found


def overlap(known: Known) -> list[Order]:
    """Return the sales of the tills that are orders the CRM knows."""
    of_crm = known.states("crm/orders")
    return [order for row, order in pos_sales(known) if row["order_id"] in of_crm]


def orders(known: Known) -> list[Order]:
    """Return all orders, each once: CRM and tills, less what both have."""
    twice = {order.order_id for order in overlap(known)}
    sales = [order for _, order in pos_sales(known)]
    return crm_orders(known) + [each for each in sales if each.order_id not in twice]


def returns(known: Known) -> list[Return]:
    """Return goods brought back to tills and refunds of the CRM."""
    return goods_brought_back(known) + crm_refunds(known)


def goods_brought_back(known: Known) -> list[Return]:
    """Return returns that a customer came for, money paid back alone left out."""
    return _pos_returns(known) + _negative_orders(known)


def _pos_returns(known: Known) -> list[Return]:
    contract = contracts()["pos/transactions"]
    receipts = {row["transaction_id"]: row for row in known.events(contract.entity)}
    of_orders = contracts()["crm/orders"]
    of_crm = known.states("crm/orders")
    refunded = {row["order_id"] for row in known.events("crm/refunds")}
    found = []
    for row in receipts.values():
        date = known.date(row["transacted_at"])
        rate = rate_of(row["currency"], date)
        if not is_return(row) or rate is None:
            continue
        sold = row["original_transaction_id"]
        named = [receipts.get(sold, {}).get("order_id"), row["order_id"]]
        order_key = next((key for key in named if key in of_crm), None)
        owner = of_crm.get(order_key)
        if owner and (owner["status"] == "cancelled" or order_key in refunded):
            continue
        order_id = f"crm:{order_key}" if owner else f"pos:{sold}" if sold else None
        amount = money(abs(row["total_amount"]) * rate)
        said = identifiers_of(row, contract)
        said += identifiers_of(owner, of_orders) if owner else []
        found.append(Return(order_id, said[:2], date, amount))
    return found


def crm_refunds(known: Known) -> list[Return]:
    """Return refunds; whose they are, their orders say."""
    contract = contracts()["crm/orders"]
    of_crm = known.states("crm/orders")
    found = []
    for row in known.events("crm/refunds"):
        date = known.date(row["refunded_at"])
        rate = rate_of(row["currency"], date)
        order = of_crm.get(row["order_id"])
        is_cancelled = order is not None and order["status"] == "cancelled"
        if rate is not None and not is_cancelled:
            said = identifiers_of(order, contract) if order else []
            amount = money(abs(row["refund_amount"]) * rate)
            found.append(Return(f"crm:{row['order_id']}", said, date, amount))
    return found


def _negative_orders(known: Known) -> list[Return]:
    """Return CRM orders of a negative amount: goods taken back, of no order."""
    contract = contracts()["crm/orders"]
    found = []
    for row in known.states("crm/orders").values():
        date = known.date(row["ordered_at"])
        rate = rate_of(row["currency"], date)
        is_return = row["status"] != "cancelled" and row["order_amount"] < 0
        if is_return and rate is not None:
            amount = money(-row["order_amount"] * rate)
            found.append(Return(None, identifiers_of(row, contract), date, amount))
    return found


def lines(known: Known) -> list[Line]:
    """Return the lines of all orders that count."""
    counted = {order.order_id: order for order in orders(known)}
    crm_keys = known.states("crm/orders")
    of_crm = list(known.states("crm/order_lines").values())
    with_lines = {row["order_id"] for row in of_crm}
    # a receipt that is an order of the CRM tells its lines until the CRM does; one that
    # has no rate tells nothing
    order_of = {
        row["transaction_id"]: f"crm:{row['order_id']}"
        for row, _ in pos_sales(known)
        if row["order_id"] in crm_keys and row["order_id"] not in with_lines
    }
    raw = [
        (f"crm:{row['order_line_id']}", f"crm:{row['order_id']}", row) for row in of_crm
    ]
    for row in known.events("pos/transaction_lines"):
        receipt = row["transaction_id"]
        order_id = order_of.get(receipt, f"pos:{receipt}")
        raw.append((f"pos:{row['transaction_line_id']}", order_id, row))
    found = []
    for line_id, order_id, row in raw:
        if order := counted.get(order_id):
            price = money(row["quantity"] * row["unit_price_amount"])
            amount = money(price * order.rate)
            line = Line(line_id, order, row["product_id"], row["quantity"], amount)
            found.append(line)
    return found
