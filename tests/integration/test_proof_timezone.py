"""Proof: a business day begins at the business's midnight, summer and winter."""

import datetime as dt
from pathlib import Path

import pytest
from proof.warehouse import NO_SCORES, Dbt, build_tables, open_build

from customer360.landing import Request, land_file

pytestmark = pytest.mark.integration

# UTC times around midnight in New York: winter time to 2024-03-10, then summer time
RECEIPTS = """transaction_id,transacted_at,store_id,loyalty_id,total_amount
last-of-february,2024-03-01T04:59:59,s1,L1,1
first-of-march,2024-03-01T05:00:00,s1,L1,2
last-of-march,2024-04-01T03:59:59,s1,L1,4
first-of-april,2024-04-01T04:00:00,s1,L1,8
"""


@pytest.fixture(scope="module")
def warehouse(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("timezone")
    file = folder / "receipts.csv"
    file.write_text(RECEIPTS, encoding="utf-8")
    request = Request("pos/transactions", file, known_at="event")
    landing = folder / "landing"
    land_file(request, landing=landing, now=dt.datetime(2024, 4, 20))
    return build_tables(
        dbt,
        folder / "warehouse",
        landing,
        *NO_SCORES,
        business_timezone="America/New_York",
    )


def test_a_receipt_at_the_business_midnight_is_of_the_day_that_begins(
    warehouse: Path,
) -> None:
    with open_build(warehouse) as build:
        rows = build.execute("select order_id, order_date from marts.fct_orders")
        assert dict(rows.fetchall()) == {
            "pos:last-of-february": dt.date(2024, 2, 29),
            "pos:first-of-march": dt.date(2024, 3, 1),
            "pos:last-of-march": dt.date(2024, 3, 31),
            "pos:first-of-april": dt.date(2024, 4, 1),
        }


def test_what_is_known_at_the_business_midnight_is_not_known_before_it(
    warehouse: Path,
) -> None:
    query = "select as_of_date, order_amount_sum_lifetime from features.feat_customers"
    with open_build(warehouse) as build:
        assert dict(build.execute(query).fetchall()) == {
            dt.date(2024, 3, 1): 1,
            dt.date(2024, 4, 1): 7,
            dt.date(2024, 4, 2): 15,
        }
        latest = build.execute("select max(as_of_date) from identity.as_of_dates")
        assert latest.fetchall() == [(dt.date(2024, 4, 2),)]
