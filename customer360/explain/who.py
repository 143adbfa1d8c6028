"""From what was typed to one identifier: the one whose place is to be explained."""

from collections.abc import Mapping
from dataclasses import dataclass

from customer360.customer.hints import nearest_of
from customer360.customer.typed import is_meant, normalized, strongest_first
from customer360.explain.build import Build, Row
from customer360.explain.errors import ExplainError


@dataclass(frozen=True)
class Who:
    """An identifier, its group, and what is to be said of how it was found.

    group: ids of its identifiers; of a blocked one, which has no group, its own.
    """

    identifier: Row
    group: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def identifier_id(self) -> str:
        """Where chains begin."""
        return str(self.identifier["identifier_id"])

    @property
    def root(self) -> str:
        """The identifier its group is named by."""
        return str(self.identifier["profile_id"] or self.identifier_id)


def who(build: Build, text: str, identifier_type: str | None = None) -> Who:
    """Return the identifier that was typed, or the one that names a customer id.

    identifier_type: only identifiers of that type. Raises ExplainError where nothing
    is known by it, or several people are.
    """
    typed_text = text.strip()
    if not typed_text:
        raise ExplainError(
            "Say who: an e-mail address, a card, a phone, a customer id."
        )
    found = _by_id(build, typed_text) if identifier_type is None else None
    if found is None:
        found = _by_value(build, typed_text, identifier_type)
    row, notes = found
    profile = row["profile_id"]
    members = build.members([profile]) if profile else [row]
    return Who(row, tuple(member["identifier_id"] for member in members), notes)


def _by_id(build: Build, text: str) -> tuple[Row, tuple[str, ...]] | None:
    """Return the identifier of an id; None where it is none."""
    where = "cast(identifiers.identifier_id as varchar) = $id"
    rows = build.identifiers(where, id=text.lower())
    issued = _issued(build, text.lower())
    if rows:
        return rows[0], _retired(issued)
    if issued:
        since = f" since {issued['issued_on']}" if issued["issued_on"] else ""
        raise ExplainError(
            f"{text} was a customer id{since}; no identifier has it any more: the "
            "records that named it are gone."
        )
    return None


def _issued(build: Build, customer_id: str) -> Row | None:
    if not build.has("customer_ids"):
        return None
    sql = """
        select * from identity.customer_ids
        where cast(issued_customer_id as varchar) = $id
    """
    return next(iter(build.rows(sql, id=customer_id)), None)


def _retired(issued: Row | None) -> tuple[str, ...]:
    if issued is None or issued["is_current"]:
        return ()
    now = issued["customer_id"]
    said = f"Customer id {issued['issued_customer_id']} is retired"
    said += f" since {issued['retired_on']}" if issued["retired_on"] else ""
    return (f"{said}; " + (f"now {now}." if now else "it is no customer's now."),)


def _by_value(
    build: Build, text: str, identifier_type: str | None
) -> tuple[Row, tuple[str, ...]]:
    types = _types(build)
    if identifier_type and identifier_type not in types:
        raise ExplainError(
            f"No identifier is of type {identifier_type}; there are {', '.join(types)}."
        )
    asked = [identifier_type] if identifier_type else types
    typed = {each: value for each in asked if (value := normalized(each, text))}
    rows = [row for name, value in typed.items() for row in _rows(build, name, value)]
    if not rows:
        raise ExplainError(_unknown(build, text, typed))
    if len({row["profile_id"] or row["identifier_id"] for row in rows}) > 1:
        lines = [f"  {named(row)}: {whose(row)}" for row in rows]
        raise ExplainError(
            f"{text} is several: say which with --type or --other-type, or the network "
            "of a handle:\n" + "\n".join(lines)
        )
    return rows[0], ()


def _types(build: Build) -> list[str]:
    """Return the types there are, strongest first."""
    rows = build.rows("select distinct identifier_type from identity.identifiers")
    return strongest_first(row["identifier_type"] for row in rows)


def _rows(build: Build, identifier_type: str, value: str) -> list[Row]:
    where = f"identifier_type = $type and {is_meant(identifier_type, value)}"
    return build.identifiers(where, type=identifier_type, value=value)


def _unknown(build: Build, text: str, typed: Mapping[str, str]) -> str:
    said = f"Nothing is known by {text}"
    if phone := typed.get("phone"):
        said += f" (as a phone number: {phone})"
    near = nearest_of(
        lambda sql, given: build.rows(sql, **given), typed, "identity.identifiers"
    )
    if not near:
        return f"{said}, nor by anything like it."
    return f"{said}. Like it: {', '.join(map(named, near))}."


def named(row: Row) -> str:
    """Return an identifier as `type value`."""
    return f"{row['identifier_type']} {row['identifier_value']}"


def whose(row: Row) -> str:
    """Return whose an identifier is, in words."""
    if row["is_blocked"]:
        return "nobody's: a blocked value"
    if row["customer_id"]:
        return f"customer {row['customer_id']}"
    return f"visitor {row['profile_id']}"
