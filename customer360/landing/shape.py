"""Which column of a file becomes which column of the contract, and what is extra."""

import difflib
from dataclasses import dataclass

from customer360.landing.contracts import Contract
from customer360.landing.errors import LandingError
from customer360.landing.likely import missing_columns
from customer360.landing.mapping import Mapping
from customer360.landing.source import Source, require_distinct

# columns landing itself adds; the last while it works
STAMPS = (
    "landed_at",
    "known_at",
    "landed_file_id",
    "landed_row_number",
    "file_row_number",
)
RULES = ("auto", "now", "event")


@dataclass(frozen=True)
class Shape:
    """The columns of a file after its mapping.

    `matched`: contract column -> (name, DuckDB type) in the file; `extra`: landed name
    -> (name, type); `known_at`: (name, type) of the column that says when a row was
    known, where one does.
    """

    matched: dict[str, tuple[str, str]]
    extra: dict[str, tuple[str, str]]
    known_at: tuple[str, str] | None = None


def shape_of(
    contract: Contract,
    columns: list[tuple[str, str]],
    source: Source,
    mapping: Mapping | None,
    rule: str,
) -> Shape:
    """Match columns by name, whatever their case; `columns` are (name, type).

    Raises LandingError where a required column, or the one `rule` names, is missing.
    """
    require_distinct([name for name, _ in columns], source)
    by_name = {name.lower(): (name, kind) for name, kind in columns}
    matched = {
        column.name: by_name[column.name.lower()]
        for column in contract.columns
        if column.name.lower() in by_name
    }
    taken = {name for name, _ in matched.values()}
    extra = {
        _landed_name(name, by_name): (name, kind)
        for name, kind in columns
        if name not in taken
    }
    _require_columns(contract, matched, extra, source, mapping)
    known_at = by_name.get(rule.lower()) if rule not in RULES else None
    if rule not in RULES and known_at is None:
        raise LandingError(_no_known_at(rule, list(by_name), source))
    return Shape(matched, extra, known_at)


def _landed_name(name: str, by_name: dict[str, tuple[str, str]]) -> str:
    """A file may not bring its own stamps: they land as `source_known_at` and so on."""
    landed = name
    while landed.lower() in STAMPS or (landed != name and landed.lower() in by_name):
        landed = f"source_{landed}"
    return landed


def _require_columns(
    contract: Contract,
    matched: dict[str, tuple[str, str]],
    extra: dict[str, tuple[str, str]],
    source: Source,
    mapping: Mapping | None,
) -> None:
    missing = [
        column.name
        for column in contract.columns
        if column.is_required and column.name not in matched
    ]
    if missing:
        names = [name for name, _ in extra.values()]
        raise LandingError(missing_columns(contract, missing, names, source, mapping))


def _no_known_at(rule: str, names: list[str], source: Source) -> str:
    close = difflib.get_close_matches(rule.lower(), names, 1, 0.6)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    return (
        f"--known-at {rule}: {source.path} has no such column.{hint} "
        "It is auto, now, event, or a column that says when each row was known."
    )
