"""How right expected revenue is a year later, of what has been recorded by then.

    python benchmarks/expected_revenue.py [--customers 5000] [--world plain shifted]

Simulates and lands a retailer for a year longer than is looked at, builds as of the day
`--days`, and compares what was expected then with the orders that records tie to each
customer in the 90 and 365 days after, by whose they were known to be that day, as
labels are. The truth says what everybody ordered (`against_truth.py`); this says what
of it anybody could know, customer by customer, and how many lay in their interval.
"""

import argparse
import datetime as dt
import json
from collections.abc import Iterator

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
        customer_id,
        model_version,
        expected_order_count_{days}d as expected_order_count,
        expected_revenue_{days}d_amount as expected_revenue,
        expected_revenue_{days}d_lower_amount as lower_revenue,
        expected_revenue_{days}d_upper_amount as upper_revenue
    from scores.score_customer__lifetime_value
    where as_of_date = $as_of and expected_revenue_{days}d_amount is not null

),

whose as (

    select identifier_id, customer_id
    from identity.identifier_history
    where known_from <= $as_of and ($as_of < known_to or known_to is null)

),

recorded as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        count(*) as order_count,
        sum(cast(orders.order_amount as double)) as revenue
    from activities.orders as orders
    left join whose as strongest on orders.identifier_id = strongest.identifier_id
    left join whose as fallback
        on orders.fallback_identifier_id = fallback.identifier_id
    where orders.order_date >= $as_of
        and orders.order_date < $as_of + interval {days} day
    group by coalesce(strongest.customer_id, fallback.customer_id)

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


def ratios(rows: pd.DataFrame) -> list[tuple[float, float]]:
    """Return expected over recorded revenue by tenth of what was expected, and errors.

    An error is the standard error that comes of who happened to order, as a bootstrap
    of customers would give it.
    """
    tenth = np.ceil(rows["expected_revenue"].rank(method="first", pct=True) * TENTHS)
    found = []
    for _, part in rows.groupby(tenth):
        recorded = part["revenue"]
        if not recorded.any():
            found.append((np.inf, np.nan))
            continue
        ratio = part["expected_revenue"].sum() / recorded.sum()
        error = recorded.std() / recorded.mean() / np.sqrt(len(part))
        found.append((float(ratio), float(ratio * error)))
    return found


def coverage(rows: pd.DataFrame) -> tuple[float, float]:
    """Return how many lay in their interval: of all, of the upper half by value."""
    held = rows["revenue"].between(rows["lower_revenue"], rows["upper_revenue"])
    expected = rows["expected_revenue"]
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
        said = (f"{ratio:.2f}±{error:.2f}" for ratio, error in ratios(rows))
        yield "the same by tenth, lowest first", " ".join(said)
        everybody, upper = coverage(rows)
        held = f"{everybody:.3f}; {upper:.3f}"
        yield "in their interval of 80 %, all; upper half", held


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=5000)
    parser.add_argument("--days", type=int, default=400)
    parser.add_argument("--world", nargs="+", default=["plain", "shifted"])
    options = parser.parse_args()
    as_of = FIRST_DAY + dt.timedelta(days=options.days)
    known = json.dumps({"as_of_date": as_of.isoformat()})
    for world in options.world:
        made = retailer.simulated(options.customers, options.days + 365, world)
        table = Table(f"as of {as_of}", world)
        with retailer.built(made, "--vars", known) as build:
            for line in lines(build, as_of):
                table.add_row(*line)
        Console().print(table)


if __name__ == "__main__":
    main()
