"""The slow way to features of a person: age, tenure, devices, places they were in."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from proof.slow_activities import DONE_BY_US, activities
from proof.slow_identity import Identifier, identifiers_of
from proof.slow_past import (
    EVER,
    Columns,
    Members,
    Past,
    column,
    count,
    each,
    last,
    total,
)
from proof.slow_records import Row, contracts

# of each entity whose rows are things done, when and which rows


def devices(past: Past) -> Columns:
    """Devices and their use."""
    entity = "iot/usage"
    used = past.known.events(entity)
    month, quarter = (
        past.rows_by_customer(entity, used, "recorded_at", days) for days in (30, 90)
    )
    last_30 = total(month, _minutes)
    all_90 = total(quarter, _minutes)
    return {
        "device_usage_minutes_30d": last_30,
        "device_usage_minutes_90d": all_90,
        "device_usage_trend": column(
            {
                members: Decimal(last_30[members]) / 30 / (before / 60)
                for members in quarter
                if (before := all_90[members] - last_30[members])
            },
            None,
        ),
        "device_error_count_90d": total(
            quarter, lambda row: int(row["error_code"] is not None)
        ),
        "days_since_last_device_use": past.days_since_last(
            past.rows_by_customer(entity, used, "recorded_at"), "recorded_at"
        ),
    }


def _minutes(row: Row) -> Decimal:
    return row["usage_minutes"] or Decimal(0)


def places(past: Past) -> Columns:
    """Stores their devices were in."""
    entity = "iot/locations"
    inside = [row for row in past.known.events(entity) if row["store_id"]]
    quarter, year, ever = (
        past.rows_by_customer(entity, inside, "pinged_at", days)
        for days in (90, 365, EVER)
    )

    def days_inside(mine: list[Row]) -> set[tuple[str, dt.date]]:
        return {(row["store_id"], past.known.date(row["pinged_at"])) for row in mine}

    return {
        "store_visit_count_90d": count(each(quarter, days_inside)),
        "dwell_minutes_sum_90d": total(
            quarter, lambda row: Decimal(row["dwell_seconds"] or 0) / 60
        ),
        "visited_store_count_365d": count(
            each(year, lambda mine: {row["store_id"] for row in mine})
        ),
        "days_since_last_store_visit": past.days_since_last(ever, "pinged_at"),
    }


def person(past: Past) -> Columns:
    """Age, accounts, contacts, and since when they are known."""
    customers = set(past.identity.component.values())

    def number(kind: str) -> dict[Members, int]:
        return {each: sum(k == kind for k, _ in each) for each in customers}

    return {
        "age_years": _ages(past),
        "days_since_first_seen": _days_since_first_seen(past),
        "has_account": column(each(number("user_id"), bool), False),
        "contact_count": column(number("contact_id"), 0),
        "device_count": column(number("device_id"), 0),
    }


def _ages(past: Past) -> defaultdict[Members, int | None]:
    entity = "crm/contacts"
    contract = contracts()[entity]
    told: dict[Members, list[Row]] = defaultdict(list)
    for row in past.known.states(entity).values():
        customer = past.identity.customer_of(identifiers_of(row, contract))
        if customer and row["birth_date"] and not row["is_deleted"]:
            told[customer].append(row)
    ages = each(
        told,
        lambda mine: _age(last(mine, "updated_at", "contact_id")["birth_date"], past),
    )
    return column(each(ages, lambda age: age if 0 <= age <= 120 else None), None)


def _age(birth_date: dt.date, past: Past) -> int:
    had_birthday = (past.as_of.month, past.as_of.day) >= (
        birth_date.month,
        birth_date.day,
    )
    return past.as_of.year - birth_date.year - (not had_birthday)


def _days_since_first_seen(past: Past) -> defaultdict[Members, int | None]:
    first: dict[Members, int] = {}
    done = [
        (activity.identifiers, activity.date)
        for activity in activities(past.known)
        if activity.activity_type not in DONE_BY_US
    ]
    for identifiers, date in [*_first_known(past), *done]:
        days = past.days_ago(date)
        customer = past.identity.customer_of(identifiers)
        if customer and days > 0:
            first[customer] = max(days, first.get(customer, 0))
    return column(first, None)


def _first_known(past: Past) -> Iterator[tuple[list[Identifier], dt.date]]:
    """Yield every identifier with the day of each record that carried it."""
    for entity, contract in contracts().items():
        is_state = contract.kind == "state"
        rows = past.known.versions(entity) if is_state else past.known.events(entity)
        for row in rows:
            for identifier in identifiers_of(row, contract):
                yield [identifier], past.known.date(row["known_at"])
