"""How SQL files look where sqlfluff does not look: length, macros, clocks, ids."""

import re

import pytest

from customer360.paths import ROOT

pytestmark = pytest.mark.unit

LONGEST_LINE = 120
CLOCK = re.compile(r"\bcurrent_(date|timestamp)\b|\bnow\s*\(|run_started_at")
LAST_LINE = re.compile(r"select \* from \w+")


def sources(*folders: str) -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): path.read_text()
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.sql"))
    }


def long_lines(source: str) -> list[int]:
    lines = enumerate(source.splitlines(), start=1)
    return [number for number, line in lines if len(line) > LONGEST_LINE]


def test_no_line_is_longer_than_a_reader_sees():
    files = sources("models", "macros", "tests/dbt")
    too_long = {path: long_lines(source) for path, source in files.items()}
    assert {path: lines for path, lines in too_long.items() if lines} == {}
    assert long_lines("x" * LONGEST_LINE + "\n" + "x" * (LONGEST_LINE + 1)) == [2]


def test_a_model_ends_by_selecting_all_of_its_last_step():
    last_lines = {
        path: source.rstrip("\n").rsplit("\n", maxsplit=1)[-1]
        for path, source in sources("models").items()
    }
    odd = [path for path, line in last_lines.items() if not LAST_LINE.fullmatch(line)]
    assert odd == []


def test_no_model_asks_a_clock():
    models = sources("models")
    assert [path for path, source in models.items() if CLOCK.search(source)] == []
    assert CLOCK.search("where ordered_at < current_date")


def test_history_is_keyed_by_identifier_and_never_by_customer():
    history = sources("models/staging", "models/activities")
    assert [path for path, source in history.items() if "customer_id" in source] == []


def test_a_macro_says_what_it_is_for_before_it_begins():
    macros = sources("macros")
    silent = [path for path, source in macros.items() if not source.startswith("{#")]
    assert silent == []


def test_only_portable_macros_know_an_engine():
    known = re.compile(r"adapter\.dispatch|\b(duckdb|spark|snowflake)__")
    macros = sources("macros")
    knowing = {path for path, source in macros.items() if known.search(source)}
    assert {path for path in knowing if "portable" not in path} == set()
    assert knowing
