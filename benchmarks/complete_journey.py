"""Every figure of weeks 41-53 of the Complete Journey, printed once a release.

    PYTHONPATH=examples/complete_journey python benchmarks/complete_journey.py

Lands and builds what the example does, by the same command: as of the end of week 40.
What came after is then laid beside that build's scores by the models' own `evaluate`.
Choices are made on origins inside weeks 1-40, never by what is printed here. Who is in
which half of a trial follows from ids, so the salt is given: figures come out again.
"""

import argparse
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import retailer
import run as example
import yaml
from foretold import print_foretold, read_households
from rich.console import Console
from rich.table import Table

from customer360 import frames
from customer360.ml import (
    churn,
    lifetime_value,
    metrics,
    purchase_intent,
    sales_forecast,
    segments,
)

DATA = retailer.KEPT / "complete_journey"
SALT = "benchmark"
# days that no score of the build looks beyond; the purchases end with them
DAYS_AFTER = 91
SALES = ["feat_sales__daily", "feat_sales__arrivals"]
# what of them depends on the date
REMADE = [f"as_of_dates+,+{name}" for name in SALES]
NAMES = ["model_name", "model_version"]
Line = tuple[str, str, str]

# as features.label_customers__orders has, of a date whose horizons were not over when
# it was built: facts show what came after
LABELS = """
with customers as (
    select
        cast(customer_id as varchar) as customer_id,
        as_of_date,
        as_of_date + cast(horizon_days as integer) as label_date
    from features.feat_customers
    cross join (select unnest($horizons) as horizon_days)
    where as_of_date = $as_of
)
select
    customers.customer_id,
    cast(customers.as_of_date as timestamp) as as_of_date,
    cast(customers.label_date as timestamp) as label_date,
    cast(count(orders.order_id) as double) as order_count_next,
    cast(coalesce(sum(orders.order_amount), 0) as double) as order_amount_sum_next
from customers
left join marts.fct_orders as orders
    on customers.customer_id = cast(orders.customer_id as varchar)
    and orders.order_date >= customers.as_of_date
    and orders.order_date < customers.label_date
group by customers.customer_id, customers.as_of_date, customers.label_date
"""


def labels_after(
    build: duckdb.DuckDBPyConnection, as_of: str, horizons: list[int]
) -> pd.DataFrame:
    """Return what each customer of a date ordered in the days that followed it."""
    given = {"as_of": as_of, "horizons": horizons}
    return build.execute(LABELS, given).df()


def judged_customers(build: duckdb.DuckDBPyConnection, as_of: str) -> pd.DataFrame:
    """Return the evaluation of every score of customers that was made for a date.

    The baselines learn from the build's labels of earlier dates, known by then.
    """
    date = pd.Timestamp(as_of)
    features = _read(build, "features.feat_customers")
    silence = _read(build, "scores.score_customer__churn")
    days = int(silence["horizon_days"].iloc[0])
    known = _read(build, "features.label_customers__orders")
    known = known[pd.to_datetime(known["label_date"]) <= date]
    later = labels_after(build, as_of, sorted({7, 30, 90, days}))
    labels = pd.concat([known[later.columns], later], ignore_index=True)
    intent = _read(build, "scores.score_customer__purchase_intent")
    value = _read(build, "scores.score_customer__lifetime_value")
    # those of other dates would be fitted to resamples again
    groups = _of_date(_read(build, "scores.score_customer__segment"), date)
    to_silence = churn.Settings(horizon_days=days)
    as_far = segments.Settings(horizon_days=days)
    found = [
        churn.evaluate(silence, features, labels, to_silence),
        purchase_intent.evaluate(intent, features, labels),
        lifetime_value.evaluate(value, features, labels),
        segments.evaluate(groups, features, labels, as_far),
    ]
    return _of_date(pd.concat(found, ignore_index=True), date)


def judged_sales(
    build: duckdb.DuckDBPyConnection, later: duckdb.DuckDBPyConnection, as_of: str
) -> pd.DataFrame:
    """Return the evaluation of a date's forecasts, by sales as `later` knows them."""
    date = pd.Timestamp(as_of)
    forecasts = _of_date(_read(build, "scores.score_sales__forecast"), date)
    daily, arrivals = (
        pd.concat(
            [_of_date(_read(build, f"features.{name}"), date), _latest(later, name)]
        )
        for name in SALES
    )
    return sales_forecast.evaluate(forecasts, daily, arrivals)


def _read(build: duckdb.DuckDBPyConnection, name: str) -> pd.DataFrame:
    return frames.read(build.table(name))


