"""A wholesaler's invoices through the product's own path."""

from collections.abc import Iterator

import complete_journey as figures
import duckdb
import numpy as np
import pandas as pd
import pytest
from proof.warehouse import NO_SCORES
from public_retail import Connection, Query, built
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from customer360 import frames
from customer360.ml import metrics, tables

pytestmark = [pytest.mark.integration, pytest.mark.public_data]

# 90 days before the last invoice known
AS_OF = "2011-06-03"
VARS = {
    "project_currency": "GBP",
    "business_timezone": "Europe/London",
    "as_of_date": AS_OF,
}
RFM = ["days_since_last_order", "order_count_lifetime", "order_amount_sum_365d"]


@pytest.fixture(scope="module")
def invoices_build(dbt, public_data, tmp_path_factory) -> Iterator[Connection]:
    """Yield the build of a wholesaler's invoices, scored for churn alone."""
    invoices = public_data / "online_retail" / "transactions_to_2011-08-31.parquet"
    folder = tmp_path_factory.mktemp("online_retail")
    inbox = {"invoices.parquet": invoices}
    build = built(dbt, folder, "online_retail", inbox, VARS, NO_SCORES)
    churn_alone = ["--select", "fit_customer__churn", "score_customer__churn"]
    churn_alone += ["--indirect-selection", "buildable"]
    assert dbt.build(build.parent, folder / "landing", VARS, churn_alone) == []
    with duckdb.connect(str(build), read_only=True) as connection:
        connection.execute(f"create temp view invoices as from '{invoices}'")
        yield connection


@pytest.fixture(scope="module")
def online_retail(invoices_build) -> Query:
    return lambda query: invoices_build.execute(query).fetchall()


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


def test_a_wholesalers_customers_of_the_last_90_days_rank_about_as_by_rfm(
    invoices_build,
):
    """RFM is a logistic regression on logarithms, learned from what was known by then.

    No candidate beat BG/NBD here, and nothing is gained on RFM.
    """
    features = frames.read(invoices_build.table("features.feat_customers"))
    scores = frames.read(invoices_build.table("scores.score_customer__churn"))
    rows = tables.by_key(scores).merge(tables.by_key(features), on=tables.KEYS)
    past = frames.read(invoices_build.table("features.label_customers__orders"))
    learned = tables.with_labels(rows, tables.complete_labels(past, 90))
    later = figures.labels_after(invoices_build, AS_OF, [90])
    asked = tables.with_labels(rows, tables.by_key(later))
    buys_again = (asked["order_count_next"] > 0).to_numpy(float)
    ours = 1.0 - asked["churn_probability"].to_numpy()
    by_rfm = metrics.auc_difference(buys_again, ours, rfm(learned, asked))
    recency = -asked["days_since_last_order"].to_numpy()

    assert asked["model_version"].unique() == ["churn-3-bgnbd@2011-06-01"]
    assert metrics.auc(buys_again, ours) >= 0.74
    assert metrics.auc_difference(buys_again, ours, recency).lower > 0.05
    assert by_rfm.value > -0.01
    assert by_rfm.upper > 0.0


def rfm(learned: pd.DataFrame, asked: pd.DataFrame) -> np.ndarray:
    """Return what recency, frequency and spend alone say of buying again."""
    model = make_pipeline(StandardScaler(), LogisticRegression())
    model.fit(np.log1p(learned[RFM]), learned["order_count_next"] > 0)
    return model.predict_proba(np.log1p(asked[RFM]))[:, 1]
