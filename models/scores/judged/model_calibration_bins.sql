with

tenths as (

    select * from {{ ref('int_scores__tenths') }}

),

summed as (

    select
        model_name,
        measure,
        as_of_date,
        horizon_days,
        model_version,
        score_decile as bin_number,
        count(*) as customer_count,
        cast({{ exact_sum('expected_value') }} as {{ double_type() }}) as expected_sum,
        cast({{ exact_sum('realised_value') }} as {{ double_type() }}) as realised_sum,
        cast({{ exact_sum('realised_value * realised_value') }} as {{ double_type() }}) as realised_square_sum
    from tenths
    group by model_name, measure, as_of_date, horizon_days, model_version, score_decile

),

bins as (

    select
        cast(model_name as {{ dbt.type_string() }}) as model_name,
        cast(measure as {{ dbt.type_string() }}) as measure,
        as_of_date,
        cast(horizon_days as {{ dbt.type_int() }}) as horizon_days,
        cast(model_version as {{ dbt.type_string() }}) as model_version,
        bin_number,
        customer_count,
        expected_sum / customer_count as expected_mean,
        realised_sum / customer_count as realised_mean,
        -- by chance alone: the standard error of the realised mean
        sqrt(greatest(realised_square_sum - realised_sum * realised_sum / customer_count, 0))
        / customer_count as realised_mean_error
    from summed

)

select * from bins
