"""Who was expected to go silent, and who did: at the last date that can be judged."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from customer360.report.build import Build

# points of a curve; a picture shows no more
CURVE_STEPS = 100


@dataclass(frozen=True)
class ChurnQuality:
    """Churn at one past date, judged by the horizon after it.

    deciles: churn_decile, customer_count, predicted, realised (shares).
    curves: order (`model` or `recency`), contacted_share, found_share.
    auc, recency_auc, gain_lower, gain_upper: as evaluated in the build; null if not.
    """

    as_of_date: dt.date
    horizon_days: int
    customer_count: int
    silent_share: float
    predicted_share: float
    deciles: pd.DataFrame
    curves: pd.DataFrame
    auc: float | None
    recency_auc: float | None
    gain_lower: float | None
    gain_upper: float | None

    def found(self, order: str, contacted_share: float) -> float:
        """Return the share of all who went silent among the first of an order."""
        curve = self.curves[self.curves["order"] == order]
        return float(
            np.interp(contacted_share, curve["contacted_share"], curve["found_share"])
        )


def churn_quality(build: Build) -> ChurnQuality | None:
    """Return churn at the last scored date whose horizon is over; None without one."""
    rows = build.frame(
        """
        with

        judged as (

            select
                score_customer__churn.as_of_date,
                score_customer__churn.horizon_days,
                score_customer__churn.customer_id,
                score_customer__churn.churn_probability,
                score_customer__churn.churn_decile,
                feat_customers.days_since_last_order,
                label_customers__orders.order_count_next = 0 as is_silent
            from scores.score_customer__churn
            inner join features.label_customers__orders
                on score_customer__churn.customer_id
                    = cast(label_customers__orders.customer_id as varchar)
                and score_customer__churn.as_of_date
                    = label_customers__orders.as_of_date
                and score_customer__churn.horizon_days
                    = label_customers__orders.horizon_days
            inner join features.feat_customers
                on score_customer__churn.customer_id
                    = cast(feat_customers.customer_id as varchar)
                and score_customer__churn.as_of_date = feat_customers.as_of_date
            where score_customer__churn.churn_probability is not null

        )

        select * from judged
        where as_of_date = (select max(as_of_date) from judged)
        order by customer_id
        """
    )
    if rows.empty:
        return None
    day = rows["as_of_date"].iloc[0].date()
    return ChurnQuality(
        as_of_date=day,
        horizon_days=int(rows["horizon_days"].iloc[0]),
        customer_count=len(rows),
        silent_share=float(rows["is_silent"].mean()),
        predicted_share=float(rows["churn_probability"].mean()),
        deciles=_deciles(rows),
        curves=_curves(rows),
        **_evaluated(build, day),
    )


def _deciles(rows: pd.DataFrame) -> pd.DataFrame:
    return (
        rows.groupby("churn_decile")
        .agg(
            customer_count=("customer_id", "size"),
            predicted=("churn_probability", "mean"),
            realised=("is_silent", "mean"),
        )
        .reset_index()
    )


def _curves(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how many of the silent are found among the first, in either order."""
    parts = [
        _curve(rows, name, column)
        for name, column in (
            ("model", "churn_probability"),
            ("recency", "days_since_last_order"),
        )
    ]
    return pd.concat(parts, ignore_index=True)


def _curve(rows: pd.DataFrame, name: str, column: str) -> pd.DataFrame:
    """Return the curve of one order; customers of one value are found alike."""
    values = rows.groupby(column)["is_silent"].agg(["size", "sum"]).iloc[::-1].cumsum()
    contacted = np.append(0, values["size"].to_numpy()) / len(rows)
    found = np.append(0, values["sum"].to_numpy()) / max(rows["is_silent"].sum(), 1)
    steps = np.linspace(0, 1, CURVE_STEPS + 1)
    return pd.DataFrame(
        {
            "order": name,
            "contacted_share": steps,
            "found_share": np.interp(steps, contacted, found),
        }
    )


def _evaluated(build: Build, day: dt.date) -> dict[str, float | None]:
    rows = build.frame(
        "select metric_name, metric_value, baseline_value "
        "from marts.fct_model_evaluations where model_name = 'churn' "
        "and baseline_name = 'recency' and as_of_date = $day",
        day=day,
    ).set_index("metric_name")
    value = rows["metric_value"].to_dict()
    return {
        "auc": value.get("auc"),
        "recency_auc": rows["baseline_value"].to_dict().get("auc"),
        "gain_lower": value.get("auc_gain_lower"),
        "gain_upper": value.get("auc_gain_upper"),
    }
