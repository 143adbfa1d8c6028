with

fitted as (

    select * from {{ ref('fit_sales__forecast') }}

),

typed as (

    select
        cast(as_of_date as date) as as_of_date,
        cast(sales_date as date) as sales_date,
        cast(level_name as {{ dbt.type_string() }}) as level_name,
        cast(member_name as {{ dbt.type_string() }}) as member_name,
        cast(order_count as {{ money_type() }}) as order_count,
        cast(order_count_lower as {{ money_type() }}) as order_count_lower,
        cast(order_count_upper as {{ money_type() }}) as order_count_upper,
        cast(order_amount as {{ money_type() }}) as order_amount,
        cast(order_amount_lower as {{ money_type() }}) as order_amount_lower,
        cast(order_amount_upper as {{ money_type() }}) as order_amount_upper,
        cast(model_version as {{ dbt.type_string() }}) as model_version
    from fitted

)

select * from typed
