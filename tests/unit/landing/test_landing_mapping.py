"""Mapping files: what they may say, and what lands through them."""

import datetime as dt
import json
import re
from decimal import Decimal

import duckdb
import pytest

from customer360.landing import LandingError, read_contracts
from customer360.landing.mapping import read_mapping
from customer360.paths import ROOT

pytestmark = pytest.mark.unit

TILL = "Bon;Zeit;Filiale;Summe;KundenNr;Note\n007;2026-03-01 10:00;01;12.5;42;hi\n"
TILL_MAP = """
columns:
  transaction_id: Bon
  transacted_at: Zeit
  store_id: Filiale
  total_amount: Summe
  loyalty_id: "'L' || KundenNr"
"""


def test_yaml_maps_columns_and_keeps_those_it_does_not_read(land, rows, write) -> None:
    landed = land(
        "pos/transactions",
        write("till.csv", TILL),
        mapping=write("till.yml", TILL_MAP),
    )

    assert rows(
        "pos/transactions",
        "transaction_id",
        "transacted_at",
        "total_amount",
        "loyalty_id",
    ) == [("007", dt.datetime(2026, 3, 1, 10), Decimal("12.5"), "L42")]
    assert landed.entry.extra_columns == ["Note"]
    assert landed.entry.mapping.endswith("till.yml")


def test_yaml_leaves_columns_with_the_contracts_names_as_they_are(
    land, rows, write
) -> None:
    land(
        "pos/stores",
        write("stores.csv", "nr,store_name,CITY\n1,Mitte,Berlin\n"),
        mapping=write("stores.yml", "columns: {store_id: nr, country: \"'DE'\"}"),
    )
    assert rows("pos/stores", "store_id", "store_name", "city", "country") == [
        ("1", "Mitte", "Berlin", "DE")
    ]


def test_what_yaml_maps_replaces_the_column_of_that_name(land, rows, write) -> None:
    landed = land(
        "pos/stores",
        write("stores.csv", "store_id,City\n1,berlin\n"),
        mapping=write("stores.yml", "columns: {city: upper(City)}"),
    )
    assert rows("pos/stores", "city") == [("BERLIN",)]
    assert landed.entry.extra_columns == []


def test_yaml_reads_epoch_seconds_through_to_timestamp(land, rows, write) -> None:
    land(
        "pos/transactions",
        write("t.csv", "transaction_id,ts,store_id,total_amount\n1,1767225600,1,2\n"),
        mapping=write(
            "t.yml", "columns: {transacted_at: to_timestamp(cast(ts as bigint))}"
        ),
    )
    assert rows("pos/transactions", "transacted_at") == [(dt.datetime(2026, 1, 1),)]


ORDER = {
    "id": "A1",
    "customer": {"mail": "a@x.io"},
    "placed": "2026-03-01T10:00:00Z",
    "lines": [{"sku": "01", "qty": 2, "price": 1.25}, {"sku": "02", "qty": 1}],
}
LINES_SQL = """
-- one row per line of an order
select
    concat(id, '-', row_number() over (partition by id)) as order_line_id,
    id as order_id,
    line.sku as product_id,
    line.qty as quantity,
    coalesce(line.price, cast(prices.price as double)) as unit_price_amount
from (select id, unnest(lines) as line from file)
left join read_csv('prices.csv', all_varchar = true) as prices on prices.sku = line.sku
order by order_line_id
"""


def test_sql_unnests_lines_and_joins_a_file_beside_it(land, rows, write) -> None:
    orders = write("in/orders.jsonl", json.dumps(ORDER) + "\n")
    write("maps/prices.csv", "sku,price\n02,9.99\n")
    land(
        "crm/orders",
        orders,
        mapping=write(
            "maps/orders.sql",
            "select id as order_id, placed as ordered_at, 'paid' as status, "
            "customer.mail as email, 12.49 as order_amount from file",
        ),
    )
    land("crm/order_lines", orders, mapping=write("maps/lines.sql", LINES_SQL))

    assert rows("crm/orders", "order_id", "email") == [("A1", "a@x.io")]
    assert rows("crm/order_lines", "product_id", "quantity", "unit_price_amount") == [
        ("01", 2, Decimal("1.25")),
        ("02", 1, Decimal("9.99")),
    ]


