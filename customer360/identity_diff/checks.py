"""Whether rules are sound, by the types and tests of their YAML, before a try."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import duckdb

from customer360.identity_diff.errors import IdentityDiffError
from customer360.identity_diff.rules import Rules

MOST_TOLD = 5
Row = dict[str, str | None]
# finds what is wrong with a value: (row number, what)
Check = Callable[[Rules, str, Mapping[str, Any]], Iterator[tuple[int, str]]]


def check_rules(rules: Mapping[str, Rules], types: Sequence[str]) -> None:
    """Raise IdentityDiffError, telling file, row and column, where rules are unsound.

    types: the identifier types there are, with these rules.
    """
    for seed in rules.values():
        problems = [*_of_wrong_type(seed), *_failing(seed, types)]
        if problems:
            told = [f"  row {row}, {what}" for row, what in sorted(problems)]
            more = len(told) - MOST_TOLD
            rest = [f"  and {more:,} more"] if more > 0 else []
            raise IdentityDiffError(
                "\n".join([f"{seed.path} is not sound:", *told[:MOST_TOLD], *rest])
            )


def _of_wrong_type(seed: Rules) -> Iterator[tuple[int, str]]:
    for column, type_ in seed.column_types.items():
        values = [row[column] for row in seed.rows]
        found = duckdb.execute(
            f"""
            select number, value
            from (select unnest($values) as value, unnest($numbers) as number)
            where value is not null and try_cast(value as {type_}) is null
            """,
            {"values": values or [None], "numbers": list(_numbers(seed)) or [0]},
        ).fetchall()
        for number, value in found:
            yield number, f"{column}: {value!r} is no {type_}"


def _failing(seed: Rules, types: Sequence[str]) -> Iterator[tuple[int, str]]:
    for column, test, arguments in seed.tests():
        check = CHECKS.get(test)
        if check:
            yield from check(seed, column, {**arguments, "types": types})


def _numbers(seed: Rules) -> range:
    """Return the numbers of the rows, the first after the header being 1."""
    return range(1, len(seed.rows) + 1)


def _values(seed: Rules, column: str) -> Iterator[tuple[int, str]]:
    for number, row in zip(_numbers(seed), seed.rows, strict=True):
        value = row[column]
        if value is not None:
            yield number, value


def _not_null(seed: Rules, column: str, _: Any) -> Iterator[tuple[int, str]]:
    for number, row in zip(_numbers(seed), seed.rows, strict=True):
        if row[column] is None:
            yield number, f"{column} is blank"


def _unique(seed: Rules, column: str, _: Any) -> Iterator[tuple[int, str]]:
    seen: dict[str, int] = {}
    for number, value in _values(seed, column):
        if value in seen:
            yield number, f"{column}: {value!r} is that of row {seen[value]} too"
        seen.setdefault(value, number)


def _accepted(
    seed: Rules, column: str, said: Mapping[str, Any]
) -> Iterator[tuple[int, str]]:
    for number, value in _values(seed, column):
        if value not in said["values"]:
            yield number, f"{column}: {value!r} is none of {', '.join(said['values'])}"


def _of_a_type(
    seed: Rules, column: str, said: Mapping[str, Any]
) -> Iterator[tuple[int, str]]:
    """Check a relation to the seed identifier_types; others are left to the build."""
    if "identifier_types" not in said["to"]:
        return
    for number, value in _values(seed, column):
        if value not in said["types"]:
            yield (
                number,
                f"{column}: {value!r} is no type of identifier; there are "
                f"{', '.join(said['types'])}",
            )


def _differs(
    seed: Rules, column: str, said: Mapping[str, Any]
) -> Iterator[tuple[int, str]]:
    for number, value in _values(seed, column):
        if value == seed.rows[number - 1][said["other"]]:
            yield number, f"{column} is the same as {said['other']}"


def _at_least(least: int) -> Check:
    def check(seed: Rules, column: str, _: Any) -> Iterator[tuple[int, str]]:
        for number, value in _values(seed, column):
            if value.lstrip("-").isdigit() and int(value) < least:
                yield number, f"{column}: {value} is less than {least}"

    return check


CHECKS: Mapping[str, Check] = {
    "not_null": _not_null,
    "unique": _unique,
    "accepted_values": _accepted,
    "relationships": _of_a_type,
    "differs": _differs,
    "positive": _at_least(1),
    "not_negative": _at_least(0),
}
