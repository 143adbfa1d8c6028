"""How right identity, segments, churn, intents and revenue are where truth is known.

    python benchmarks/against_truth.py [--customers 5000] [--world plain shifted]

Simulates a retailer of each world, lands it, builds it, and compares what the build
says with what is true. A customer stands for the person who has most of its
identifiers, a person for the customer that has most of theirs.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import retailer
from rich.console import Console
from rich.table import Table
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import StandardScaler

from customer360.identity_quality import Quality, pairwise_quality
from customer360.ml import metrics

HORIZON_DAYS = 90
TRAITS = ["order_rate_per_day", "dropout_probability", "mean_order_amount"]
Line = tuple[str, str]


def truth_table(truth: Path, name: str) -> pd.DataFrame:
    """Return one table of a simulated retailer's truth."""
    return duckdb.execute(f"select * from '{truth}/{name}/*.parquet'").df()


def identity(build: duckdb.DuckDBPyConnection, truth: Path) -> Quality:
    """Return how well identifiers were put together."""
    said = build.execute("""
        select identifier_type, identifier_value, customer_id
        from marts.dim_customer_identifiers
    """).df()
    return pairwise_quality(said, truth_table(truth, "identifiers"))


def bare_components(build: duckdb.DuckDBPyConnection, truth: Path) -> Quality:
    """Return how well bare connected components of all evidence would put together."""
    said = build.execute("""
        select identifier_id, identifier_type, identifier_value
        from identity.identifiers order by identifier_id
    """).df()
    edges = build.execute("""
        select identifier_id_a, identifier_id_b from identity.identity_evidence
    """).df()
    position = pd.Index(said["identifier_id"])
    ends = [position.get_indexer(edges[f"identifier_id_{end}"]) for end in "ab"]
    shape = (len(said), len(said))
    graph = coo_array((np.ones(len(edges)), ends), shape=shape)
    said["customer_id"] = connected_components(graph, directed=False)[1].astype(str)
    return pairwise_quality(said, truth_table(truth, "identifiers"))


def nobodys_in_customers(build: duckdb.DuckDBPyConnection, truth: Path) -> int:
    """Return how many identifiers of bots, kiosks and testers are in a customer."""
    said = build.execute("""
        select identifier_type, identifier_value from marts.dim_customer_identifiers
        where customer_id is not null
    """).df()
    true = truth_table(truth, "identifiers")
    nobodys = true[true["person_id"].isna()]
    return len(said.merge(nobodys, on=["identifier_type", "identifier_value"]))


def orders_without_customer(build: duckdb.DuckDBPyConnection) -> float:
    """Return of the orders that carry an identifier the share without a customer."""
    found = build.execute("""
        select avg(cast(known.customer_id is null as double))
        from marts.fct_orders as known
        inner join activities.orders as orders on known.order_id = orders.order_id
        where orders.identifier_id is not null
    """).fetchall()
    return float(found[0][0])


def customers_of_people(build: duckdb.DuckDBPyConnection, truth: Path) -> pd.DataFrame:
    """Return customer_id, person_id: each other's largest part, one row a pair."""
    said = build.execute("""
        select identifier_type, identifier_value, customer_id
        from marts.dim_customer_identifiers
        where customer_id is not null
    """).df()
    true = truth_table(truth, "identifiers").dropna(subset=["person_id"])
    true = true[~true["is_shared"]]
    both = said.merge(true, on=["identifier_type", "identifier_value"])
    sizes = both.groupby(["customer_id", "person_id"]).size().rename("size")
    largest = sizes.reset_index().sort_values(
        ["size", "customer_id", "person_id"], ascending=[False, True, True]
    )
    of_customers = largest.drop_duplicates("customer_id")
    return of_customers.drop_duplicates("person_id")[["customer_id", "person_id"]]


