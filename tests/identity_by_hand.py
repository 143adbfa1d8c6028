"""A build whose identity tables are made by hand: Anna, two cards at one address."""

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb

from customer360.customer.typed import identifier_id

SALT = "pepper"
# type, value, name of its group, whether that is a customer
IDENTIFIERS: list[tuple[str, str, str | None, bool]] = [
    ("loyalty_id", "4711", "loyalty_id 4711", True),
    ("email", "anna@x.com", "loyalty_id 4711", True),
    ("anonymous_id", "cookie-1", "loyalty_id 4711", True),
    ("device_id", "phone-1", "loyalty_id 4711", True),
    ("loyalty_id", "1", "loyalty_id 1", True),
    ("payment_token", "card-1", "loyalty_id 1", True),
    ("loyalty_id", "2", "loyalty_id 2", True),
    ("email", "house@x.com", "email house@x.com", False),
    ("contact_id", "4711", "contact_id 4711", True),
    ("email", "test@test.com", None, False),
    ("anonymous_id", "stray", "anonymous_id stray", False),
    ("social_handle", "chirp:anna", "loyalty_id 4711", True),
]
USED = [
    ("loyalty_id 4711", "email anna@x.com", "loyalty_id_with_email", 3),
    ("email anna@x.com", "anonymous_id cookie-1", "email_with_anonymous_id", 5),
    ("anonymous_id cookie-1", "device_id phone-1", "device_id_with_anonymous_id", 6),
    ("email anna@x.com", "device_id phone-1", "email_with_device_id", 9),
    ("email anna@x.com", "social_handle chirp:anna", "email_with_social_handle", 4),
    ("loyalty_id 1", "payment_token card-1", "loyalty_id_with_payment_token", 2),
]
SHARED = "{email house@x.com} is seen with 2 of loyalty_id, a customer has at most 1"
LIMIT = "would join loyalty_id {loyalty_id 1} and {loyalty_id 2}: 2 of the type"
REFUSED = [
    ("loyalty_id 1", "email house@x.com", "loyalty_id_with_email", 4, "shared", SHARED),
    ("loyalty_id 2", "email house@x.com", "loyalty_id_with_email", 5, "shared", SHARED),
    (
        *("loyalty_id 1", "contact_id 4711", "loyalty_id_with_contact_id", 7),
        *("type_limit", LIMIT),
    ),
    (
        *("loyalty_id 4711", "email test@test.com", "loyalty_id_with_email", 8),
        *("blocked", "email {email test@test.com} is blocked"),
    ),
]
# what the id of an identifier that has gone would be
GONE = "00000000-0000-0000-0000-00000000dead"
TABLES = """
create schema identity;
create table identity.identifiers (
    identifier_id uuid, identifier_type varchar, identifier_value varchar,
    is_blocked boolean, blocked_reason varchar,
    first_seen_at timestamp, last_seen_at timestamp
);
create table identity.identity_map (
    identifier_id uuid, customer_id uuid, profile_id uuid
);
create table identity.identity_edges (
    identifier_id_a uuid, identifier_id_b uuid, rule varchar,
    first_observed_at timestamp, known_at timestamp
);
create table identity.identity_refused_edges (
    identifier_id_a uuid, identifier_id_b uuid, rule varchar,
    first_observed_at timestamp, known_at timestamp, reason varchar, evidence varchar
);
create table identity.customer_ids (
    issued_customer_id uuid, customer_id uuid, issued_on date, retired_on date,
    is_current boolean
);
create table identity.int_identity__overrides (
    decision varchar, identifier_id_a uuid, identifier_id_b uuid, decided_at timestamp
);
"""
EVENTS = """
create table if not exists identity.identity_events (
    happened_on date, event_type varchar, customer_id uuid, other_customer_id uuid,
    rule varchar, identifier_id_a uuid, identifier_id_b uuid, reason varchar
);
"""


def id_of(name: str | None) -> str | None:
    """Return the id of an identifier named `type value`."""
    return name and identifier_id(SALT, *name.split(" ", 1))


def day(number: int) -> dt.datetime:
    """Return a day of January 2026."""
    return dt.datetime(2026, 1, number)


def with_ids(sentence: str) -> str:
    """Return a sentence as the solver writes it, with ids for what stands in braces."""
    parts = sentence.replace("}", "{").split("{")
    return "".join(
        str(id_of(part)) if number % 2 else part for number, part in enumerate(parts)
    )


def insert(build: duckdb.DuckDBPyConnection, table: str, *row: Any) -> None:
    """Insert one row."""
    marks = ", ".join("?" * len(row))
    build.execute(f"insert into identity.{table} values ({marks})", list(row))


def make_build(path: Path) -> None:
    """Write a build.duckdb with those tables."""
    with duckdb.connect(str(path)) as build:
        build.execute(TABLES)
        for kind, value, group, is_customer in IDENTIFIERS:
            own, why = id_of(f"{kind} {value}"), None if group else "placeholder"
            times = (day(1), day(20))
            insert(build, "identifiers", own, kind, value, not group, why, *times)
            customer = id_of(group) if is_customer else None
            insert(build, "identity_map", own, customer, id_of(group))
        for a, b, rule, known in USED:
            row = (id_of(a), id_of(b), rule, day(1), day(known))
            insert(build, "identity_edges", *row)
        for a, b, rule, known, reason, said in REFUSED:
            row = (id_of(a), id_of(b), rule, day(1), day(known), reason)
            insert(build, "identity_refused_edges", *row, with_ids(said))
        anna, old = id_of("loyalty_id 4711"), id_of("email anna@x.com")
        insert(build, "customer_ids", anna, anna, day(1), None, True)
        insert(build, "customer_ids", old, anna, day(1), day(3), False)
        insert(build, "customer_ids", GONE, None, day(1), day(3), False)
