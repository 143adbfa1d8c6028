"""Segments: size, value, and what sets each apart."""

import pandas as pd

from customer360.ml.next_order.inputs import topic
from customer360.report.build import Build

KEYS = ["customer_id", "as_of_date", "segment_number", "segment_name"]
# the same thing over several windows is said once
MOST_FEATURES = 10


def segments(build: Build) -> pd.DataFrame:
    """Return one row per segment at the as-of date, in the order of their numbers.

    Columns segment_number, segment_name, customer_count, customer_share, revenue (365
    days), revenue_share, revenue_per_customer, churn_share, expected_revenue, and since
    a month before moved_in_count, moved_out_count.
    """
    return build.frame(
        """
        select
            segment_number,
            segment_name,
            count(*) as customer_count,
            count(*) / sum(count(*)) over () as customer_share,
            cast(sum(order_amount_sum_365d) as double) as revenue,
            cast(sum(order_amount_sum_365d) as double)
                / nullif(cast(sum(sum(order_amount_sum_365d)) over () as double), 0)
                as revenue_share,
            cast(avg(order_amount_sum_365d) as double) as revenue_per_customer,
            avg(churn_probability) as churn_share,
            sum(expected_revenue_365d_amount) as expected_revenue,
            coalesce(any_value(moved_in_count), 0) as moved_in_count,
            coalesce(any_value(moved_out_count), 0) as moved_out_count
        from marts.customer_360
        left join (
            select as_of_date, segment_number, moved_in_count, moved_out_count
            from marts.segment_profiles
        ) as profiles using (as_of_date, segment_number)
        where segment_number is not null
        group by segment_number, segment_name
        order by segment_number
        """
    )


def moves(build: Build) -> pd.DataFrame:
    """Return who went where since a month before, of those with a segment at both.

    Columns previous_as_of_date, from_segment_name, to_segment_name, is_moved,
    customer_count, share (of the segment left); in the order of the numbers. Both names
    are those of the as-of date: it is numbers that last.
    """
    return build.frame(
        """
        with

        moves as (

            select * from scores.score_customer__segment_moves
            where
                as_of_date = cast($as_of_date as date)
                and from_segment_number is not null

        ),

        named as (

            select distinct to_segment_number, to_segment_name from moves

        )

        select
            previous_as_of_date,
            coalesce(named.to_segment_name, from_segment_name) as from_segment_name,
            moves.to_segment_name,
            is_moved,
            count(*) as customer_count,
            count(*) / sum(count(*)) over (partition by from_segment_number) as share
        from moves
        left join named on from_segment_number = named.to_segment_number
        group by
            previous_as_of_date, from_segment_number, from_segment_name,
            named.to_segment_name, moves.to_segment_number, moves.to_segment_name,
            is_moved
        order by from_segment_number, moves.to_segment_number
        """
    )


def profiles(build: Build) -> pd.DataFrame:
    """Return how each segment's features differ from those of all customers.

    Columns segment_number, segment_name, feature, topic, segment_mean, overall_mean,
    difference (in standard deviations over customers), told_apart (eta squared: the
    share of variance between segments). One feature a topic, the one that tells
    segments apart best; the most telling first.
    """
    rows = build.frame(
        """
        select
            feat_customers.*,
            score_customer__segment.segment_number,
            score_customer__segment.segment_name
        from features.feat_customers
        inner join scores.score_customer__segment
            on cast(feat_customers.customer_id as varchar)
                = score_customer__segment.customer_id
            and feat_customers.as_of_date = score_customer__segment.as_of_date
        where
            feat_customers.as_of_date = cast($as_of_date as date)
            and score_customer__segment.segment_number is not null
        order by feat_customers.customer_id
        """
    )
    numbers = rows.drop(columns=KEYS).select_dtypes("number").astype("float64")
    numbers = numbers.loc[:, numbers.std() > 0]
    return _compared(numbers, rows["segment_number"], rows["segment_name"])


def _compared(
    numbers: pd.DataFrame, number: pd.Series, name: pd.Series
) -> pd.DataFrame:
    means = numbers.groupby([number, name]).mean()
    sizes = number.groupby([number, name]).size()
    overall = numbers.mean()
    difference = (means - overall) / numbers.std(ddof=0)
    told_apart = difference.pow(2).mul(sizes, axis=0).sum() / max(len(number), 1)
    chosen = _one_a_topic(told_apart)
    long = _long(difference[chosen], "difference")
    long["segment_mean"] = _long(means[chosen], "segment_mean")["segment_mean"]
    long["overall_mean"] = long["feature"].map(overall)
    long["told_apart"] = long["feature"].map(told_apart)
    long["topic"] = long["feature"].map(topic)
    return long


def _long(wide: pd.DataFrame, value: str) -> pd.DataFrame:
    """Return one row a segment and feature."""
    return wide.reset_index().melt(
        ["segment_number", "segment_name"], var_name="feature", value_name=value
    )


def _one_a_topic(told_apart: pd.Series) -> list[str]:
    """Return the features that tell most, one a topic, the most telling first."""
    ordered = told_apart.sort_values(ascending=False, kind="stable")
    topics = pd.Series([topic(feature) for feature in ordered.index])
    kept = ordered.index[~topics.duplicated().to_numpy()]
    return [str(feature) for feature in kept[:MOST_FEATURES]]