def with_truth(build: duckdb.DuckDBPyConnection, truth: Path) -> pd.DataFrame:
    """Return scored customers of the latest date with what is true of their person."""
    scored = build.execute("""
        select customer_id, days_since_last_order, churn_probability, segment_number,
            value.* exclude (customer_id)
        from marts.customer_360
        inner join scores.score_customer__lifetime_value as value
            using (customer_id, as_of_date)
        where churn_probability is not null
    """).df()
    people = truth_table(truth, "people")
    rows = scored.merge(customers_of_people(build, truth)).merge(people, on="person_id")
    future = truth_table(truth, "future")
    for days in (HORIZON_DAYS, 365):
        horizon = future[future["horizon_days"] == days].drop(columns="horizon_days")
        horizon = horizon.set_index("person_id").add_suffix(f"_{days}d")
        rows = rows.join(horizon, on="person_id")
    return rows


def churn_aucs(rows: pd.DataFrame) -> dict[str, float]:
    """Return the AUC of churn_probability, of recency, and of the Bayes score."""
    is_silent = (rows[f"order_count_{HORIZON_DAYS}d"] == 0).to_numpy(np.float64)
    scores = {
        "churn_probability": rows["churn_probability"],
        "recency": rows["days_since_last_order"],
        "Bayes": -rows[f"bayes_order_probability_{HORIZON_DAYS}d"],
    }
    return {
        name: metrics.auc(is_silent, score.to_numpy(np.float64))
        for name, score in scores.items()
    }


def churn_slope(rows: pd.DataFrame) -> float:
    """Return the calibration slope of churn_probability."""
    is_silent = (rows[f"order_count_{HORIZON_DAYS}d"] == 0).to_numpy(np.float64)
    return metrics.calibration_slope(
        is_silent, rows["churn_probability"].to_numpy(np.float64)
    )


def recorded_shares(
    build: duckdb.DuckDBPyConnection, truth: Path, rows: pd.DataFrame
) -> tuple[float, float]:
    """Return of the last 90 days' orders and revenue what people's customers have.

    Of the people of `rows`, whose orders are known with or without a customer.
    """
    build.register("pairs", rows[["customer_id", "person_id"]])
    found = build.execute(
        """
        with

        records as (

            select system || ':' || record_id as order_id, person_id
            from read_parquet($records)
            where entity in ('orders', 'transactions')

        ),

        lately as (

            select
                known.order_amount,
                coalesce(known.customer_id = pairs.customer_id, false) as is_recorded
            from marts.fct_orders as known
            inner join records using (order_id)
            inner join pairs using (person_id)
            where order_date > (select max(order_date) - 90 from marts.fct_orders)

        )

        select
            avg(cast(is_recorded as double)),
            sum(order_amount) filter (is_recorded) / sum(order_amount)
        from lately
        """,
        {"records": f"{truth}/records/*.parquet"},
    ).fetchall()
    of_orders, of_revenue = found[0]
    return float(of_orders), float(of_revenue)


def judged_revenue(build: duckdb.DuckDBPyConnection) -> Iterator[Line]:
    """Yield expected over realised revenue of recorded orders at the last known dates.

    By date in total, and by tenth of what was expected, lowest first.
    """
    found = build.execute("""
        select
            as_of_date,
            any_value(model_version),
            sum(expected_mean * customer_count) / sum(realised_mean * customer_count),
            list(expected_mean / realised_mean order by bin_number)
        from marts.fct_model_calibration
        where model_name = 'lifetime_value' and measure = 'revenue_90d'
        group by as_of_date order by as_of_date desc limit 3
    """).fetchall()
    for date, version, total, by_tenth in found:
        yield f"recorded revenue in 90 days after {date}, {version}", f"{total:.3f}"
        told = " ".join(f"{ratio:.2f}" for ratio in by_tenth)
        yield "the same by decile, lowest first", told