def _of_date(frame: pd.DataFrame, date: pd.Timestamp) -> pd.DataFrame:
    return frame[pd.to_datetime(frame["as_of_date"]) == date]


def _latest(build: duckdb.DuckDBPyConnection, name: str) -> pd.DataFrame:
    rows = _read(build, f"features.{name}")
    return _of_date(rows, pd.to_datetime(rows["as_of_date"]).max())


def lines(found: pd.DataFrame) -> Iterator[Line]:
    """Yield the rows of an evaluation; a gain and its bounds are one line."""
    for (model, version), rows in found.groupby(NAMES, sort=False):
        yield f"{model} ({version})", "", ""
        by_name = rows.set_index("metric_name")
        for name, row in by_name.iterrows():
            value = f"{row['metric_value']:.4f}"
            if f"{name}_lower" in by_name.index:
                ends = [f"{name}{end}" for end in ("", "_lower", "_upper")]
                value = _told(metrics.Interval(*by_name.loc[ends, "metric_value"]))
            if not str(name).endswith(("_lower", "_upper")):
                beside = f"{row['baseline_value']:.4f} {row['baseline_name']}"
                yield f"  {name}", value, beside


def value_beyond(households: pd.DataFrame) -> Iterator[Line]:
    """Yield the gain in correlation, and expected over realised spend by tenth."""
    spent, expected, last = (
        households[f"{name}_amount"].to_numpy(np.float64)
        for name in ("next", "expected", "last")
    )
    gain = metrics.pearson_difference(spent, expected, last)
    tenths = np.array_split(np.argsort(expected, kind="stable"), 10)
    ratios = [metrics.total_ratio(spent[tenth], expected[tenth]) for tenth in tenths]
    yield "revenue_90d by household", "", ""
    yield "  pearson_gain", _told(gain), "0.0000 last_90_days_again"
    yield "  total_ratio by tenth", " ".join(f"{ratio:.2f}" for ratio in ratios), ""


def segments_again(build: duckdb.DuckDBPyConnection) -> Iterator[Line]:
    """Yield how far segments were kept, and found again, at dates in weeks 1-40."""
    found = build.execute("""
        select metric_name, baseline_name, count(*),
            avg(metric_value), min(metric_value), avg(baseline_value)
        from marts.fct_model_evaluations
        where metric_name in ('kept_adjusted_rand', 'refit_adjusted_rand')
        group by all order by metric_name
    """).fetchall()
    yield "segments, fits in weeks 1-40", "", ""
    for name, baseline, count, mean, least, beside in found:
        value = f"{mean:.4f}, least of {count} {least:.4f}"
        yield f"  {name}", value, f"{beside:.4f} {baseline}"


def _told(gain: metrics.Interval) -> str:
    return f"{gain.value:+.4f} [{gain.lower:+.4f}, {gain.upper:+.4f}]"


def known_later(data: Path, folder: Path) -> Path:
    """Return a copy of the build whose sales are those known when the weeks were over.

    Only what forecasts are compared with is made again.
    """
    shutil.copyfile(data / "warehouse" / "build.duckdb", folder / "build.duckdb")
    date = (pd.Timestamp(example.AS_OF) + pd.Timedelta(days=DAYS_AFTER)).date()
    given = yaml.safe_load(example.VARS) | {"as_of_date": f"{date}"}
    command = ["run", "--select", *REMADE, "--vars", json.dumps(given)]
    retailer.run_dbt(command, data / "landing", folder, {"C360_SALT": SALT})
    return folder / "build.duckdb"


def main() -> None:
    """Build, judge and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="where it all goes")
    data = parser.parse_args().data.resolve()
    example.fill_inbox()
    os.environ["C360_SALT"] = SALT
    example.build(data)
    file, as_of = data / "warehouse" / "build.duckdb", example.AS_OF
    table = Table(f"made for {as_of}", "customer-360", "beside")
    with tempfile.TemporaryDirectory() as folder:
        later_file = known_later(data, Path(folder))
        with (
            duckdb.connect(str(file), read_only=True) as build,
            duckdb.connect(str(later_file), read_only=True) as later,
        ):
            customers = judged_customers(build, as_of)
            sales = judged_sales(build, later, as_of)
            again = list(segments_again(build))
    beyond = value_beyond(read_households(file, as_of))
    for line in [*lines(customers), *beyond, *again, *lines(sales)]:
        table.add_row(*line)
    Console(width=132).print(table)
    print_foretold(file, as_of)


if __name__ == "__main__":
    main()
