"""Files: what they are, and what is wrong with those that cannot be read."""

import gzip
import io
import os
import zipfile
from pathlib import Path

import duckdb
import pytest

from customer360.landing import LandingError
from customer360.landing.csv_reader import read_header
from customer360.landing.json_reader import merge
from customer360.landing.source import inspect
from customer360.landing.writer import Writer

pytestmark = pytest.mark.unit

GOOD = "store_id,city\n1,Berlin\n"


def parquet(path: Path) -> Path:
    duckdb.connect().execute(
        f"copy (select i::varchar as store_id, 'x' as city from range(9999) r(i)) "
        f"to '{path}'"
    )
    return path


def workbook() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/sheet.xml", "<x/>")
    return content.getvalue()


def zipped(text: str, cut: int = 0) -> bytes:
    content = gzip.compress(text.encode(), mtime=0)
    return content[: len(content) - cut]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "is empty: it has no bytes"),
        ("a.csv", b"\n\n", "its first line is no header"),
        ("a.csv", b"store_id,city\n", "is empty: it has no rows"),
        ("a.csv", b"store_id,b\r\n1,2\n3,4\r\n", "sed 's/\\r$//' makes them all LF"),
        ("a.jsonl", b"\n", "has no JSON objects"),
        ("a.jsonl", b"[1]\n5\n", "is one JSON array"),
        ("a.json", b'[{"store_id": 1}]', "jq -c"),
        ("a.csv", GOOD.encode("utf-16"), "looks like UTF-16"),
        ("a.csv", GOOD.encode("utf-16-le"), "iconv -f UTF-16"),
        (
            "a.csv",
            b"store_id,city\n1,K\xf6ln\n",
            "byte 0xf6 in line 2. It looks like W",
        ),
        ("a.csv", b"store_id,city\n1,\x81\n", "an 8-bit encoding other than"),
        ("a.csv", b"store_id,city\n1,x\xc3", "byte 0xc3 in line 2"),
        ("a.csv", b"store_id,city,STORE_ID\n1,2,3\n", "two columns named 'STORE_ID'"),
        ("a.jsonl", b'{"store_id": 1, "Store_ID": 2}\n', "two columns named"),
        ("a.csv.gz", zipped(GOOD * 99, cut=12), "is cut off or damaged"),
        ("a.csv.gz", b"\x1f\x8bnope", "is cut off or damaged"),
        ("a.parquet", b"PAR1 and no more", "cannot be read as Parquet"),
        ("a.parquet", b"store_id\n1\n", "cannot be read as Parquet"),
        ("a.xlsx", workbook(), "an Excel workbook or a zip archive"),
    ],
)
def test_a_file_that_cannot_be_read_lands_nothing_and_says_why(
    land, landing, write, name: str, content: bytes, message: str
) -> None:
    with pytest.raises(LandingError) as caught:
        land("pos/stores", write(name, content))

    assert message in str(caught.value)
    assert name in str(caught.value)
    assert not list(landing.rglob("*.*"))


def test_a_truncated_parquet_lands_nothing(land, landing, tmp_path) -> None:
    whole = parquet(tmp_path / "whole.parquet").read_bytes()
    for share in (0.5, 0.999):
        cut = tmp_path / "cut.parquet"
        cut.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(
            LandingError, match="cannot be read as Parquet; is it whole"
        ):
            land("pos/stores", cut)
    assert not list(landing.rglob("*.*"))


def test_a_parquet_damaged_inside_lands_nothing(land, landing, tmp_path) -> None:
    content = bytearray(parquet(tmp_path / "whole.parquet").read_bytes())
    content[40:400] = bytes(360)
    damaged = tmp_path / "damaged.parquet"
    damaged.write_bytes(content)
    with pytest.raises(LandingError, match=r"damaged\.parquet cannot be read"):
        land("pos/stores", damaged)
    assert not list(landing.rglob("*.*"))


