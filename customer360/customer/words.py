"""Values of one customer in words; what nobody knows is said to be unknown."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

UNKNOWN = "not known"
MOST_PRODUCTS = 3

Number = int | float | Decimal


def text(value: Any) -> str:
    """Return a value as text."""
    return UNKNOWN if value is None or value == "" else str(value)


def day(moment: dt.datetime | dt.date | None) -> str:
    """Return the day of a time."""
    return UNKNOWN if moment is None else f"{moment:%Y-%m-%d}"


def money(amount: Number | None, currency: str) -> str:
    """Return an amount with its currency."""
    return UNKNOWN if amount is None else f"{amount:,.2f} {currency}"


def share(value: float | None) -> str:
    """Return a probability as per cent."""
    return UNKNOWN if value is None else f"{value:.0%}"


def counted(count: int | None, thing: str) -> str:
    """Return how many of a thing: `1 order`, `2 orders`."""
    if count is None:
        return UNKNOWN
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def lasted(seconds: int | None) -> str:
    """Return how long something took; nothing where nobody measured it."""
    if not seconds:
        return ""
    if seconds < 90:
        return f"{seconds} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def activity(line: Mapping[str, Any]) -> str:
    """Return what was done on one line of the timeline."""
    name = str(line["activity_type"]).replace("_", " ")
    count = line["activity_count"]
    parts = [name if count == 1 else f"{name}, {count:,} times"]
    parts += [line["detail"] or "", lasted(line["seconds"])]
    parts.append(products(line["product_names"] or []))
    return " · ".join(part for part in parts if part)


def products(names: list[str]) -> str:
    """Return the first few products, and how many more there are."""
    more = len(names) - MOST_PRODUCTS
    shown = ", ".join(names[:MOST_PRODUCTS])
    return f"{shown} and {more} more" if more > 0 else shown


def name_of(person: Mapping[str, Any]) -> str:
    """Return a person's name."""
    parts = [person.get("first_name"), person.get("last_name")]
    return " ".join(part for part in parts if part) or "Name not known"


def address_of(person: Mapping[str, Any]) -> str:
    """Return a person's address on one line."""
    city = " ".join(
        part for part in (person.get("postal_code"), person.get("city")) if part
    )
    parts = [person.get("street"), city, person.get("country")]
    return ", ".join(part for part in parts if part) or UNKNOWN
