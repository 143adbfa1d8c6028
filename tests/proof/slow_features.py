"""The slow way to features: each customer's records before T, one by one."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from customer360.landing import read_contracts
from proof.slow_identity import Identifier, Identity, identifiers_of, who_is_who
from proof.slow_orders import Line, Order, Return, lines, orders, returns
from proof.slow_records import Known, Row

Members = frozenset[Identifier]
SILENCE = dt.timedelta(minutes=30)


@dataclass(frozen=True)
class Past:
    """What had happened and was known before a date, and who was who then."""

    as_of: dt.date
    known: Known
    identity: Identity

    @classmethod
    def before(cls, known: Known, as_of: dt.date) -> "Past":
        """Return the past before a date."""
        then = known.before(as_of)
        return cls(as_of, then, who_is_who(then))

    def days_ago(self, date: dt.date) -> int:
        """Return whole days from a date to the as-of date."""
        return (self.as_of - date).days

    def by_customer(
        self,
        things: Iterable[Any],
        identifiers: Callable[[Any], list[Identifier]],
        on: Callable[[Any], dt.date],
        days: int = 99_999,
    ) -> dict[Members, list[Any]]:
        """Group things of the `days` before the as-of date by whose they are."""
        found = defaultdict(list)
        for thing in things:
            customer = self.identity.customer_of(identifiers(thing))
            if customer and 1 <= self.days_ago(on(thing)) <= days:
                found[customer].append(thing)
        return found

    def rows_by_customer(
        self, entity: str, rows: Iterable[Row], time: str, days: int = 99_999
    ) -> dict[Members, list[Row]]:
        """Group rows of an entity by whose they are."""
        contract = read_contracts()[entity]
        return self.by_customer(
            rows,
            lambda row: identifiers_of(row, contract),
            lambda row: self.known.date(row[time]),
            days,
        )


def features(past: Past) -> dict[Members, dict[str, Any]]:
    """Return the features of every customer that breaks no limit."""
    customers = {
        members
        for members in past.identity.component.values()
        if past.identity.is_customer(members)
    }
    made = [make(past) for make in (_orders, _lines, _returns, _touches, _choices)]
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


Columns = dict[str, defaultdict[Members, Any]]


def column(values: dict[Members, Any], default: Any) -> defaultdict[Members, Any]:
    """Return values by customer, with what holds for customers without any."""
    return defaultdict(lambda: default, values)


def _orders(past: Past) -> Columns:
    made: list[Order] = orders(past.known)
    groups = {
        days: past.by_customer(
            made, lambda o: o.identifiers, lambda o: o.ordered_on, days
        )
        for days in (30, 90, 180, 365, 99_999)
    }
    ever, year = groups[99_999], groups[365]
    found: Columns = {}
    for days, group in groups.items():
        name = "lifetime" if days == 99_999 else f"{days}d"
        found[f"order_count_{name}"] = column(_each(group, len), 0)
        found[f"order_amount_sum_{name}"] = column(_each(group, _amount), 0)
    ages = _each(ever, lambda mine: [past.days_ago(o.ordered_on) for o in mine])
    return found | {
        "days_since_last_order": column(_each(ages, min), None),
        "days_since_first_order": column(_each(ages, max), None),
        "order_day_count_lifetime": column(_each(ages, lambda days: len(set(days))), 0),
        "discount_amount_sum_90d": column(_each(groups[90], _discount), 0),
        "store_count_365d": column(_each(year, _store_count), 0),
        "channels": column(_each(ever, _channels), None),
        "preferred_channel": column(_each(ever, _preferred), None),
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
            _each(
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
        "return_count_365d": column(_each(year, len), 0),
        "return_amount_sum_365d": column(_each(year, _amount), 0),
    }


def _touches(past: Past) -> Columns:
    known = past.known
    sent = [
        row
        for row in known.states("crm/campaign_contacts").values()
        if not row["is_control"]
    ]
    redeemed = [
        row
        for row in known.events("crm/loyalty_events")
        if row["event_type"] == "redeem"
    ]
    tickets = known.states("crm/support_tickets").values()
    campaigns = past.rows_by_customer("crm/campaign_contacts", sent, "sent_at", 90)
    coupons = past.rows_by_customer("crm/loyalty_events", redeemed, "occurred_at", 90)
    year = past.rows_by_customer("crm/support_tickets", tickets, "opened_at", 365)
    used = past.rows_by_customer(
        "iot/usage", known.events("iot/usage"), "recorded_at", 30
    )
    visits = past.by_customer(
        sessions(known.events("web/events")),
        _identifiers_inside,
        lambda visit: known.date(visit[0]["event_at"]),
        90,
    )
    return {
        "campaign_contact_count_90d": column(_each(campaigns, len), 0),
        "coupon_redemption_count_90d": column(_each(coupons, len), 0),
        "ticket_count_365d": column(_each(year, len), 0),
        "session_count_90d": column(_each(visits, len), 0),
        "device_usage_minutes_30d": column(_each(used, _minutes), 0),
    }


def _choices(past: Past) -> Columns:
    """The last tier named, and whether the last word on marketing was yes."""
    tiers = [row for row in past.known.events("crm/loyalty_events") if row["tier"]]
    words = [
        row
        for row in past.known.events("crm/consents")
        if row["purpose"] == "marketing"
    ]
    tier = past.rows_by_customer("crm/loyalty_events", tiers, "occurred_at")
    word = past.rows_by_customer("crm/consents", words, "changed_at")
    gone = _deleted(past.known)
    yes = _each(
        word, lambda mine: _last(mine, "changed_at", "consent_id")["is_granted"]
    )
    return {
        "loyalty_tier": column(
            _each(
                tier,
                lambda mine: _last(mine, "occurred_at", "loyalty_event_id")["tier"],
            ),
            None,
        ),
        "is_email_contactable": column(_reachable(yes, "email", gone), False),
        "is_sms_contactable": column(_reachable(yes, "phone", gone), False),
    }


def sessions(events: list[Row]) -> list[list[Row]]:
    """Cut the events of each visitor at half an hour's silence or another account."""
    visits: list[list[Row]] = []
    by_visitor: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(events, key=lambda row: (row["event_at"], row["event_id"])):
        if visitor := row["anonymous_id"] or row["user_id"]:
            by_visitor[visitor].append(row)
    for rows in by_visitor.values():
        visits.append([])
        account, before = None, rows[0]["event_at"]
        for row in rows:
            is_silent = row["event_at"] - before > SILENCE
            account = None if is_silent else account
            is_other = bool(row["user_id"] and account and row["user_id"] != account)
            if is_silent or is_other:
                visits.append([])
            visits[-1].append(row)
            account, before = row["user_id"] or account, row["event_at"]
    return visits


