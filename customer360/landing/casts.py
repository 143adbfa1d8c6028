"""From what a file says to what the contract asks: SQL for the value and the problem.

Every cast is a `try_cast`: a value that cannot be cast becomes null, and the problem
says why in words that do not repeat the value, so that equal problems can be counted.
"""

from collections.abc import Callable
from dataclasses import dataclass

from customer360.landing.contracts import Column
from customer360.landing.database import literal

BLANKS = "' ' || chr(9) || chr(10) || chr(12) || chr(13)"
PLAIN_NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
GROUPED_NUMBER = r"[^\d]*\d[\d.'' ]*,[\d.,'' ]*[^\d]*"
ISO_TIME = r"\d{4}[-/]\d{1,2}[-/]\d{1,2}([T ][^(]*)?"

NOT_A_TIME = "is not a time; write ISO 8601, e.g. 2026-03-01T14:30:00Z"
NOT_A_DATE = "is not a date; write ISO 8601, e.g. 2026-03-01"
BARE_NUMBER = (
    "is a bare number, not a time; map epoch seconds with to_timestamp(...), "
    "milliseconds with epoch_ms(...)"
)
GROUPED = "has a thousands separator or a decimal comma; write 1234.50"
NOT_A_BOOLEAN = "is not a yes or no; write true/false, 1/0, yes/no or t/f"
NOT_WHOLE = "is not a whole number that fits 64 bits"
TOO_BIG = "does not fit decimal(18,4): at most 14 digits before the point"

NUMBERS = {"number", "float"}
TEXTS = {"text", "other"}


@dataclass(frozen=True)
class Cast:
    """`raw`: SQL of what the file says, null where blank. `value`: typed, null where
    `raw` cannot be cast. `problem`: SQL of the reason in that case.
    """

    raw: str
    value: str
    problem: str


def cast(column: Column, raw: str, source_type: str) -> Cast:
    """Return how the SQL expression `raw` of a DuckDB type becomes the column."""
    if source_type == "JSON":
        raw, source_type = f"({raw} ->> '$')", "VARCHAR"
    kind = kind_of(source_type)
    if kind == "float":
        raw = f"case when not isnan({raw}) then {raw} end"
    if column.data_type == "string":
        # padded or not, a key is the same key in every file
        text = _trimmed(_string(raw, kind)) if kind in TEXTS else _string(raw, kind)
        return Cast(text, text, "''")
    if kind == "text":
        raw = _trimmed(raw)
    value, problem = _BY_TYPE[column.data_type](raw, kind)
    return Cast(raw, f"cast({value} as {column.sql_type})", problem)


def kept(raw: str, source_type: str) -> str:
    """Return SQL of an extra column: its own type where Parquet has it, or text."""
    kind = kind_of(source_type)
    if kind in {"other", "nested"} or "HUGEINT" in source_type.upper():
        return _string(raw, kind)
    return raw


def kind_of(source_type: str) -> str:
    """Return the family of a DuckDB type.

    One of text, number, float, boolean, time, zoned (a time with zone), nested, other.
    """
    name = source_type.upper()
    if name.endswith("]") or name.startswith(("STRUCT", "MAP", "UNION")):
        return "nested"
    if "WITH TIME ZONE" in name:
        return "zoned" if name.startswith("TIMESTAMP") else "other"
    if name.endswith("INT") or name in {"INTEGER", "UINTEGER"}:
        return "number"
    families = {
        "VARCHAR": "text",
        "BOOLEAN": "boolean",
        "DOUBLE": "float",
        "FLOAT": "float",
        "DECIMAL": "number",
        "TIMESTAMP": "time",
        "DATE": "time",
    }
    return next(
        (kind for start, kind in families.items() if name.startswith(start)), "other"
    )


def _trimmed(text: str) -> str:
    return f"nullif(trim({text}, {BLANKS}), '')"


