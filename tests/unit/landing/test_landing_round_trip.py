"""Whatever text a CSV holds, it lands without its padding, and no row is lost."""

import csv
import datetime as dt
import tempfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customer360.landing import Request, land_file

pytestmark = pytest.mark.unit

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
AMOUNT = st.sampled_from(["1", "-2.50", "1e2", "", "1,5", "x", "\u0661"])
BLANK = " \t\n\f\r"


def expected(text: str) -> str | None:
    return text.strip(BLANK) or None


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(TEXT, TEXT, AMOUNT), min_size=1, max_size=8))
def test_any_text_lands_trimmed_and_bad_and_good_rows_are_all_rows(
    records: list[tuple[str, str, str]],
) -> None:
    records = [("kept", "x", "1"), *records]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "p.csv")
        with file.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(["product_id", "product_name", "price_amount"])
            writer.writerows(records)
        landing = Path(folder, "landing")
        now = dt.datetime(2026, 3, 10)
        request = Request("catalog/products", file, known_at="now", max_bad_share=1.0)
        entry = land_file(request, landing=landing, now=now).entry
        with duckdb.connect() as connection:
            found = connection.execute(
                f"select product_id, product_name from '{landing / entry.path}' "
                "order by landed_row_number"
            ).fetchall()

    good = [
        (expected(key), expected(name))
        for key, name, amount in records
        if expected(key) and amount in {"1", "-2.50", "1e2", ""}
    ]
    assert found == good
    assert entry.landed_count == len(records)
    assert entry.row_count + entry.quarantined_count == entry.landed_count
