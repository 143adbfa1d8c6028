"""From what was typed to one customer, or to why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass

from customer360.customer.errors import CustomerError
from customer360.customer.hints import nearest
from customer360.customer.marts import Marts, Row
from customer360.customer.typed import (
    durable_types,
    identifier_id,
    is_meant,
    normalized,
    strongest_first,
)


@dataclass(frozen=True)
class Who:
    """A customer, and what is to be said of how it was found."""

    customer_id: str
    notes: tuple[str, ...] = ()


def who(marts: Marts, text: str, identifier_type: str | None = None) -> Who:
    """Return the customer of an identifier, of a customer id or of a retired one.

    identifier_type: only identifiers of that type. Raises CustomerError where nobody
    is known by it, several are, or it belongs to nobody alone.
    """
    if not text.strip():
        raise CustomerError("Say who: an e-mail address, a card, a phone, an id.")
    if identifier_type is None and (found := _by_customer_id(marts, text)):
        return found
    types = _types(marts)
    if identifier_type and identifier_type not in types:
        raise CustomerError(
            f"No identifier is of type {identifier_type}; there are {', '.join(types)}."
        )
    asked = [identifier_type] if identifier_type else types
    typed = {each: value for each in asked if (value := normalized(each, text))}
    rows = _identifiers(marts, typed)
    if not rows:
        raise CustomerError(_unknown(marts, text, typed))
    return _only_one(rows, text)


def _by_customer_id(marts: Marts, text: str) -> Who | None:
    """Return who has, or had, a customer id; None where it is no such id."""
    given = {"id": text.strip().lower()}
    if marts.row("select 1 from dim_customers where customer_id = $id", given):
        return Who(given["id"])
    change = marts.row(
        "select * from dim_customer_id_changes where retired_customer_id = $id", given
    )
    if change is None:
        return None
    when = f"{change['changed_at']:%Y-%m-%d}" if change["changed_at"] else "a past date"
    if change["customer_id"] is None:
        raise CustomerError(
            f"Customer id {given['id']} is in use no more since {when}: "
            f"{change['reason']}."
        )
    # the table names the id of today, however often it changed
    note = f"Id {given['id']} is retired since {when} ({change['reason']})."
    return Who(change["customer_id"], (note,))


def _types(marts: Marts) -> list[str]:
    """Return the types that identifiers are of, strongest first."""
    rows = marts.rows("select distinct identifier_type from dim_customer_identifiers")
    return strongest_first(row["identifier_type"] for row in rows)


def _identifiers(marts: Marts, typed: Mapping[str, str]) -> list[Row]:
    """Return the identifiers typed: by value, or by id where values are not plain."""
    if marts.personal_columns == "plain":
        rows = [_by_value(marts, name, value) for name, value in typed.items()]
        return [row for found in rows for row in found]
    if marts.salt is None:
        raise CustomerError(
            f"Personal columns of this version are published as "
            f"`{marts.personal_columns}`, and the salt that ids are made with is not "
            "here: set C360_SALT, or name a customer_id."
        )
    ids = [identifier_id(marts.salt, name, value) for name, value in typed.items()]
    return marts.rows(
        "select * from dim_customer_identifiers where identifier_id in $ids "
        "order by identifier_type",
        {"ids": ids},
    )


def _by_value(marts: Marts, identifier_type: str, value: str) -> list[Row]:
    return marts.rows(
        "select * from dim_customer_identifiers where identifier_type = $type "
        f"and {is_meant(identifier_type, value)} order by identifier_value",
        {"type": identifier_type, "value": value},
    )


def _only_one(rows: list[Row], text: str) -> Who:
    """Return the one customer of some identifiers; raises CustomerError otherwise."""
    customers = {row["customer_id"] for row in rows if row["customer_id"]}
    if len(customers) > 1:
        lines = [f"  {_named(row)}: customer {row['customer_id']}" for row in rows]
        raise CustomerError(
            f"{text} is several people's; say which with --type, the network of a "
            "handle, or the customer id:\n" + "\n".join(lines)
        )
    if not customers:
        raise CustomerError("\n".join(_why_nobody(row) for row in rows))
    (customer_id,) = customers
    nobodys = [_why_nobody(row) for row in rows if not row["customer_id"]]
    return Who(customer_id, tuple(nobodys))


def _why_nobody(row: Row) -> str:
    name = _named(row)
    if row["is_blocked"]:
        return (
            f"{name} is blocked: a value that is nobody's (seeds/blocked_identifiers)."
        )
    if durable_types().get(row["identifier_type"], True):
        return (
            f"{name} is shared: seen with more people than one identifier of its type "
            "may have (seeds/identifier_types), so it is nobody's alone. "
            "identity.identity_refused_edges in build.duckdb says with whom."
        )
    return (
        f"{name} is no customer's: an anonymous visitor's until a log-in, card or "
        "address is seen with it, or shared by too many."
    )


def _named(row: Row) -> str:
    value = row.get("identifier_value") or row["identifier_id"]
    return f"{row['identifier_type']} {value}"


def _unknown(marts: Marts, text: str, typed: Mapping[str, str]) -> str:
    """Return that nobody is known, how the text was read, and what comes near."""
    said = f"Nobody is known by {text}"
    if phone := typed.get("phone"):
        said += f" (as a phone number: {phone})"
    if marts.personal_columns != "plain":
        return f"{said}. Identifiers of this version can only be compared whole."
    found = nearest(marts, typed)
    if not found:
        return f"{said}, nor by anything like it."
    return f"{said}. Like it: {', '.join(_named(row) for row in found)}."
