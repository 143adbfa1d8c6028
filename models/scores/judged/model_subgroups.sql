with

subgroup_sums as (

    select * from {{ ref('int_scores__subgroup_sums') }}

),

last_judged as (

    select * from {{ ref('int_scores__last_judged') }}

),

-- amounts have no ranks and so no area
ranked as (

    select
        *,
        {{ area_under_curve('score_rank_sum', 'positive_count', 'negative_count') }} as auc,
        {{ area_under_curve('baseline_rank_sum', 'positive_count', 'negative_count') }} as baseline_auc,
        -- the standard error of the mean of what was missed
        sqrt(greatest(
            square_miss_sum - (realised_sum - expected_sum) * (realised_sum - expected_sum) / customer_count, 0
        )) / customer_count as mean_miss_error
    from subgroup_sums

),

all_customers as (

    select
        measure,
        auc as overall_auc
    from ranked
    where group_kind = 'all'

),

compared as (

    select
        ranked.*,
        last_judged.model_name,
        last_judged.as_of_date,
        last_judged.horizon_days,
        last_judged.model_version,
        last_judged.baseline_name,
        case
            when last_judged.is_probability
                then ranked.square_miss_sum / ranked.customer_count
        end as brier,
        case
            when ranked.auc is not null
                then {{ area_standard_error('ranked.auc', 'ranked.positive_count', 'ranked.negative_count') }}
        end as auc_error,
        all_customers.overall_auc - ranked.auc as auc_gap
    from ranked
    inner join all_customers on ranked.measure = all_customers.measure
    inner join last_judged on ranked.measure = last_judged.measure

),

-- worse than the limit by more than chance: two standard errors
subgroups as (

    select
        cast(model_name as {{ dbt.type_string() }}) as model_name,
        cast(measure as {{ dbt.type_string() }}) as measure,
        as_of_date,
        cast(horizon_days as {{ dbt.type_int() }}) as horizon_days,
        cast(model_version as {{ dbt.type_string() }}) as model_version,
        cast(group_kind as {{ dbt.type_string() }}) as group_kind,
        cast(group_name as {{ dbt.type_string() }}) as group_name,
        customer_count,
        expected_sum / customer_count as expected_mean,
        realised_sum / customer_count as realised_mean,
        mean_miss_error,
        expected_sum / nullif(realised_sum, 0) as expected_realised_ratio,
        brier,
        auc,
        auc_error,
        auc_gap,
        cast(baseline_name as {{ dbt.type_string() }}) as baseline_name,
        baseline_auc,
        coalesce(
            positive_count >= 20
            and negative_count >= 20
            and auc_gap - 2 * auc_error > {{ var('model_subgroup_auc_gap_warn') }},
            false
        ) as is_ranked_worse,
        customer_count >= 100
        and abs(realised_sum - expected_sum) / customer_count > 2 * mean_miss_error
        and (
            expected_sum > {{ var('model_subgroup_ratio_warn') }} * realised_sum
            or expected_sum * {{ var('model_subgroup_ratio_warn') }} < realised_sum
        ) as is_off_level
    from compared

)

select * from subgroups
