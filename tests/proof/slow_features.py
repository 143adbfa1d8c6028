"""The slow way to features: each customer's records before T, one by one."""

import datetime as dt
import itertools
from collections import Counter, defaultdict
from decimal import Decimal
from statistics import stdev
from typing import Any

from proof import slow_features_online as online
from proof import slow_features_person as person
from proof import slow_features_service as service
from proof.slow_orders import Line, Order, Return, lines, orders, returns
from proof.slow_past import (
    EVER,
    Columns,
    Members,
    Past,
    column,
    count,
    each,
    mean,
    mean_of,
)
from proof.slow_records import Known


def features(past: Past) -> dict[Members, dict[str, Any]]:
    """Return the features of every customer that breaks no limit."""
    customers = {
        members
        for members in past.identity.component.values()
        if past.identity.is_customer(members)
    }
    topics = [_orders, _rhythm, _lines, _returns]
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
    ever, year, quarter = groups[EVER], groups[365], groups[90]
    found: Columns = {}
    for days, group in groups.items():
        name = "lifetime" if days == EVER else f"{days}d"
        found[f"order_count_{name}"] = count(group)
        found[f"order_amount_sum_{name}"] = column(each(group, _amount), 0)
    return found | {
        "order_amount_avg_365d": mean(year, lambda order: order.amount),
        "discount_amount_sum_90d": column(each(quarter, _discount), 0),
        "discount_share_90d": column(each(quarter, _discount_share), None),
        "store_count_365d": column(each(year, lambda mine: len(_by_store(mine))), 0),
        "top_store_share_365d": column(
            each(year, lambda mine: _top_share(_by_store(mine))), None
        ),
        "channels": column(each(ever, _channels), None),
        "preferred_channel": column(each(ever, _preferred), None),
    }


def _rhythm(past: Past) -> Columns:
    """Days with an order, the first left out where it has nothing before it."""
    ever = past.by_customer(
        orders(past.known), lambda o: o.identifiers, lambda o: o.ordered_on
    )
    days = each(ever, lambda mine: sorted({o.ordered_on for o in mine}))
    gaps = each(
        days, lambda dates: [(b - a).days for a, b in itertools.pairwise(dates)]
    )
    spent_again = {
        members: [o.amount for o in mine if o.ordered_on > days[members][0]]
        for members, mine in ever.items()
    }
    return {
        "days_since_last_order": column(
            each(days, lambda dates: past.days_ago(dates[-1])), None
        ),
        "days_since_first_order": column(
            each(days, lambda dates: past.days_ago(dates[0])), None
        ),
        "order_day_count_lifetime": count(days),
        "repeat_order_count": count(gaps),
        "days_first_to_last_order": column(each(gaps, sum), None),
        "order_gap_days_avg": column(each(gaps, mean_of), None),
        "order_gap_days_std": column(
            each(gaps, lambda mine: stdev(mine) if len(mine) > 1 else None), None
        ),
        "order_day_amount_avg_repeat": column(
            {
                members: sum(amounts) / len(gaps[members]) if amounts else None
                for members, amounts in spent_again.items()
            },
            None,
        ),
    }


def _lines(past: Past) -> Columns:
    """Categories are the first that products were known by."""
    category: dict[str, str] = {}
    for row in past.known.versions("catalog/products"):
        if row["category"]:
            category.setdefault(row["product_id"], row["category"])
    made: list[Line] = lines(past.known)

    def within(days: int) -> dict[Members, list[Line]]:
        return past.by_customer(
            made,
            lambda line: line.order.identifiers,
            lambda line: line.order.ordered_on,
            days,
        )

    def by_category(mine: list[Line]) -> dict[str, Decimal]:
        spent: dict[str, Decimal] = defaultdict(Decimal)
        for line in mine:
            if line.product_id in category:
                spent[category[line.product_id]] += line.amount
        return spent

    year, quarter = within(365), within(90)
    order_counts = count(
        past.by_customer(
            orders(past.known), lambda o: o.identifiers, lambda o: o.ordered_on, 90
        )
    )

    def per_order(values: dict[Members, Any]) -> defaultdict[Members, Any]:
        return column(
            {
                members: v / Decimal(order_counts[members])
                for members, v in values.items()
            },
            None,
        )

    return {
        "line_count_avg_90d": per_order(each(quarter, len)),
        "quantity_avg_90d": per_order(
            each(quarter, lambda mine: sum(line.quantity for line in mine))
        ),
        "category_count_90d": count(each(quarter, by_category)),
        "category_count_365d": count(each(year, by_category)),
        "top_category_share_365d": column(
            each(year, lambda mine: _top_share(by_category(mine))), None
        ),
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


def _discount_share(mine: list[Order]) -> Decimal | None:
    listed = _discount(mine) + _amount(mine)
    return _discount(mine) / listed if listed else None


def _by_store(mine: list[Order]) -> dict[str, int]:
    return Counter(order.store_id for order in mine if order.store_id)


def _top_share(parts: dict[str, Any]) -> Decimal | None:
    whole = Decimal(sum(parts.values()))
    return max(parts.values()) / whole if whole else None


def _channels(mine: list[Order]) -> str:
    return ", ".join(sorted({order.channel for order in mine}))


def _preferred(mine: list[Order]) -> str:
    counts = Counter(order.channel for order in mine)
    return min(counts, key=lambda channel: (-counts[channel], channel))
