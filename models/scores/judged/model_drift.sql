with

measured as (

    select * from {{ ref('eval_customer__drift') }}

),

drift as (

    select
        cast(as_of_date as date) as as_of_date,
        cast(compared_date as date) as compared_date,
        cast(comparison as {{ dbt.type_string() }}) as comparison,
        cast(column_kind as {{ dbt.type_string() }}) as column_kind,
        cast(column_name as {{ dbt.type_string() }}) as column_name,
        cast(stability_index as {{ double_type() }}) as stability_index,
        cast(mean as {{ double_type() }}) as mean,
        cast(compared_mean as {{ double_type() }}) as compared_mean,
        cast(missing_share as {{ double_type() }}) as missing_share,
        cast(compared_missing_share as {{ double_type() }}) as compared_missing_share,
        cast(customer_count as {{ dbt.type_int() }}) as customer_count,
        cast(compared_customer_count as {{ dbt.type_int() }}) as compared_customer_count,
        -- what grows with the calendar moves by itself
        comparison = 'month'
        and coalesce(stability_index > {{ var('model_drift_warn') }}, false)
        and column_name not in ('days_since_first_seen', 'days_since_first_order', 'loyalty_tenure_days')
            as has_moved
    from measured

)

select * from drift