def test_a_parquet_may_not_name_a_column_twice(land, tmp_path) -> None:
    path = tmp_path / "twice.parquet"
    duckdb.connect().execute(
        f"copy (select 1 as store_id, {{'a': 1, 'b': [2]}} as s, 3 as \"CITY\") "
        f"to '{path}'"
    )
    content = path.read_bytes().replace(b"CITY", b"s   ").replace(b"s   ", b"STOR")
    path.write_bytes(content)
    assert land("pos/stores", path).entry.extra_columns == ["s", "STOR"]


def test_a_folder_a_missing_file_and_a_pipe_are_no_files(land, tmp_path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, message in (
        ("", "is a folder"),
        ("nope.csv", "there is no such file"),
        ("pipe", "is not a regular file"),
    ):
        with pytest.raises(LandingError, match=message):
            land("pos/stores", tmp_path / name)


def test_no_permission_says_so(land, write, monkeypatch) -> None:
    file = write("a.csv", GOOD)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr("customer360.landing.source.fingerprint", refuse)
    with pytest.raises(LandingError, match=r"a\.csv: no permission to read it"):
        land("pos/stores", file)


def test_a_file_that_changes_while_it_is_read_lands_nothing(
    land, landing, write, monkeypatch
) -> None:
    file = write("a.csv", GOOD)
    copy = Writer.copy

    def grow(*arguments: object) -> None:
        copy(*arguments)
        with file.open("a") as handle:
            handle.write("2,Paris\n")

    monkeypatch.setattr(Writer, "copy", grow)
    with pytest.raises(LandingError, match="changed while it was read"):
        land("pos/stores", file)
    assert not list(landing.rglob("*.*"))


@pytest.mark.parametrize(
    ("text", "names", "delimiter"),
    [
        ("a,b\n", ["a", "b"], ","),
        ('a;"b,c;d"\n', ["a", "b,c;d"], ";"),
        ("a\tb\r\n", ["a", "b"], "\t"),
        ("a|b\n", ["a", "b"], "|"),
        ("\ufeffa\n", ["a"], ","),
        ('"a\nb", c ,\n', ["a\nb", "c", "column_3"], ","),
    ],
)
def test_the_header_tells_names_and_delimiter(
    write, text: str, names: list[str], delimiter: str
) -> None:
    source = inspect(write("h.csv", text))
    assert read_header(source) == (names, delimiter)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.CSV.gz", zipped("a\n"), "csv"),
        ("a.tsv", b"a\n", "csv"),
        ("a.2024.ndjson", b"{}", "json"),
        ("a.jsonl.gz", zipped("{}"), "json"),
        ("export", b' {"a": 1}', "json"),
        ("export", b"a,b", "csv"),
        ("export", zipped('{"a": 1}'), "json"),
        ("export", b"PAR1", "parquet"),
    ],
)
def test_the_kind_of_a_file_is_its_suffix_or_else_its_first_bytes(
    write, name: str, content: bytes, kind: str
) -> None:
    assert inspect(write(name, content)).kind == kind


def test_json_shapes_merge_whatever_their_order() -> None:
    shapes = [
        {"a": "UBIGINT", "b": {"c": "VARCHAR"}, "d": ["UBIGINT"]},
        {"a": "BIGINT", "b": "JSON", "d": ["DOUBLE"], "e": "NULL"},
        {"a": "NULL", "b": {"f": "BOOLEAN"}, "d": ["NULL"], "e": "VARCHAR"},
    ]
    expected = {
        "a": "BIGINT",
        "b": {"c": "VARCHAR", "f": "BOOLEAN"},
        "d": ["DOUBLE"],
        "e": "VARCHAR",
    }
    for first, second, third in ((0, 1, 2), (2, 1, 0), (1, 2, 0)):
        assert merge(merge(shapes[first], shapes[second]), shapes[third]) == expected
    assert merge({"a": "VARCHAR"}, {"a": {"b": "VARCHAR"}}) == {"a": "MIXED"}
    assert merge("VARCHAR", "DOUBLE") == "VARCHAR"
