with

tenths as (

    select * from {{ ref('int_scores__tenths') }}

),

by_score as (

    select
        model_name,
        measure,
        as_of_date,
        horizon_days,
        model_version,
        baseline_name,
        score_decile as decile,
        count(*) as customer_count,
        {{ exact_sum('realised_value') }} as realised_sum
    from tenths
    group by model_name, measure, as_of_date, horizon_days, model_version, baseline_name, score_decile

),

by_baseline as (

    select
        measure,
        as_of_date,
        baseline_decile as decile,
        {{ exact_sum('realised_value') }} as realised_sum
    from tenths
    group by measure, as_of_date, baseline_decile

),

-- cumulative from the top: decile 10 comes first
accumulated as (

    select
        by_score.*,
        by_baseline.realised_sum as baseline_realised_sum,
        sum(by_score.customer_count) over (
            partition by by_score.measure, by_score.as_of_date order by by_score.decile desc
        ) as cumulative_customer_count,
        sum(by_score.realised_sum) over (
            partition by by_score.measure, by_score.as_of_date order by by_score.decile desc
        ) as cumulative_realised_sum,
        sum(by_baseline.realised_sum) over (
            partition by by_score.measure, by_score.as_of_date order by by_score.decile desc
        ) as cumulative_baseline_realised_sum,
        sum(by_score.customer_count) over (
            partition by by_score.measure, by_score.as_of_date
        ) as total_customer_count,
        sum(by_score.realised_sum) over (
            partition by by_score.measure, by_score.as_of_date
        ) as total_realised_sum
    from by_score
    inner join by_baseline
        on by_score.measure = by_baseline.measure
        and by_score.as_of_date = by_baseline.as_of_date
        and by_score.decile = by_baseline.decile

),

as_numbers as (

    select
        model_name,
        measure,
        as_of_date,
        horizon_days,
        model_version,
        baseline_name,
        decile,
        customer_count,
        cast(cumulative_customer_count as {{ double_type() }}) as cumulative_customer_count,
        cast(total_customer_count as {{ double_type() }}) as total_customer_count,
        cast(realised_sum as {{ double_type() }}) as realised_sum,
        cast(cumulative_realised_sum as {{ double_type() }}) as cumulative_realised_sum,
        cast(cumulative_baseline_realised_sum as {{ double_type() }}) as cumulative_baseline_realised_sum,
        nullif(cast(total_realised_sum as {{ double_type() }}), 0) as total_realised_sum
    from accumulated

),

deciles as (

    select
        cast(model_name as {{ dbt.type_string() }}) as model_name,
        cast(measure as {{ dbt.type_string() }}) as measure,
        as_of_date,
        cast(horizon_days as {{ dbt.type_int() }}) as horizon_days,
        cast(model_version as {{ dbt.type_string() }}) as model_version,
        decile,
        customer_count,
        realised_sum,
        realised_sum / customer_count as realised_mean,
        (realised_sum / customer_count) / (total_realised_sum / total_customer_count) as lift,
        realised_sum / total_realised_sum as realised_share,
        cumulative_customer_count / total_customer_count as cumulative_customer_share,
        cumulative_realised_sum / total_realised_sum as cumulative_realised_share,
        cast(baseline_name as {{ dbt.type_string() }}) as baseline_name,
        cumulative_baseline_realised_sum / total_realised_sum as baseline_cumulative_realised_share
    from as_numbers

)

select * from deciles
