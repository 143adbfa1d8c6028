"""Which rows land, which are set apart, and what is said of them."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from customer360.landing import LandingError, read_manifest

pytestmark = pytest.mark.unit

HEADER = "transaction_id,transacted_at,store_id,total_amount\n"


def test_text_lands_as_it_stands_and_numbers_as_decimals(land, rows, write) -> None:
    land(
        "pos/transactions",
        write(
            "t.csv",
            "\ufeffTransaction_ID,transacted_at,store_id,total_amount,loyalty_id,note\r\n"
            '0001,2026-03-09T10:00:00+02:00,007," 12.5 ",,"a ""b""\nc"\r\n',
        ),
    )
    assert rows("pos/transactions", "transaction_id", "transacted_at", "store_id") == [
        ("0001", dt.datetime(2026, 3, 9, 8), "007")
    ]
    assert rows("pos/transactions", "total_amount", "loyalty_id", "note") == [
        (Decimal("12.5"), None, 'a "b"\nc')
    ]


def test_a_padded_key_is_the_same_key_and_extra_columns_keep_their_padding(
    land, rows, write
) -> None:
    land("pos/stores", write("s.csv", "store_id,note\nc2,x\n c2, x \nc2  ,x\n"))
    assert rows("pos/stores", "store_id") == [("c2",)] * 3
    assert rows("pos/stores", "note")[1] == (" x ",)


def in_format(name: str, folder: Path) -> Path:
    """Write three receipts as CSV, JSON Lines or Parquet, whatever `name` ends in."""
    moment = "2026-03-09T10:00:00Z"
    select = (
        f"select '00' || i as transaction_id, '{moment}' as transacted_at, "
        "'01' as store_id, '19.99' as total_amount from range(3) r(i)"
    )
    kind = "csv" if "csv" in name else "parquet" if "parquet" in name else "json"
    codec = ", compression gzip" if name.endswith(".gz") else ""
    duckdb.connect().execute(
        f"copy ({select}) to '{folder / name}' (format {kind}{codec})"
    )
    return folder / name


@pytest.mark.parametrize("name", ["t.csv.gz", "t.jsonl", "t.ndjson.gz", "t.parquet"])
def test_every_format_lands_the_same(land, rows, tmp_path, name: str) -> None:
    land("pos/transactions", in_format(name, tmp_path))

    found = rows("pos/transactions", "transaction_id", "transacted_at", "total_amount")
    moment = dt.datetime(2026, 3, 9, 10)
    assert found == [(f"00{n}", moment, Decimal("19.99")) for n in range(3)]


def test_json_numbers_land_as_written(land, rows, write) -> None:
    line = '{"store_id": 7, "store_name": 1.50, "latitude": 52, "city": null}\n'
    land("pos/stores", write("s.jsonl", line + '{"store_id": "08", "city": "x"}\n'))
    assert rows("pos/stores", "store_id", "store_name", "latitude", "city") == [
        ("7", "1.5", 52.0, None),
        ("08", None, None, "x"),
    ]


def test_bad_rows_are_set_apart_with_row_column_and_reason(
    land, rows, write, quarantined
) -> None:
    text = HEADER + "".join(
        [
            "1,2026-03-09,1,5\n",
            '2,2026-03-09,1,"1,234.50"\n',
            "3,,1,5\n",
            "4,2026-03-09\n",
            "5,2026-03-12,1,5\n",
            "6,2026-03-11 11:59,1,5\n",
            "7,2026-03-09,1,5,6\n",
            ",soon,1,5\n",
        ]
    )
    landed = land("pos/transactions", write("t.csv", text), max_bad_share=0.8)

    assert rows("pos/transactions", "transaction_id", "landed_row_number") == [
        ("1", 1),
        ("6", 6),
    ]
    assert [
        (row, column, reason)
        for row, column, reason, _ in quarantined("pos/transactions")
    ] == [
        (
            2,
            "total_amount",
            "total_amount has a thousands separator or a decimal comma; write 1234.50",
        ),
        (3, "transacted_at", "transacted_at is required but blank"),
        (4, None, "has fewer values than the header has columns"),
        (5, "transacted_at", "transacted_at is more than a day in the future"),
        (7, None, "has more values than the header has columns"),
        (
            8,
            "transaction_id",
            "transaction_id is required but blank; transacted_at is not a time; "
            "write ISO 8601, e.g. 2026-03-01T14:30:00Z",
        ),
    ]
    entry = landed.entry
    assert (entry.landed_count, entry.row_count, entry.quarantined_count) == (8, 2, 6)
    assert entry.min_event_at == "2026-03-09T00:00:00"
    assert entry.max_event_at == "2026-03-11T11:59:00"


def test_a_time_before_1900_is_an_unset_field(land, rows, write, quarantined) -> None:
    lines = ["1,0001-01-01", "2,1899-12-31T23:59:59Z", "3,1900-01-01", "4,2026-03-09"]
    text = HEADER + "".join(f"{line},s,5\n" for line in lines)
    land("pos/transactions", write("t.csv", text), max_bad_share=0.5)

    assert rows("pos/transactions", "transaction_id") == [("3",), ("4",)]
    assert [row[:3] for row in quarantined("pos/transactions")] == [
        (number, "transacted_at", "transacted_at is before 1900") for number in (1, 2)
    ]


def test_a_bad_row_is_kept_as_the_file_had_it(land, write, quarantined) -> None:
    file = write(
        "t.csv",
        HEADER.replace("store_id", "STORE_ID,who") + "1,2026-03-09,7,Ann,x\n" * 2,
    )
    with pytest.raises(LandingError):
        land("pos/transactions", file)
    text = file.read_text() + "1,2026-03-09,7,Ann,2\n"
    land("pos/transactions", write("t.csv", text), max_bad_share=0.7)
    assert json.loads(quarantined("pos/transactions")[0][3]) == {
        "transaction_id": "1",
        "transacted_at": "2026-03-09",
        "STORE_ID": "7",
        "who": "Ann",
        "total_amount": "x",
    }


def test_too_many_bad_rows_land_nothing_and_the_message_counts_reasons(
    land, landing, write
) -> None:
    text = HEADER + "1,2026-03-09,1,5\n" * 17 + "2,2026-03-09,1,x\n" * 2 + "3,,1,5\n"
    file = write("t.csv", text)
    with pytest.raises(LandingError) as caught:
        land("pos/transactions", file, max_bad_share=0.1)

    message = str(caught.value)
    assert "3 of 20 rows" in message
    assert "(15.0%; at most 10.0% may be). Nothing landed." in message
    assert "2 rows: total_amount is not a plain number (row 18: 'x')" in message
    assert "1 row: transacted_at is required but blank (row 20)" in message
    assert not list(landing.rglob("*.*"))
    assert (
        land("pos/transactions", file, max_bad_share=0.15).entry.quarantined_count == 3
    )


def test_a_file_of_only_bad_rows_never_lands(land, write) -> None:
    with pytest.raises(LandingError, match="1 of 1 rows"):
        land("pos/stores", write("s.csv", "store_id\n  \n"), max_bad_share=1.0)


def test_a_value_that_is_not_accepted_is_bad(land, write, quarantined) -> None:
    rows = "1,2026-03-09,x,web\n2,2026-03-09,x,Web\n"
    text = "event_id,event_at,event_name,platform\n" + rows
    land("web/events", write("e.csv", text), max_bad_share=0.5)
    assert quarantined("web/events")[0][1:3] == (
        "platform",
        "platform is not one of web, ios, android",
    )


def test_lines_that_are_no_json_objects_are_set_apart(
    land, rows, write, quarantined
) -> None:
    text = '{"store_id": 1}\n{"store_id": \n\n[1]\n{"store_id": 5}\n'
    land("pos/stores", write("s.jsonl", text), max_bad_share=0.5)
    assert rows("pos/stores", "store_id") == [("1",), ("5",)]
    assert [row[:3] for row in quarantined("pos/stores")] == [
        (2, None, "is not valid JSON"),
        (4, None, "is JSON, but no object"),
    ]


def test_extra_columns_are_kept_and_a_file_cannot_stamp_itself(
    land, rows, write
) -> None:
    line = '{"store_id": 1, "tags": ["a"], "known_at": "2020-01-01", "LANDED_AT": 3}\n'
    landed = land("pos/stores", write("s.jsonl", line), known_at="now")
    assert landed.entry.extra_columns == ["tags", "source_known_at", "source_LANDED_AT"]
    assert rows("pos/stores", "tags", "source_known_at", "known_at") == [
        ('["a"]', "2020-01-01", dt.datetime(2026, 3, 10, 12))
    ]


def test_a_missing_required_column_names_the_likely_one(land, write) -> None:
    text = "id,when,Store No,AMT,colour\n1,2026-03-09,1,2,red\n"
    with pytest.raises(LandingError) as caught:
        land("pos/transactions", write("t.csv", text))

    message = str(caught.value)
    assert (
        "needs the columns transaction_id, transacted_at, store_id and total" in message
    )
    assert "Is total_amount its 'AMT'?" in message
    assert "--map mapping.yml" in message
    mapping = message.partition("mapping.yml:\n")[2].partition("\nand land")[0]
    assert mapping.splitlines() == [
        "columns:",
        "  transaction_id: id",
        "  transacted_at: '\"when\"'",
        "  store_id: '\"Store No\"'",
        "  total_amount: AMT",
    ]
    land("pos/transactions", write("t.csv", text), mapping=write("m.yml", mapping))


def test_the_same_file_map_and_known_at_land_once(land, landing, rows, write) -> None:
    file = write("s.csv", "store_id\n1\n")
    first = land("pos/stores", file)
    again = land("pos/stores", file, now=dt.datetime(2026, 3, 11))
    renamed = land("pos/stores", file.rename(file.with_name("t.csv")))

    assert (first.is_new, again.is_new, renamed.is_new) == (True, False, False)
    assert again.entry == first.entry
    assert len(rows("pos/stores")) == 1
    assert [entry.file_id for entry in read_manifest(landing)] == [first.entry.file_id]


def test_another_known_at_or_another_map_is_another_landing(
    land, landing, write
) -> None:
    file = write("s.csv", "store_id\n1\n")
    for options in (
        {},
        {"known_at": "now"},
        {"mapping": write("a.yml", "columns: {}")},
        {"mapping": write("b.yml", "columns: {city: null}")},
    ):
        assert land("pos/stores", file, **options).is_new
    assert len(read_manifest(landing)) == 4


def test_the_manifest_entry_says_what_landed_where(land, landing, write) -> None:
    file = write("s.csv", "store_id,colour\n1,red\n")
    entry = land("pos/stores", file).entry

    assert read_manifest(landing) == [entry]
    assert entry.path == f"pos/stores/landed_date=2026-03-10/{entry.file_id}.parquet"
    assert (landing / entry.path).is_file()
    assert entry.source_name == "s.csv"
    assert entry.landed_at == "2026-03-10T12:00:00"
    assert (entry.known_at_rule, entry.known_at_rule_applied) == ("auto", "event")
    assert entry.extra_columns == ["colour"]


def test_what_lands_has_the_contracts_types_then_extra_then_stamps(
    land, landing, write
) -> None:
    entry = land("pos/stores", write("s.csv", "colour,store_id\nred,1\n")).entry
    file = landing / entry.path
    described = duckdb.connect().execute(
        f"describe from read_parquet('{file}', hive_partitioning = false)"
    )
    assert [row[:2] for row in described.fetchall()] == [
        ("store_id", "VARCHAR"),
        ("store_name", "VARCHAR"),
        ("city", "VARCHAR"),
        ("postal_code", "VARCHAR"),
        ("country", "VARCHAR"),
        ("latitude", "DOUBLE"),
        ("longitude", "DOUBLE"),
        ("colour", "VARCHAR"),
        ("landed_at", "TIMESTAMP"),
        ("known_at", "TIMESTAMP"),
        ("landed_file_id", "VARCHAR"),
        ("landed_row_number", "BIGINT"),
    ]


def test_a_name_with_glob_signs_is_that_file_alone(land, rows, write) -> None:
    write("s1.csv", "store_id\n1\n")
    write("sx.csv", "store_id\nx\n")
    land("pos/stores", write("s[1x]*.csv", "store_id\n2\n"))
    assert rows("pos/stores", "store_id") == [("2",)]
