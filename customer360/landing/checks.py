"""Every row of a file cast to its contract, and why the bad ones are bad: one query."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from customer360.landing.casts import Cast, cast, kept
from customer360.landing.contracts import Column, Contract
from customer360.landing.database import identifier, literal
from customer360.landing.shape import Shape

FUTURE = dt.timedelta(days=1)
# what is earlier is an unset field, e.g. 0001-01-01, and would date a history wrongly
EARLIEST = dt.datetime(1900, 1, 1)


@dataclass(frozen=True)
class Check:
    """A column the file has: as `raw`, as typed `value`, as `problem`; `label` is how
    messages call it, `is_time` whether it must lie between 1900 and tomorrow.
    """

    column: Column
    label: str
    cast: Cast
    is_time: bool

    @property
    def raw(self) -> str:
        """SQL name of the value as the file has it, null where blank."""
        return identifier(f"__raw_{self.column.name}")

    @property
    def value(self) -> str:
        """SQL name of the typed value."""
        return identifier(f"__{self.column.name}")

    @property
    def problem(self) -> str:
        """SQL name of the reason why the value is bad, else null."""
        return identifier(f"__bad_{self.column.name}")


def checked_rows(contract: Contract, shape: Shape, now: dt.datetime) -> str:
    """Return SQL over `mapped` with one row for each of its rows.

    Columns: the contract's, typed; the extra ones; `__known_at` if a column says when
    the row was known; `__column`, `__reason` and `__record`, null for a good row: the
    first column that is bad, all that is bad, and the row as JSON.
    """
    checks = _checks(contract, shape)
    typed = [
        part
        for check in checks
        for part in (f"{check.cast.raw} as {check.raw}", _typed(check))
    ]
    problems = [f"{_problem(check, now)} as {check.problem}" for check in checks]
    firsts = [
        f"when {check.problem} is not null then {literal(check.label)}"
        for check in checks
    ]
    return f"""
    with typed as (select *, {_list(typed)} from mapped),
    judged as (select *, {_list(problems)} from typed)
    select {_list(_landed_columns(contract, shape, checks))},
        case {" ".join(firsts)} end as __column,
        case when __column is not null
            then concat_ws('; ', {_list(check.problem for check in checks)})
        end as __reason,
        case when __column is not null then to_json({_record(shape)}) end as __record
    from judged
    """


def _checks(contract: Contract, shape: Shape) -> list[Check]:
    times = {*contract.event_at, contract.first_known_at}
    checks = []
    for column in contract.columns:
        if column.name in shape.matched:
            name, kind = shape.matched[column.name]
            values = cast(column, identifier(name), kind)
            checks.append(Check(column, column.name, values, column.name in times))
    if shape.known_at:
        name, kind = shape.known_at
        column = Column("known_at", "timestamp", is_required=True)
        checks.append(Check(column, name, cast(column, identifier(name), kind), True))
    return checks


def _typed(check: Check) -> str:
    return f"{check.cast.value} as {check.value}"


def _problem(check: Check, now: dt.datetime) -> str:
    """Return SQL of what is wrong with a value, else null."""
    column = check.column
    blank = "is required but blank" if column.is_required else None
    cases = [
        (f"{check.raw} is null", literal(blank) if blank else "null"),
        (f"{check.value} is null", check.cast.problem),
    ]
    if column.accepted_values:
        values = ", ".join(map(literal, column.accepted_values))
        reason = f"is not one of {', '.join(column.accepted_values)}"
        cases.append((f"{check.value} not in ({values})", literal(reason)))
    if check.is_time:
        latest = literal((now + FUTURE).isoformat(" "))
        reason = "is more than a day in the future"
        cases.append((f"{check.value} > timestamp {latest}", literal(reason)))
        earliest = literal(EARLIEST.isoformat(" "))
        reason = f"is before {EARLIEST.year}"
        cases.append((f"{check.value} < timestamp {earliest}", literal(reason)))
    whens = " ".join(f"when {when} then {then}" for when, then in cases)
    return f"{literal(check.label + ' ')} || case {whens} end"


def _landed_columns(
    contract: Contract, shape: Shape, checks: list[Check]
) -> Iterable[str]:
    values = {check.column.name: check.value for check in checks}
    for column in contract.columns:
        value = values.get(column.name, "null")
        yield f"cast({value} as {column.sql_type}) as {identifier(column.name)}"
    for landed, (name, kind) in shape.extra.items():
        yield f"{kept(identifier(name), kind)} as {identifier(landed)}"
    if shape.known_at:
        yield "__known_at"


def _record(shape: Shape) -> str:
    """Return SQL of the row as the file has it."""
    names = [name for name, _ in [*shape.matched.values(), *shape.extra.values()]]
    return (
        "{" + ", ".join(f"{literal(name)}: {identifier(name)}" for name in names) + "}"
    )


def _list(parts: Iterable[str]) -> str:
    return ", ".join(parts)
