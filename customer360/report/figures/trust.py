"""How far scores can be trusted: by tenth, by group, over time, and who makes them."""

import pandas as pd

from customer360.report.build import Build

# a group is shown from so many customers on
LEAST_CUSTOMERS = 50


def best_tenths(build: Build) -> pd.DataFrame:
    """Return what the best tenth holds, by measure, at its last judged date.

    Columns measure, as_of_date, lift, found (share of all that came), baseline_found,
    customer_count (of all tenths).
    """
    return build.frame(
        """
        with

        last_judged as (

            select
                *,
                sum(customer_count) over (partition by measure) as all_count,
                max(decile) over (partition by measure) as top_decile
            from marts.fct_model_deciles
            where (measure, as_of_date) in (
                select (measure, max(as_of_date)) from marts.fct_model_deciles
                group by measure
            )

        )

        select
            measure,
            as_of_date,
            lift,
            cumulative_realised_share as found,
            baseline_cumulative_realised_share as baseline_found,
            cast(all_count as bigint) as customer_count
        from last_judged
        where decile = top_decile and lift is not null
        order by measure
        """
    )


def weak_groups(build: Build, measure: str) -> pd.DataFrame:
    """Return groups of customers, those ranked worst first.

    Columns group_kind, group_name, customer_count, auc, auc_gap, auc_error,
    baseline_auc, expected_mean, realised_mean, is_ranked_worse, is_off_level.
    """
    return build.frame(
        """
        select
            group_kind, group_name, customer_count, auc, auc_gap, auc_error,
            baseline_auc, expected_mean, realised_mean, is_ranked_worse, is_off_level
        from marts.fct_model_subgroups
        where
            measure = $measure
            and group_kind <> 'all'
            and auc is not null
            and customer_count >= $least_customers
        order by auc_gap desc, group_kind, group_name
        """,
        measure=measure,
        least_customers=LEAST_CUSTOMERS,
    )


def groups_off_level(build: Build) -> pd.DataFrame:
    """Return the groups of whom too much or too little was expected, the worst first.

    Columns measure, group_kind, group_name, customer_count, expected_mean,
    realised_mean, ratio (expected over realised).
    """
    return build.frame(
        """
        select
            measure, group_kind, group_name, customer_count, expected_mean,
            realised_mean, expected_realised_ratio as ratio
        from marts.fct_model_subgroups
        where is_off_level
        order by abs(ln(nullif(expected_realised_ratio, 0))) desc, measure, group_name
        """
    )


def moved_most(build: Build, most: int) -> pd.DataFrame:
    """Return the features and scores that moved most within the last month.

    Columns column_name, column_kind, compared_date, stability_index, mean,
    compared_mean, missing_share, compared_missing_share, has_moved.
    """
    return build.frame(
        """
        select
            column_name, column_kind, compared_date, stability_index, mean,
            compared_mean, missing_share, compared_missing_share, has_moved
        from marts.fct_model_drift
        where
            as_of_date = (select max(as_of_date) from marts.fct_model_drift)
            and comparison = 'month'
            and stability_index is not null
        order by stability_index desc, column_name
        limit $most
        """,
        most=most,
    )


def champions(build: Build) -> pd.DataFrame:
    """Return who made the scores, from when to when: a row for each change.

    Columns model_name, candidate_name, first_date, last_date (of fits), reason (at the
    first fit), fit_count.
    """
    return build.frame(
        """
        with

        fits as (

            select
                model_name,
                as_of_date,
                min(candidate_name) as candidate_name,
                min(reason) as reason
            from marts.fct_model_champions
            where is_champion
            group by model_name, as_of_date

        ),

        numbered as (

            select
                *,
                row_number() over (partition by model_name order by as_of_date)
                    - row_number() over (
                        partition by model_name, candidate_name order by as_of_date
                    ) as stretch
            from fits

        )

        select
            model_name,
            candidate_name,
            min(as_of_date) as first_date,
            max(as_of_date) as last_date,
            arg_min(reason, as_of_date) as reason,
            count(*) as fit_count
        from numbered
        group by model_name, candidate_name, stretch
        order by model_name, first_date
        """
    )
