"""When the business could know a row: the rules of --known-at.

`now`: when it landed. `event`: when it happened; lines with their header, the first
version of a contact when it was created, stores and products since 1970. A column:
what it says. `auto`: `event` for history, else `now`. Never later than the landing.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import duckdb

from customer360.landing.contracts import Contract
from customer360.landing.database import file_names, identifier, literal
from customer360.landing.errors import LandingError
from customer360.landing.manifest import landed_files

HISTORY = dt.timedelta(days=7)


@dataclass(frozen=True)
class KnownAt:
    """SQL of when a row of `good` was known: a join and an expression.

    `applied` is now, event or a column's name; `note` says why `auto` chose it.
    """

    applied: str
    expression: str
    join: str = ""
    note: str | None = None


@dataclass(frozen=True)
class Rule:
    """What a rule is decided from: the contract, the header's, and the landing."""

    asked: str
    contract: Contract
    header: Contract | None
    landing: Path
    now: dt.datetime

    @property
    def now_sql(self) -> str:
        """The time of the landing as SQL."""
        return timestamp(self.now)


def timestamp(moment: dt.datetime) -> str:
    """Return a SQL timestamp."""
    return f"timestamp {literal(moment.isoformat(' '))}"


def decide(connection: duckdb.DuckDBPyConnection, rule: Rule) -> KnownAt:
    """Return how the rows of the relation `good` get their `known_at`.

    `good` has the contract's typed columns, `__row`, and `__known_at` if a column was
    asked for. Raises LandingError where lines come before any of their headers.
    """
    if rule.asked not in {"auto", "event"}:
        expression = rule.now_sql if rule.asked == "now" else "__known_at"
        return KnownAt(rule.asked, expression)
    if rule.header:
        _read_headers(connection, rule, rule.header)
    if rule.asked == "event":
        return _event(connection, rule)
    is_history, why = _is_history(connection, rule)
    if is_history:
        known = _event(connection, rule)
        return KnownAt(
            known.applied, known.expression, known.join, f"event, because {why}"
        )
    return KnownAt("now", rule.now_sql, note=f"now, because {why}")


def event_time(contract: Contract) -> str | None:
    """Return SQL of when a row happened, over the contract's typed columns."""
    if not contract.event_at:
        return None
    times = [f"cast({identifier(name)} as timestamp)" for name in contract.event_at]
    return f"coalesce({', '.join(times)})"


def _is_history(connection: duckdb.DuckDBPyConnection, rule: Rule) -> tuple[bool, str]:
    """Return whether the median event is over 7 days old, and the reason in words."""
    contract = rule.contract
    if contract.known_since and not contract.event_at:
        return True, f"{contract.entity} has no event times: reference data"
    time, relation = event_time(contract), "good"
    if rule.header:
        time, relation = "headers.event_at", f"good {_header_join(contract)}"
    if time is None:
        return False, f"{contract.entity} has no event times"
    cutoff = timestamp(rule.now - HISTORY)
    rows = connection.execute(
        f"""
        select coalesce(2 * count(*) filter ({time} < {cutoff}) > count({time}), false)
        from {relation}
        """
    ).fetchall()
    if rows[0][0]:
        return True, "most of its events are over 7 days old"
    return False, "most of its events are from the last 7 days"


def _event(connection: duckdb.DuckDBPyConnection, rule: Rule) -> KnownAt:
    contract = rule.contract
    if rule.header:
        return KnownAt("event", "headers.known_at", _header_join(contract))
    time = event_time(contract)
    first = _first_known_at(contract)
    if first is None:
        return KnownAt("event", time or rule.now_sql)
    _find_first_versions(connection, rule, time)
    is_first = "first_rows.first_row = good.__row"
    expression = f"case when {is_first} then {first} else {time or rule.now_sql} end"
    return KnownAt("event", expression, f"left join first_rows on {is_first}")


def _first_known_at(contract: Contract) -> str | None:
    """Return SQL of when the first version of a key was known, where it differs."""
    if contract.known_since:
        return f"timestamp {literal(contract.known_since)}"
    if contract.first_known_at:
        return f"cast({identifier(contract.first_known_at)} as timestamp)"
    return None


def _header_join(contract: Contract) -> str:
    assert contract.known_with is not None
    column = identifier(contract.known_with[1])
    return f"left join headers on headers.header_id = good.{column}"


def _read_headers(
    connection: duckdb.DuckDBPyConnection, rule: Rule, header: Contract
) -> None:
    """Create `headers`: of each header of a line, when it happened and was known."""
    assert rule.contract.known_with is not None
    column = identifier(rule.contract.known_with[1])
    files = landed_files(rule.landing, header.entity)
    found = 0
    if files:
        connection.execute(
            f"""
            create temp table headers as
            select {identifier(header.key)} as header_id,
                min(known_at) as known_at, min({event_time(header)}) as event_at
            from read_parquet({file_names(files)}, union_by_name = true)
            where {identifier(header.key)} in (select {column} from good)
            group by all
            """
        )
        found = connection.execute("select count(*) from headers").fetchall()[0][0]
    if not found:
        raise LandingError(
            f"{rule.contract.entity} is known with {header.entity}, and none of its "
            f"headers ({rule.contract.known_with[1]}) has landed. Land "
            f"{header.entity} first, or say --known-at now."
        )


def _find_first_versions(
    connection: duckdb.DuckDBPyConnection, rule: Rule, time: str | None
) -> None:
    """Create `first_rows`: the row of the first version of each key not landed yet."""
    key = identifier(rule.contract.key)
    files = landed_files(rule.landing, rule.contract.entity)
    landed = (
        f"select {key} from read_parquet({file_names(files)})"
        if files
        else f"select null as {key}"
    )
    order = f"({time}, __row)" if time else "__row"
    connection.execute(
        f"""
        create temp table first_rows as
        select arg_min(__row, {order}) as first_row
        from good anti join (select distinct {key} from ({landed})) using ({key})
        group by {key}
        """
    )
