"""What a value becomes, and what is said of a value that cannot become it."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from customer360.landing.casts import BARE_NUMBER, GROUPED, NOT_A_TIME, NOT_WHOLE, cast
from customer360.landing.contracts import Column
from customer360.landing.database import connect

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def connection(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(tmp_path_factory.mktemp("spill")) as opened:
        yield opened


def outcome(
    connection: duckdb.DuckDBPyConnection, data_type: str, value: str
) -> tuple[Any, str | None]:
    """Return (value, problem) of a SQL value landed as a column of a type."""
    kind = connection.execute(f"select typeof({value})").fetchall()[0][0]
    found = cast(Column("c", data_type), "raw", kind)
    row = connection.execute(
        f"select {found.value}, {found.raw} is null, {found.problem} "
        f"from (select {value} as raw)"
    ).fetchall()[0]
    is_bad = row[0] is None and not row[1]
    return row[0], row[2] if is_bad else None


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2024-03-01T10:00:00Z", dt.datetime(2024, 3, 1, 10)),
        ("2024-03-01 10:00:00+02:00", dt.datetime(2024, 3, 1, 8)),
        ("2024-03-01T10:00:00.250 +0200", dt.datetime(2024, 3, 1, 8, 0, 0, 250000)),
        ("2024-03-01T23:30:00-05:00", dt.datetime(2024, 3, 2, 4, 30)),
        (" 2024-03-01 10:00 ", dt.datetime(2024, 3, 1, 10)),
        ("2024-03-01", dt.datetime(2024, 3, 1)),
    ],
)
def test_a_time_with_a_zone_becomes_utc(
    connection: duckdb.DuckDBPyConnection, text: str, utc: dt.datetime
) -> None:
    assert outcome(connection, "timestamp", f"'{text}'") == (utc, None)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("'1704067200'", BARE_NUMBER),
        ("1704067200", BARE_NUMBER),
        ("1704067200.5::double", BARE_NUMBER),
        ("'03/01/2024'", NOT_A_TIME),
        ("'2024-13-01'", NOT_A_TIME),
        ("'infinity'", NOT_A_TIME),
        ("'epoch'", NOT_A_TIME),
        ("'2024-03-01 (BC)'", NOT_A_TIME),
        ("'infinity'::timestamp", NOT_A_TIME),
        ("time '10:00'", NOT_A_TIME),
        ("[1]", NOT_A_TIME),
    ],
)
def test_what_is_no_time_says_why(
    connection: duckdb.DuckDBPyConnection, value: str, problem: str
) -> None:
    assert outcome(connection, "timestamp", value) == (None, problem)


def test_typed_times_keep_their_moment(connection: duckdb.DuckDBPyConnection) -> None:
    moment = dt.datetime(2024, 3, 1, 8)
    for value in (
        "timestamptz '2024-03-01 10:00:00+02'",
        "timestamp_ns '2024-03-01 08:00:00'",
        "timestamp_s '2024-03-01 08:00:00'",
    ):
        assert outcome(connection, "timestamp", value) == (moment, None)


def test_a_date_is_the_day_as_written_whatever_its_zone(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    day = dt.date(1980, 2, 3)
    for value in ("'1980-02-03'", "'1980-02-03T00:00:00+02:00'", "date '1980-02-03'"):
        assert outcome(connection, "date", value) == (day, None)
    assert "not a date" in outcome(connection, "date", "'03.02.1980'")[1]


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("'12.50'", "12.5"),
        ("' -3 '", "-3"),
        ("'+.5'", "0.5"),
        ("'1e3'", "1000"),
        ("19.99::double", "19.99"),
        ("7", "7"),
    ],
)
def test_plain_numbers_and_exponents_are_decimals(
    connection: duckdb.DuckDBPyConnection, value: str, number: str
) -> None:
    assert outcome(connection, "decimal", value) == (Decimal(number), None)


@pytest.mark.parametrize("text", ["1,234.50", "1.234,50", "12,50", "€1,000.00"])
def test_grouped_digits_and_decimal_commas_say_so(
    connection: duckdb.DuckDBPyConnection, text: str
) -> None:
    assert outcome(connection, "decimal", f"'{text}'") == (None, GROUPED)


@pytest.mark.parametrize("text", ["abc", "1_000", "0x10", "nan", "inf", "1 000", "--1"])
def test_other_text_is_no_plain_number(
    connection: duckdb.DuckDBPyConnection, text: str
) -> None:
    for data_type in ("decimal", "double", "integer"):
        assert outcome(connection, data_type, f"'{text}'") == (
            None,
            "is not a plain number",
        )


def test_a_number_too_big_says_so(connection: duckdb.DuckDBPyConnection) -> None:
    assert "does not fit" in outcome(connection, "decimal", "'123456789012345'")[1]
    assert "finite" in outcome(connection, "double", "'1e400'")[1]
    assert outcome(connection, "integer", "'9223372036854775808'") == (None, NOT_WHOLE)


def test_an_integer_is_never_rounded(connection: duckdb.DuckDBPyConnection) -> None:
    assert outcome(connection, "integer", "'5.7'") == (None, NOT_WHOLE)
    assert outcome(connection, "integer", "5.7::double") == (None, NOT_WHOLE)
    assert outcome(connection, "integer", "'5.0'") == (5, None)
    assert outcome(connection, "integer", "'9007199254740993'") == (
        9007199254740993,
        None,
    )


@pytest.mark.parametrize(
    ("value", "truth"),
    [
        ("'true'", True),
        ("'T'", True),
        ("'1'", True),
        ("'Yes'", True),
        ("1", True),
        ("true", True),
        ("'false'", False),
        ("'f'", False),
        ("'0'", False),
        ("'NO'", False),
        ("0.0::double", False),
    ],
)
def test_yes_and_no_in_their_spellings(
    connection: duckdb.DuckDBPyConnection, value: str, truth: bool
) -> None:
    assert outcome(connection, "boolean", value) == (truth, None)


def test_maybe_is_neither(connection: duckdb.DuckDBPyConnection) -> None:
    for value in ("'maybe'", "2", "'2'", "date '2024-01-01'"):
        assert "yes or no" in outcome(connection, "boolean", value)[1]


@pytest.mark.parametrize("data_type", ["string", "timestamp", "decimal", "boolean"])
@pytest.mark.parametrize(
    "value", ["''", "'  '", "chr(9)", "null::varchar", "'nan'::double"]
)
def test_blank_is_null_and_no_problem(
    connection: duckdb.DuckDBPyConnection, data_type: str, value: str
) -> None:
    assert outcome(connection, data_type, value) == (None, None)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("'00123'", "00123"),
        ("' a '", "a"),
        ("chr(9) || 'a b' || chr(13)", "a b"),
        ("' a '::blob", "a"),
        ("""'" x "'::json""", "x"),
        ("17850.0::double", "17850"),
        ("1.5::double", "1.5"),
        ("42", "42"),
        ("{'a': [1, 2]}", '{"a":[1,2]}'),
        ("""'"x"'::json""", "x"),
        ("""'{"a":1}'::json""", '{"a":1}'),
    ],
)
def test_an_id_keeps_its_text_and_loses_padding_and_a_decimal_point(
    connection: duckdb.DuckDBPyConnection, value: str, text: str
) -> None:
    assert outcome(connection, "string", value) == (text, None)
