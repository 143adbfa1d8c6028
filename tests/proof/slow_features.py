"""The slow way to features: each customer's records before T, one by one."""

import datetime as dt
from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

from proof import slow_features_online as online
from proof import slow_features_person as person
from proof import slow_features_service as service
from proof.slow_orders import Line, Order, Return, lines, orders, returns
from proof.slow_past import EVER, Columns, Members, Past, column, each
from proof.slow_records import Known


def features(past: Past) -> dict[Members, dict[str, Any]]:
    """Return the features of every customer that breaks no limit."""
    customers = {
        members
        for members in past.identity.component.values()
        if past.identity.is_customer(members)
    }
    topics = [_orders, _lines, _returns]
    topics += [online.visits, online.campaigns, online.posts, online.choices]
    topics += [service.tickets, service.loyalty]
    topics += [person.person, person.devices, person.places]
    made = [make(past) for make in topics]
    return {
        members: {
            name: values[members] for part in made for name, values in part.items()
        }
        | {"identifier_count": len(members)}
        for members in customers
        if past.identity.breaks_no_limit(members)
    }


def labels(past: Past, everything: Known, days: int) -> dict[Members, list[Order]]:
    """Return the orders of the `days` after T, as known at their end, by whose they
    were at T.
    """
    end = past.as_of + dt.timedelta(days=days)
    next_orders = defaultdict(list)
    for order in orders(everything.before(end)):
        customer = past.identity.customer_of(order.identifiers)
        if customer and past.as_of <= order.ordered_on < end:
            next_orders[customer].append(order)
    return next_orders


def _orders(past: Past) -> Columns:
    made: list[Order] = orders(past.known)
    groups = {
        days: past.by_customer(
            made, lambda o: o.identifiers, lambda o: o.ordered_on, days
        )
        for days in (30, 90, 180, 365, EVER)
    }
    ever, year = groups[EVER], groups[365]
    found: Columns = {}
    for days, group in groups.items():
        name = "lifetime" if days == EVER else f"{days}d"
        found[f"order_count_{name}"] = column(each(group, len), 0)
        found[f"order_amount_sum_{name}"] = column(each(group, _amount), 0)
    ages = each(ever, lambda mine: [past.days_ago(o.ordered_on) for o in mine])
    return found | {
        "days_since_last_order": column(each(ages, min), None),
        "days_since_first_order": column(each(ages, max), None),
        "order_day_count_lifetime": column(each(ages, lambda days: len(set(days))), 0),
        "discount_amount_sum_90d": column(each(groups[90], _discount), 0),
        "store_count_365d": column(each(year, _store_count), 0),
        "channels": column(each(ever, _channels), None),
        "preferred_channel": column(each(ever, _preferred), None),
    }


def _lines(past: Past) -> Columns:
    """Categories are the first that products were known by."""
    category: dict[str, str] = {}
    for row in past.known.versions("catalog/products"):
        if row["category"]:
            category.setdefault(row["product_id"], row["category"])
    made: list[Line] = lines(past.known)

    def count(mine: list[Line]) -> int:
        return len({category.get(line.product_id) for line in mine} - {None})

    return {
        f"category_count_{days}d": column(
            each(
                past.by_customer(
                    made,
                    lambda line: line.order.identifiers,
                    lambda line: line.order.ordered_on,
                    days,
                ),
                count,
            ),
            0,
        )
        for days in (90, 365)
    }


def _returns(past: Past) -> Columns:
    made: list[Return] = returns(past.known)
    year = past.by_customer(
        made, lambda each: each.identifiers, lambda each: each.returned_on, 365
    )
    return {
        "return_count_365d": column(each(year, len), 0),
        "return_amount_sum_365d": column(each(year, _amount), 0),
    }


def _amount(mine: list[Any]) -> Decimal:
    return sum((each.amount for each in mine), Decimal(0))


def _discount(mine: list[Order]) -> Decimal:
    return sum((order.discount for order in mine), Decimal(0))


def _store_count(mine: list[Order]) -> int:
    return len({order.store_id for order in mine} - {None})


def _channels(mine: list[Order]) -> str:
    return ", ".join(sorted({order.channel for order in mine}))


def _preferred(mine: list[Order]) -> str:
    counts = Counter(order.channel for order in mine)
    return min(counts, key=lambda channel: (-counts[channel], channel))
