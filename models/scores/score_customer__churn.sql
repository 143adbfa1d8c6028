with

fitted as (

    select * from {{ ref('fit_customer__churn') }}

),

typed as (

    select
        cast(customer_id as {{ dbt.type_string() }}) as customer_id,
        cast(as_of_date as date) as as_of_date,
        cast(churn_probability as {{ double_type() }}) as churn_probability,
        cast(churn_decile as {{ dbt.type_int() }}) as churn_decile,
        cast(reason_1 as {{ dbt.type_string() }}) as reason_1,
        cast(reason_2 as {{ dbt.type_string() }}) as reason_2,
        cast(reason_3 as {{ dbt.type_string() }}) as reason_3,
        cast(horizon_days as {{ dbt.type_int() }}) as horizon_days,
        cast(model_version as {{ dbt.type_string() }}) as model_version
    from fitted

)

select * from typed
