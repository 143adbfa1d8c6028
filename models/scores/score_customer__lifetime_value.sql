with

fitted as (

    select * from {{ ref('fit_customer__lifetime_value') }}

),

typed as (

    select
        cast(customer_id as {{ dbt.type_string() }}) as customer_id,
        cast(as_of_date as date) as as_of_date,
        cast(alive_probability as {{ double_type() }}) as alive_probability,
        cast(expected_order_count_90d as {{ double_type() }}) as expected_order_count_90d,
        cast(expected_order_count_365d as {{ double_type() }}) as expected_order_count_365d,
        cast(expected_revenue_90d_amount as {{ double_type() }}) as expected_revenue_90d_amount,
        cast(expected_revenue_90d_lower_amount as {{ double_type() }}) as expected_revenue_90d_lower_amount,
        cast(expected_revenue_90d_upper_amount as {{ double_type() }}) as expected_revenue_90d_upper_amount,
        cast(expected_revenue_365d_amount as {{ double_type() }}) as expected_revenue_365d_amount,
        cast(expected_revenue_365d_lower_amount as {{ double_type() }}) as expected_revenue_365d_lower_amount,
        cast(expected_revenue_365d_upper_amount as {{ double_type() }}) as expected_revenue_365d_upper_amount,
        cast(model_version as {{ dbt.type_string() }}) as model_version
    from fitted

)

select * from typed
