with

fitted as (

    select * from {{ ref('fit_customer__purchase_intent') }}

),

typed as (

    select
        cast(customer_id as {{ dbt.type_string() }}) as customer_id,
        cast(as_of_date as date) as as_of_date,
        cast(horizon_days as {{ dbt.type_int() }}) as horizon_days,
        cast(purchase_probability as {{ double_type() }}) as purchase_probability,
        cast(purchase_decile as {{ dbt.type_int() }}) as purchase_decile,
        cast(model_version as {{ dbt.type_string() }}) as model_version
    from fitted

)

select * from typed