def judged_intents(build: duckdb.DuckDBPyConnection) -> Iterator[Line]:
    """Yield the AUC of each intent at its last judged date, beside the rule's.

    Truth knows no horizon of 7 or 30 days and no visit: judged is what is recorded.
    """
    found = build.execute("""
        select
            model_name,
            max(as_of_date) as judged_date,
            arg_max(metric_value, as_of_date),
            arg_max(baseline_name, as_of_date),
            arg_max(baseline_value, as_of_date)
        from marts.fct_model_evaluations
        where metric_name = 'auc' and model_name in (
            'purchase_intent_7d', 'purchase_intent_30d', 'session_intent'
        )
        group by model_name order by model_name
    """).fetchall()
    for model, date, auc, rule, by_rule in found:
        yield f"{model} at {date}, AUC, recorded", f"{auc:.4f}, {rule} {by_rule:.4f}"


def segment_agreement(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the adjusted Rand index against archetypes: of our segments, and of
    k-means with as many clusters on the logarithms of the true traits.
    """
    traits = np.log(rows[TRAITS].clip(lower=1e-9))
    count = rows["segment_number"].nunique()
    known = StandardScaler().fit_transform(traits)
    clusters = KMeans(count, n_init=10, random_state=0).fit_predict(known)
    archetypes = rows["archetype"]
    return (
        adjusted_rand_score(archetypes, rows["segment_number"]),
        adjusted_rand_score(archetypes, clusters),
    )


def lines(build: duckdb.DuckDBPyConnection, truth: Path) -> Iterator[Line]:
    """Yield each figure with its name."""
    quality = identity(build, truth)
    yield "identity: precision", f"{quality.precision:.4f}"
    yield "identity: recall", f"{quality.recall:.4f}"
    bare = bare_components(build, truth).precision
    yield "identity: precision of bare connected components", f"{bare:.4f}"
    inside = nobodys_in_customers(build, truth)
    yield "identifiers of bots, kiosks, testers in customers", f"{inside:,}"
    nobodys = "orders that name somebody and have no customer"
    yield nobodys, f"{orders_without_customer(build):.2%}"
    rows = with_truth(build, truth)
    yield "customers with scores and a person", f"{len(rows):,}"
    for name, auc in churn_aucs(rows).items():
        yield f"silent for {HORIZON_DAYS} days, AUC: {name}", f"{auc:.4f}"
    yield "churn_probability: calibration slope", f"{churn_slope(rows):.3f}"
    ours, traits = segment_agreement(rows)
    yield "segments against archetypes, adjusted Rand index", f"{ours:.3f}"
    yield "the same, k-means on the true traits", f"{traits:.3f}"
    of_orders, of_revenue = recorded_shares(build, truth, rows)
    yield "their orders of the last 90 days that they have", f"{of_orders:.1%}"
    yield "the same of revenue", f"{of_revenue:.1%}"
    yield from _totals(rows, of_orders, of_revenue)
    yield from judged_revenue(build)
    yield from judged_intents(build)


def _totals(rows: pd.DataFrame, of_orders: float, of_revenue: float) -> Iterator[Line]:
    """Yield expected over realised, and over the shares of it that are recorded."""
    for days in (HORIZON_DAYS, 365):
        revenue = f"expected_revenue_{days}d_amount"
        for what, said, true, seen in [
            ("orders", f"expected_order_count_{days}d", "order_count", of_orders),
            ("revenue", revenue, "order_amount_sum", of_revenue),
        ]:
            name = f"{what} in {days} days"
            total = rows[f"{true}_{days}d"].sum()
            ours = rows[said].sum() / total
            told = f"{ours:.3f}, of recorded ones {ours / seen:.3f}"
            yield f"{name}, expected of realised", told
            best = rows[f"bayes_{true}_{days}d"].sum() / total
            yield f"{name}, Bayes of realised", f"{best:.3f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=5000)
    parser.add_argument("--days", type=int, default=400)
    parser.add_argument("--world", nargs="+", default=["plain", "shifted"])
    options = parser.parse_args()
    for world in options.world:
        made = retailer.simulated(options.customers, options.days, world)
        table = Table("figure", world)
        with retailer.built(made) as build:
            for line in lines(build, made.truth):
                table.add_row(*line)
        Console().print(table)


if __name__ == "__main__":
    main()
