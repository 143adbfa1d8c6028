"""Why, in words: verdicts, steps, refusals and events as sentences."""

import datetime as dt
from typing import Any

from customer360.customer.typed import durable_types
from customer360.explain.build import Row
from customer360.explain.evidence import MOST_IDENTIFIERS, MOST_REFUSALS
from customer360.explain.view import Side, View


def named(row: Row | None) -> str:
    """Return an identifier as `type value`."""
    if row is None:
        return ""
    if "identifier_value" not in row:
        return f"identifier {row['identifier_id']}, gone"
    return f"{row['identifier_type']} {row['identifier_value']}"


def whose(side: Side) -> str:
    """Return whose an identifier is."""
    row = side.identifier
    if row["is_blocked"]:
        why = f" ({row['blocked_reason']})" if row["blocked_reason"] else ""
        return f"nobody's: a blocked value{why}"
    if side.customer_id:
        return f"customer {side.customer_id}"
    if len(side.identifiers) == 1 and durable_types().get(row["identifier_type"]):
        return "nobody's: it is tied to no one else, see what was refused"
    return f"visitor {row['profile_id']}: no log-in, card or address is tied to it"


def verdict(seen: View) -> list[str]:
    """Return whether two are one customer, and if not, why not."""
    if seen.other is None:
        return []
    if seen.are_one:
        kind = "customer" if seen.asked.customer_id else "visitor"
        return [f"They are one {kind}."]
    lines = ["They are not one customer."]
    lines += [
        f"{named(row['from'])} and {named(row['to'])} were set apart on "
        f"{day(row['decided_at'])} (seeds/identity_overrides)."
        for row in seen.never_linked
    ]
    if seen.chain is None:
        lines.append(
            "No evidence ties them: no record names identifiers of both, nor was a way "
            f"over others found in {MOST_REFUSALS} refused steps and "
            f"{MOST_IDENTIFIERS:,} identifiers."
        )
    elif not seen.refused_between:
        lines.append(
            "No record names identifiers of both; the chain below is as near as they "
            "come, and it breaks where a step was refused."
        )
    return lines


def refusal(edge: Row) -> str:
    """Return why an edge was refused."""
    said = edge["evidence"]
    return f"{edge['reason']}: {said}" if said else str(edge["reason"])


def event(row: Row) -> str:
    """Return what happened to a customer, and by which edge or rule."""
    customer, other = row["customer_id"], row["other_customer_id"]
    said = {
        "created": f"became customer {customer}",
        "merged": f"customer {customer} was merged into {other}",
        "split": f"customer {customer} was split off {other}",
        "renamed": f"customer {customer} was renamed to {other}",
        "ended": f"customer {customer} was a customer no more",
    }.get(row["event_type"], f"{row['event_type']} {customer} {other or ''}".strip())
    return said + _cause(row)


def _cause(row: Row) -> str:
    pair = " with ".join(named(row[end]) for end in ("from", "to") if row[end])
    parts = [row["reason"], row["rule"], pair]
    said = ", ".join(str(part) for part in parts if part)
    return f" ({said})" if said else ""


def day(moment: Any) -> str:
    """Return the day of a time."""
    if isinstance(moment, dt.date):
        return f"{moment:%Y-%m-%d}"
    return "not known" if moment is None else str(moment)
