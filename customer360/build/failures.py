"""Says in a few lines why a build failed."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb

from customer360.build.log_lines import plain
from customer360.warehouse import WarehouseError, reading

MOST_SHOWN = 10
LONGEST_LINE = 200
_DBT_FAILURE = re.compile(
    r"^Failure in (?P<kind>[\w ]+?) (?P<name>\S+) \((?P<path>.+)\)$"
)
_OUR_FAILURE = "dagster._core.definitions.events.Failure: "
_CLOSING = "Stack Trace:"
_DBT_ERROR = "Encountered an error:"


def failures(lines: Iterable[str], warehouse: Path) -> list[str]:
    """Return one line a failed model, test, expectation or step, most telling first."""
    text = [plain(line) for line in lines]
    found = [*_dbt_failures(text), *_dbt_errors(text), *_our_failures(text)]
    return (
        list(dict.fromkeys(found))
        or _failed_expectations(warehouse)
        or _last_words(text)
    )


def shortened(found: list[str]) -> list[str]:
    """Return the first few lines, and how many more there are."""
    shown = [line[:LONGEST_LINE] for line in found[:MOST_SHOWN]]
    more = len(found) - len(shown)
    return [*shown, f"... and {more} more"] if more else shown


def _dbt_failures(lines: list[str]) -> Iterator[str]:
    seen = set()
    for number, line in enumerate(lines):
        match = _DBT_FAILURE.match(line)
        # Dagster repeats dbt's message below its own
        if match and match["name"] not in seen:
            seen.add(match["name"])
            reason = _reason(_block(lines[number + 1 :]))
            yield f"{match['kind']} {match['name']} ({match['path']}): {reason}"


def _block(lines: list[str]) -> list[str]:
    block: list[str] = []
    for line in lines:
        if not line.strip() and block:
            break
        if line.strip():
            block.append(line.strip())
    return block


def _reason(block: list[str]) -> str:
    """Return the line of dbt's message that says what is wrong."""
    if any(line.startswith("Traceback") for line in block):
        return block[-1]
    headed = len(block) > 1 and re.match(r"\w+ Error in ", block[0])
    return (block[1] if headed else block[0]) if block else "no reason given"


def _dbt_errors(lines: list[str]) -> Iterator[str]:
    """Yield what stopped dbt before it began to build."""
    for number, line in enumerate(lines):
        if line.startswith(_DBT_ERROR):
            block = _block(lines[number + 1 :])
            said = [line for line in block if not line.startswith(">")]
            yield ": ".join(said[:2])


def _our_failures(lines: list[str]) -> Iterator[str]:
    """Yield the messages of failures that our own steps raised."""
    for number, line in enumerate(lines):
        if line.startswith(_OUR_FAILURE):
            said = [line.removeprefix(_OUR_FAILURE)]
            for following in lines[number + 1 :]:
                if not following.strip() or following.startswith(_CLOSING):
                    break
                said.append(following)
            yield from said


def _failed_expectations(warehouse: Path) -> list[str]:
    """Return what the latest build's verdicts say, when dbt itself ended well."""
    try:
        with reading(warehouse / "build.duckdb") as connection:
            rows = connection.execute(
                "select suite_name, expectation_name, "
                "concat_ws('.', table_name, column_name), observed_value, details "
                "from audit.expectation_results "
                "where build_id = (select build_id from audit.builds "
                "order by started_at desc, rowid desc limit 1) "
                "and severity = 'error' and not is_passed order by all"
            ).fetchall()
    except (WarehouseError, duckdb.Error):
        return []
    return [
        f"expectation {suite}: {name} on {where}: seen {seen} ({details})"
        for suite, name, where, seen, details in rows
    ]


def _last_words(lines: list[str]) -> list[str]:
    """Return the last line printed, where nothing better is known."""
    return [line.strip() for line in lines if line.strip()][-1:]
