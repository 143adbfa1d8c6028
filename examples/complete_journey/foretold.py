"""How well the 13 weeks after the as-of date were foretold, from published marts."""

from pathlib import Path

import duckdb
import pandas as pd
from rich.console import Console
from rich.table import Table

from customer360.ml import metrics

# scores were made from what was known before the date; facts show what came after: the
# 91 days of churn, and the 90 of value
HOUSEHOLDS = """
with amounts as (
    select
        customer_id,
        count(case when order_date >= $as_of then 1 end) as next_order_count,
        sum(case when order_date >= $as_of and order_date < $as_of + interval 90 day
            then order_amount else 0 end) as next_amount,
        sum(case when order_date < $as_of and order_date >= $as_of - interval 90 day
            then order_amount else 0 end) as last_amount
    from marts.fct_orders
    where order_date < $as_of + interval 91 day
    group by customer_id
),
scores as (
    select customer_id, score_value as expected_amount
    from marts.fct_customer_scores
    where as_of_date = $as_of and score_name = 'expected_revenue_90d_amount'
)
select
    churn_probability,
    days_since_last_order,
    next_order_count,
    expected_amount,
    cast(last_amount as double) as last_amount,
    cast(next_amount as double) as next_amount
from marts.customer_360
inner join scores using (customer_id)
inner join amounts using (customer_id)
where as_of_date = $as_of
order by customer_id
"""


def read_households(database: Path, as_of: str) -> pd.DataFrame:
    """Return one row per household that had ordered before `as_of`."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(HOUSEHOLDS, {"as_of": pd.Timestamp(as_of)}).df()


def print_foretold(database: Path, as_of: str) -> None:
    """Print what was foretold beside the plainest guesses."""
    households = read_households(database, as_of)
    spent = households["next_amount"].to_numpy()
    is_silent = households["next_order_count"].to_numpy() == 0
    expected = households["expected_amount"].to_numpy()
    last = households["last_amount"].to_numpy()
    risk = households["churn_probability"].to_numpy()
    recency = households["days_since_last_order"].to_numpy()

    table = Table(title=f"Weeks 41-53 of {len(households):,} households, foretold")
    for heading in ("question", "customer-360", "plain guess", "gain, 95 % interval"):
        table.add_column(heading, no_wrap=True)
    table.add_row(
        "what they spend in 90 days, Pearson",
        f"{metrics.pearson(spent, expected):.4f}",
        f"{metrics.pearson(spent, last):.4f}  last 90 days",
        _said(metrics.pearson_difference(spent, expected, last)),
    )
    table.add_row(
        "who goes silent for 91 days, AUC",
        f"{metrics.auc(is_silent, risk):.4f}",
        f"{metrics.auc(is_silent, recency):.4f}  recency",
        _said(metrics.auc_difference(is_silent, risk, recency)),
    )
    Console(width=120).print(table)


def _said(gain: metrics.Interval) -> str:
    return f"{gain.value:+.4f}  {gain.lower:+.4f} to {gain.upper:+.4f}"
