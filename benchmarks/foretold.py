"""How right expected revenue is a year later, of what has been recorded by then.

    python benchmarks/foretold.py [--customers 5000] [--world plain shifted]

Simulates and lands a retailer for a year longer than is looked at, builds as of the day
`--days`, and compares what was expected then with the orders that records tied to each
customer in the 90 and 365 days after. Customers who turned out to be one count as one.
The truth says what everybody ordered (`against_truth.py`); this says what of it anybody
could know, customer by customer, and how many of them lay in their interval.
"""

import argparse
import datetime as dt
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import retailer
from rich.console import Console
from rich.table import Table

FIRST_DAY = dt.date(2024, 1, 1)
HORIZONS = (90, 365)
TENTHS = 10
Line = tuple[str, str]
FORETOLD = """
with

scored as (

    select
        ids.customer_id,
        count(*) as part_count,
        any_value(value.model_version) as model_version,
        sum(value.expected_order_count_{days}d) as expected_order_count,
        sum(value.expected_revenue_{days}d_amount) as expected_revenue,
        sum(value.expected_revenue_{days}d_lower_amount) as lower_revenue,
        sum(value.expected_revenue_{days}d_upper_amount) as upper_revenue
    from scores.score_customer__lifetime_value as value
    inner join identity.customer_ids as ids
        on value.customer_id = ids.issued_customer_id
    where value.as_of_date = $as_of
        and value.expected_revenue_{days}d_amount is not null
        and ids.customer_id is not null
    group by ids.customer_id

),

recorded as (

    select
        customer_id,
        count(*) as order_count,
        sum(cast(order_amount as double)) as revenue
    from marts.fct_orders
    where order_date >= $as_of and order_date < $as_of + interval {days} day
    group by customer_id

)

select
    scored.*,
    coalesce(recorded.order_count, 0) as order_count,
    coalesce(recorded.revenue, 0) as revenue
from scored
left join recorded using (customer_id)
order by customer_id
"""


def foretold(
    build: duckdb.DuckDBPyConnection, as_of: dt.date, days: int
) -> pd.DataFrame:
    """Return a row a customer: what was expected at `as_of`, and what was recorded."""
    return build.execute(FORETOLD.format(days=days), {"as_of": as_of}).df()


def ratios(rows: pd.DataFrame) -> Iterator[float]:
    """Yield expected over recorded revenue by tenth of what was expected."""
    tenth = rows["expected_revenue"].rank(method="first", pct=True) * TENTHS
    sums = rows.groupby(np.ceil(tenth))[["expected_revenue", "revenue"]].sum()
    yield from sums["expected_revenue"] / sums["revenue"]


def coverage(rows: pd.DataFrame) -> tuple[float, float]:
    """Return how many lay in their interval: of all, of the upper half by value.

    Of customers who are one by now no interval was given.
    """
    alone = rows[rows["part_count"] == 1]
    held = alone["revenue"].between(alone["lower_revenue"], alone["upper_revenue"])
    expected = alone["expected_revenue"]
    return float(held.mean()), float(held[expected >= expected.median()].mean())


def lines(build: duckdb.DuckDBPyConnection, as_of: dt.date) -> Iterator[Line]:
    """Yield each figure with its name."""
    for days in HORIZONS:
        rows = foretold(build, as_of, days)
        if days == HORIZONS[0]:
            yield "customers; model", f"{len(rows):,}; {rows['model_version'].iloc[0]}"
        total = rows.sum(numeric_only=True)
        orders = total["expected_order_count"] / total["order_count"]
        revenue = total["expected_revenue"] / total["revenue"]
        yield f"orders in {days} days, expected of recorded", f"{orders:.3f}"
        yield f"revenue in {days} days, expected of recorded", f"{revenue:.3f}"
        told = " ".join(f"{ratio:.2f}" for ratio in ratios(rows))
        yield "the same by tenth, lowest first", told
        everybody, upper = coverage(rows)
        said = f"{everybody:.3f}; {upper:.3f}"
        yield "in their interval of 80 %, all; upper half", said


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=5000)
    parser.add_argument("--days", type=int, default=400)
    parser.add_argument("--world", nargs="+", default=["plain", "shifted"])
    options = parser.parse_args()
    as_of = FIRST_DAY + dt.timedelta(days=options.days)
    known = json.dumps({"as_of_date": as_of.isoformat()})
    only_tables = ["build", "--exclude-resource-type", "test", "unit_test"]
    for world in options.world:
        made = retailer.simulated(options.customers, options.days + 365, world)
        with tempfile.TemporaryDirectory() as folder:
            arguments = [*only_tables, "--vars", known]
            warehouse = Path(folder)
            retailer.run_dbt(arguments, made.landing, warehouse, {"C360_SALT": "b"})
            table = Table(f"as of {as_of}", world)
            database = str(warehouse / "build.duckdb")
            with duckdb.connect(database, read_only=True) as build:
                for line in lines(build, as_of):
                    table.add_row(*line)
        Console().print(table)


if __name__ == "__main__":
    main()