def _string(raw: str, kind: str) -> str:
    if kind == "float":
        # pandas turns whole numbers with gaps into 17850.0; as an id that is 17850
        is_whole = f"{raw} = trunc({raw}) and abs({raw}) < 9007199254740992"
        whole = f"cast(try_cast({raw} as bigint) as varchar)"
        return f"case when {is_whole} then {whole} else cast({raw} as varchar) end"
    if kind == "nested":
        return f"cast(to_json({raw}) as varchar)"
    return f"cast({raw} as varchar)"


def _timestamp(raw: str, kind: str) -> tuple[str, str]:
    if kind == "text":
        no_gap = rf"regexp_replace({raw}, '\s+([+-]\d)', '\1')"
        utc = f"try_cast({no_gap} as timestamptz) at time zone 'UTC'"
        value = f"case when {_matches(raw, ISO_TIME)} then {utc} end"
        is_number = _matches(raw, PLAIN_NUMBER)
        return value, _choose((is_number, BARE_NUMBER), otherwise=NOT_A_TIME)
    if kind in {"time", "zoned"}:
        utc = f"{raw} at time zone 'UTC'" if kind == "zoned" else raw
        finite = f"isfinite(try_cast({utc} as timestamp))"
        return f"case when {finite} then try_cast({utc} as timestamp) end", literal(
            NOT_A_TIME
        )
    return "null", literal(BARE_NUMBER if kind in NUMBERS else NOT_A_TIME)


def _date(raw: str, kind: str) -> tuple[str, str]:
    time, _ = _timestamp(raw, kind)
    if kind == "text":
        # the day as written: its zone must not move a birthday
        day = rf"try_cast(regexp_extract({raw}, '^[\d/-]+') as date)"
        return f"case when {time} is not null then {day} end", literal(NOT_A_DATE)
    return time, literal(NOT_A_DATE)


def _decimal(raw: str, kind: str) -> tuple[str, str]:
    return _number(raw, kind, f"try_cast({raw} as decimal(18,4))", TOO_BIG)


def _double(raw: str, kind: str) -> tuple[str, str]:
    double = f"try_cast({raw} as double)"
    finite = f"case when isfinite({double}) then {double} end"
    return _number(raw, kind, finite, "is not a finite number")


def _integer(raw: str, kind: str) -> tuple[str, str]:
    # a cast to bigint would round 5.7 to 6
    exact = f"try_cast({raw} as decimal(38,9))"
    whole = f"case when {exact} = trunc({exact}) then try_cast({exact} as bigint) end"
    return _number(raw, kind, whole, NOT_WHOLE)


def _boolean(raw: str, kind: str) -> tuple[str, str]:
    if kind in NUMBERS:
        value = f"case when {raw} = 1 then true when {raw} = 0 then false end"
        return value, literal(NOT_A_BOOLEAN)
    word = f"lower(cast({raw} as varchar))"
    value = (
        f"case when {word} in ('true', 't', 'yes', 'y', '1') then true "
        f"when {word} in ('false', 'f', 'no', 'n', '0') then false end"
    )
    return value, literal(NOT_A_BOOLEAN)


def _number(raw: str, kind: str, value: str, too_big: str) -> tuple[str, str]:
    if kind in NUMBERS:
        return value, literal(too_big)
    if kind != "text":
        return "null", literal("is not a number")
    # only plain numbers: DuckDB would also take 1_000, 0x10 and nan
    is_plain = _matches(raw, PLAIN_NUMBER)
    problem = _choose(
        (is_plain, too_big),
        (_matches(raw, GROUPED_NUMBER), GROUPED),
        otherwise="is not a plain number",
    )
    return f"case when {is_plain} then {value} end", problem


def _matches(raw: str, pattern: str) -> str:
    return f"regexp_full_match({raw}, '{pattern}')"


def _choose(*cases: tuple[str, str], otherwise: str) -> str:
    """Return SQL of the first message whose condition holds."""
    whens = " ".join(f"when {when} then {literal(then)}" for when, then in cases)
    return f"case {whens} else {literal(otherwise)} end"


_BY_TYPE: dict[str, Callable[[str, str], tuple[str, str]]] = {
    "timestamp": _timestamp,
    "date": _date,
    "decimal": _decimal,
    "double": _double,
    "integer": _integer,
    "boolean": _boolean,
}