def test_a_mapping_that_regroups_numbers_its_rows_the_same_each_time(
    land, write, tmp_path
) -> None:
    file = tmp_path / "t.parquet"
    duckdb.connect().execute(
        f"copy (select i, i % 5000 as id from range(300000) r(i)) to '{file}'"
    )
    sql = (
        "select i as transaction_id, timestamp '2026-03-01' as transacted_at, "
        "id as store_id, sum(i) over (partition by id) as total_amount from file"
    )
    for name in "abc":
        land("pos/transactions", file, mapping=write(f"{name}.sql", f"{sql} -- {name}"))

    columns = "count(distinct (landed_row_number, transaction_id)), count(*)"
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select {columns} from '{tmp_path}/landing/pos/*/*/*.parquet'"
        ).fetchall()
    assert found == [(300_000, 900_000)]


def test_try_cast_in_a_mapping_gives_null_and_keeps_the_row(land, rows, write) -> None:
    file = write("s.csv", "store_id,lat\n1,52.5\n2,north\n")
    sql = "select store_id, try_cast(lat as double) as latitude from file"
    land("pos/stores", file, mapping=write("m.sql", sql))
    assert rows("pos/stores", "store_id", "latitude") == [("1", 52.5), ("2", None)]


def test_the_mappings_that_the_documentation_shows_are_valid(write) -> None:
    text = (ROOT / "docs" / "landing.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(yaml|sql)\n(.*?)```", text, flags=re.DOTALL)
    mappings = [block for block in blocks if "glob:" not in block[1]]

    assert [kind for kind, _ in mappings] == ["yaml", "sql"]
    for kind, content in mappings:
        file = write(f"shown.{kind}", content)
        assert read_mapping(file, read_contracts()["pos/transactions"]).sha256


@pytest.mark.parametrize("known_at", ["auto", "event"])
def test_sql_that_finds_nothing_in_a_files_rows_lands_no_rows(
    land, rows, write, known_at: str
) -> None:
    # orders of which none has lines: no error, and no header to look for
    nothing = write(
        "lines.sql",
        "select id as order_line_id, id as order_id, id as product_id, 1 as quantity, "
        "1 as unit_price_amount from file where len(lines) > 2",
    )
    landed = land(
        "crm/order_lines",
        write("o.jsonl", json.dumps(ORDER) + "\n"),
        mapping=nothing,
        known_at=known_at,
    )
    assert (landed.entry.landed_count, landed.entry.quarantined_count) == (0, 0)
    assert rows("crm/order_lines") == []


def test_sql_over_a_file_without_rows_lands_nothing(land, write) -> None:
    with pytest.raises(LandingError, match="is empty: it has no rows"):
        land(
            "pos/stores",
            write("s.csv", "nr\n"),
            mapping=write("s.sql", "select nr as store_id from file"),
        )


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("m.yml", "columns: [a]", "one key, `columns`"),
        ("m.yml", "column: {a: b}", "one key, `columns`"),
        ("m.yml", "", "one key, `columns`"),
        ("m.yml", "columns: {a: b: c}", "not valid YAML"),
        ("m.yml", "columns: {store_id: nr, cty: x}", "Did you mean 'city'"),
        ("m.yml", "columns: {store_id: 'nr)) from x; drop ((x'}", "store_id"),
        ("m.yml", "columns: {store_id: lower(}", "not valid SQL"),
        ("m.yml", "columns: {store_id: nope}", '"nope" not found'),
        ("m.yml", "columns: {store_id: count(*)}", "the mapping fails"),
        ("m.sql", "select nope as store_id from file", '"nope" not found'),
        (
            "m.sql",
            "select cast(city as int) as store_id from file",
            "Could not convert",
        ),
        ("m.sql", "select * from read_csv('none.csv')", "none.csv"),
        ("m.sql", "select 1 as store_id, 2 as store_id from file", "two columns"),
        ("m.sql", "select 1 as city from file", "needs the column store_id"),
        ("m.sql", "copy file to 'x.csv'", "must be one SELECT"),
        ("m.txt", "columns: {}", "is a .yml or a .sql file"),
        ("m.yml", b"columns: {city: '\xe9'}", "must be UTF-8"),
    ],
)
def test_a_bad_mapping_lands_nothing_and_says_why(
    land, landing, write, name: str, text: str | bytes, message: str
) -> None:
    file = write("stores.csv", "nr,city\n1,Berlin\n")
    with pytest.raises(LandingError) as caught:
        land("pos/stores", file, mapping=write(name, text))

    assert message in str(caught.value)
    assert not list(landing.rglob("*.*"))


def test_a_mapping_that_does_not_exist_says_so(land, write, tmp_path) -> None:
    with pytest.raises(LandingError, match="there is no such mapping"):
        land("pos/stores", write("s.csv", "a\n1\n"), mapping=tmp_path / "no.yml")
