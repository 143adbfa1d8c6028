"""Real purchases through the product's own path: files, mappings, dbt, marts."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from proof.warehouse import NO_SCORES

from customer360.landing.inboxes import land_inboxes
from customer360.paths import ROOT

pytestmark = [pytest.mark.integration, pytest.mark.public_data]

NOW = datetime(2026, 1, 1)
Query = Callable[[str], list[tuple]]


@pytest.fixture(scope="module")
def online_retail(dbt, public_data, tmp_path_factory) -> Iterator[Query]:
    invoices = public_data / "online_retail" / "transactions_to_2011-08-31.parquet"
    build = built(
        *(dbt, tmp_path_factory.mktemp("online_retail"), "online_retail"),
        {"invoices.parquet": invoices},
        {"project_currency": "GBP", "business_timezone": "Europe/London"},
        NO_SCORES,
    )
    with duckdb.connect(str(build), read_only=True) as connection:
        connection.execute(f"create temp view invoices as from '{invoices}'")
        yield lambda query: connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def complete_journey(dbt, public_data, tmp_path_factory) -> Iterator[Query]:
    folder = public_data / "completejourney"
    files = {file.name: file for file in folder.glob("*.parquet")}
    files["transactions.parquet"] = files.pop("transactions_w01_40.parquet")
    build = built(
        *(dbt, tmp_path_factory.mktemp("complete_journey"), "complete_journey"),
        files,
        {"business_timezone": "America/New_York", "churn_horizon_days": 91},
    )
    with duckdb.connect(str(build), read_only=True) as connection:
        lines = files["transactions.parquet"]
        connection.execute(f"create temp view lines as from '{lines}'")
        yield lambda query: connection.execute(query).fetchall()


def built(
    dbt,
    folder: Path,
    example: str,
    inbox: dict[str, Path],
    dbt_vars,
    arguments: Sequence[str] = (),
) -> Path:
    """Land `inbox` through a copy of the example's mappings, build, return the file."""
    config = folder / "example"
    source = ROOT / "examples" / example
    shutil.copytree(source, config, ignore=shutil.ignore_patterns("inbox"))
    (config / "inbox").mkdir()
    for name, file in inbox.items():
        (config / "inbox" / name).symlink_to(file)
    results = land_inboxes(config / "landing.yml", landing=folder / "landing", now=NOW)
    assert all(result.error is None for result in results)
    # unit tests bring their own rows
    without = ["--exclude-resource-type", "unit_test", *arguments]
    warehouse = folder / "warehouse"
    assert dbt.build(warehouse, folder / "landing", dbt_vars, without) == []
    return warehouse / "build.duckdb"


def test_sales_and_credit_notes_add_up_to_the_invoices(online_retail):
    sold, returned = online_retail(
        """
        select
            sum(case when InvoiceNo not like 'C%' then amount end),
            sum(case when InvoiceNo like 'C%' then amount end)
        from (
            select InvoiceNo, cast(Quantity * UnitPrice as decimal(18, 4)) as amount
            from invoices
            where UnitPrice > 0
        )
        """
    )[0]
    assert online_retail("select sum(order_amount) from marts.fct_orders") == [(sold,)]
    returns = "where activity_type = 'return'"
    query = f"select sum(revenue_amount) from marts.fct_activities {returns}"
    assert online_retail(query) == [(returned,)]


def test_blank_customers_count_in_revenue_and_not_in_customers(online_retail):
    known = online_retail(
        "select count(distinct CustomerID) from invoices where UnitPrice > 0"
    )
    assert online_retail("select count(*) from marts.dim_customers") == known
    anonymous = online_retail(
        """
        select count(distinct InvoiceNo) from invoices
        where CustomerID is null and UnitPrice > 0 and InvoiceNo not like 'C%'
        """
    )
    query = "select count(*) from marts.fct_orders where customer_id is null"
    assert online_retail(query) == anonymous
    assert anonymous[0][0] > 0


def test_lines_without_a_good_price_are_no_sale(online_retail):
    good = online_retail(
        "select count(*) from invoices where UnitPrice > 0 and InvoiceNo not like 'C%'"
    )
    lines = online_retail("select count(*) from marts.fct_order_lines")
    negative_quantities = online_retail(
        """
        select count(*) from invoices
        where UnitPrice > 0 and InvoiceNo not like 'C%' and Quantity < 0
        """
    )
    assert negative_quantities == [(0,)]
    assert lines == good


def test_every_household_and_every_cent_of_forty_weeks_arrives(complete_journey):
    households, baskets, spent = complete_journey(
        """
        select
            count(distinct household_id),
            count(distinct basket_id),
            sum(cast(sales_value as decimal(18, 4)))
        from lines
        """
    )[0]
    facts = complete_journey(
        "select count(distinct customer_id), count(*), sum(order_amount)"
        " from marts.fct_orders"
    )
    assert facts == [(households, baskets, spent)]
    totals = "select count(*), sum(order_amount_sum) from marts.customer_360"
    assert complete_journey(f"{totals} where order_count > 0") == [(households, spent)]


def test_churn_is_judged_better_than_recency_on_later_days(complete_journey):
    rows = complete_journey(
        """
        select metric_value, baseline_value from marts.fct_model_evaluations
        where model_name like 'churn%'
            and metric_name = 'auc' and baseline_name = 'recency'
        order by as_of_date desc limit 1
        """
    )
    (ours, recency), *_ = rows
    assert ours > recency
