"""What catalogue and tills record: products, stores, receipts, lines, reviews."""

import datetime as dt
from typing import Any

from proof.people import END, START, Person, as_typed, moments, phone_as_typed
from proof.record import Record, World

CATEGORIES = ["coffee", "tea", "bread", "garden", "toys"]
STORES = 5
PRODUCTS = 40
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def products(world: World) -> list[Record]:
    """Products; a few get another category, a few come late in the catalogue."""
    found = []
    for number in range(PRODUCTS):
        values = {
            "product_id": f"sku{number}",
            "product_name": f"Product {number}",
            "category": CATEGORIES[number % len(CATEGORIES)] if number % 9 else None,
            "brand": f"Brand {number % 3}",
            "price_amount": _price(number),
            "cost_amount": round(_price(number) * 0.6, 2),
        }
        first_at = START if number % 7 else START + 100 * DAY
        found.append(Record(values, first_at))
        if number % 6 == 0:
            moved = {**values, "category": "seasonal"}
            found.append(Record(moved, START + (120 + number) * DAY))
    return found


def stores(world: World) -> list[Record]:
    """Stores; each moves once."""
    found = [
        Record(
            {"store_id": f"s{n}", "store_name": f"Store {n}", "city": "Salem"}, START
        )
        for n in range(STORES)
    ]
    moved = [
        Record({**store.values, "city": "Bath"}, START + (150 + 8 * number) * DAY)
        for number, store in enumerate(found)
    ]
    return [*found, *moved]


def transactions(world: World) -> list[Record]:
    """Receipts: sales, some of CRM orders, and returns."""
    sales = []
    for person in world.people:
        for at in moments(world.rng, person.started_at, person.orders_per_day):
            number = len(sales)
            sales.append(Record(_receipt(world, person, at, number), at, person))
    return sales + _collected_orders(world) + _returns(world, sales)


def transaction_lines(world: World) -> list[Record]:
    """One to four lines a receipt."""
    found = []
    for receipt in world.records["pos/transactions"]:
        key = receipt.values["transaction_id"]
        for number in range(world.rng.randint(1, 4)):
            values = {
                "transaction_line_id": f"{key}-{number}",
                "transaction_id": key,
                **basket_line(world),
            }
            found.append(Record(values, receipt.ready_at))
    return found


def reviews(world: World) -> list[Record]:
    """Reviews by a few people, some without saying who."""
    found = []
    for person in world.people:
        for at in moments(world.rng, person.started_at, 0.003):
            values = {
                "review_id": f"rev{len(found)}",
                "reviewed_at": at,
                "product_id": f"sku{world.rng.randrange(PRODUCTS)}",
                "user_id": person.user_id,
                "email": None if world.chance(0.3) else person.email,
                "rating": world.rng.choice([None, 1, 2, 3, 4, 5]),
                "review_text": "Good; would buy, again",
            }
            found.append(Record(values, at, person))
    return found


def basket_line(world: World) -> dict[str, Any]:
    """Return product, quantity and price of a line."""
    number = world.rng.randrange(PRODUCTS + 1)
    return {
        "product_id": f"sku{number}",
        "quantity": world.rng.choice([1, 1, 2, 3, 0.5]),
        "unit_price_amount": _price(number),
    }


def currency(world: World) -> str | None:
    """Return a currency: mostly blank, seldom one without a rate."""
    return world.rng.choices([None, "EUR", "gbp", "XTS"], [90, 6, 3, 1])[0]


def amount(world: World) -> float:
    """Return an amount of money with cents."""
    return world.rng.randrange(100, 15_000) / 100


def _price(number: int) -> float:
    return 1.25 + 0.37 * number


def _receipt(
    world: World, person: Person, at: dt.datetime, number: int
) -> dict[str, Any]:
    return {
        "transaction_id": f"t{number}",
        "transacted_at": at,
        "store_id": f"s{world.rng.randrange(STORES)}",
        **_shown_at_till(world, person),
        "currency": currency(world),
        "total_amount": amount(world),
        "discount_amount": world.rng.choice([None, 0, 2.5]),
        "is_return": world.rng.choice([False, None]),
    }


def _shown_at_till(world: World, person: Person) -> dict[str, Any]:
    """Return the identifiers on a receipt: none for cash, some blocked or a till's."""
    rng = world.rng
    if world.chance(0.2):
        return {"payment_method": "cash"}
    shown: dict[str, Any] = {"payment_method": "card"}
    if world.chance(0.6):
        shown["payment_token"] = person.card
    if person.loyalty_ids and world.chance(0.6):
        shown["loyalty_id"] = rng.choice(person.loyalty_ids)
    elif world.chance(0.05):
        shown["loyalty_id"] = "0"
    if world.chance(0.15):
        shown["receipt_email"] = as_typed(rng, person.email)
    elif world.chance(0.02):
        shown["receipt_email"] = "noreply@shop.test"
    elif world.chance(0.03):
        shown["receipt_email"] = "till@shop.test"
    if world.chance(0.05):
        shown["receipt_phone"] = phone_as_typed(rng, person.phone)
    return shown


def _collected_orders(world: World) -> list[Record]:
    """Receipts of CRM orders, rung up before or after the CRM had them."""
    found = []
    for order in world.last_versions("crm/orders", "order_id"):
        if order.person is None or not world.chance(0.15):
            continue
        at = order.values["ordered_at"] + world.rng.choice([-1, 1, 30]) * HOUR
        if not START <= at < END:
            continue
        receipt = _receipt(world, order.person, at, len(found))
        receipt |= {
            "transaction_id": f"pick{len(found)}",
            "order_id": order.values["order_id"],
            "is_return": False,
        }
        found.append(Record(receipt, at, order.person))
    return found


def _returns(world: World, sales: list[Record]) -> list[Record]:
    """Goods brought back, flagged or by a negative total, with or without receipt."""
    found = []
    for sale in sales:
        at = sale.ready_at + world.rng.randint(1, 40) * DAY
        if at >= END or sale.person is None or not world.chance(0.06):
            continue
        values = _receipt(world, sale.person, at, len(found))
        total = round(sale.values["total_amount"] / 2, 2)
        is_flagged = world.chance(0.6)
        values |= {
            "transaction_id": f"back{len(found)}",
            "total_amount": total if is_flagged else -total,
            "is_return": is_flagged,
            "original_transaction_id": sale.values["transaction_id"]
            if world.chance(0.7)
            else None,
        }
        found.append(Record(values, at, sale.person))
    return found