def _identifiers_inside(visit: list[Row]) -> list[Identifier]:
    """Return the strongest identifiers of a visit: the last of each kind by name."""
    contract = read_contracts()["web/events"]
    found = {each for row in visit for each in identifiers_of(row, contract)}
    kinds = ["user_id", "email", "anonymous_id"]
    values = [max((v for k, v in found if k == kind), default=None) for kind in kinds]
    return [(k, v) for k, v in zip(kinds, values, strict=True) if v]


def _each(groups: dict[Members, Any], make: Callable[[Any], Any]) -> dict[Members, Any]:
    return {members: make(mine) for members, mine in groups.items()}


def _amount(mine: list[Any]) -> Decimal:
    return sum((each.amount for each in mine), Decimal(0))


def _discount(mine: list[Order]) -> Decimal:
    return sum((order.discount for order in mine), Decimal(0))


def _minutes(mine: list[Row]) -> Decimal:
    return sum((row["usage_minutes"] or Decimal(0) for row in mine), Decimal(0))


def _store_count(mine: list[Order]) -> int:
    return len({order.store_id for order in mine} - {None})


def _channels(mine: list[Order]) -> str:
    return ", ".join(sorted({order.channel for order in mine}))


def _preferred(mine: list[Order]) -> str:
    counts = Counter(order.channel for order in mine)
    return min(counts, key=lambda channel: (-counts[channel], channel))


def _last(mine: list[Row], time: str, key: str) -> Row:
    return max(mine, key=lambda row: (row[time], row[key]))


def _reachable(
    yes: dict[Members, bool], kind: str, gone: set[Identifier]
) -> dict[Members, bool]:
    return {
        members: is_yes and any(each == kind for each, _ in members - gone)
        for members, is_yes in yes.items()
    }


def _deleted(known: Known) -> set[Identifier]:
    """Return what deleted contacts had said, and no other contact says."""
    contract = read_contracts()["crm/contacts"]
    now = known.states("crm/contacts")
    gone, live = set(), set()
    for row in known.versions("crm/contacts"):
        if now[row["contact_id"]]["is_deleted"]:
            gone.update(identifiers_of(row, contract))
    for row in now.values():
        if not row["is_deleted"]:
            live.update(identifiers_of(row, contract))
    return gone - live
