"""What a person typed, as staging would write it, for each type of identifier."""

import csv
import functools
import hashlib
import uuid
from collections.abc import Iterable
from pathlib import Path

import duckdb

from customer360.customer.project_macros import macros
from customer360.paths import ROOT

# types with a macro of their own; all others are trimmed, case kept
MACRO_OF_TYPE = {
    "email": "normalized_email",
    "phone": "normalized_phone",
    "social_handle": "normalized_social_handle",
}


def normalized(identifier_type: str, text: str) -> str | None:
    """Return `text` as an identifier of a type is compared; None where it is none."""
    macro = macros()[MACRO_OF_TYPE.get(identifier_type, "normalized_text")]
    sql = f"select {macro('$typed')}"
    value: str | None = duckdb.execute(sql, {"typed": text}).fetchall()[0][0]
    return value


def identifier_id(salt: str, identifier_type: str, value: str) -> str:
    """Return the id of an identifier: as macro identifier_id, md5(salt|type|value)."""
    content = f"{salt}|{identifier_type}|{value}".encode()
    return str(uuid.UUID(hashlib.md5(content, usedforsecurity=False).hexdigest()))


@functools.cache
def durable_types(root: Path = ROOT) -> dict[str, bool]:
    """Return whether each type of the seed is durable, strongest first."""
    path = root / "seeds" / "identifier_types.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: int(row["type_rank"]))
    return {row["identifier_type"]: row["is_durable"] == "true" for row in rows}


def strongest_first(types: Iterable[str]) -> list[str]:
    """Return types as the seed ranks them, those it lacks last."""
    names = set(types)
    ranked = [name for name in durable_types() if name in names]
    return ranked + sorted(names.difference(ranked))


def is_meant(identifier_type: str, value: str) -> str:
    """Return the condition on identifier_value = $value; handles may lack networks."""
    if identifier_type == "social_handle" and ":" not in value:
        return "split_part(identifier_value, ':', 2) = $value"
    return "identifier_value = $value"
