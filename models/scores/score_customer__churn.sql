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
        cast(revenue_at_risk_amount as {{ double_type() }}) as revenue_at_risk_amount,
        cast(base_log_odds as {{ double_type() }}) as base_log_odds,
        cast(reason_1 as {{ dbt.type_string() }}) as reason_1,
        cast(reason_1_log_odds as {{ double_type() }}) as reason_1_log_odds,
        cast(reason_2 as {{ dbt.type_string() }}) as reason_2,
        cast(reason_2_log_odds as {{ double_type() }}) as reason_2_log_odds,
        cast(reason_3 as {{ dbt.type_string() }}) as reason_3,
        cast(reason_3_log_odds as {{ double_type() }}) as reason_3_log_odds,
        cast(other_log_odds as {{ double_type() }}) as other_log_odds,
        cast(horizon_days as {{ dbt.type_int() }}) as horizon_days,
        cast(model_version as {{ dbt.type_string() }}) as model_version
    from fitted

)

select * from typed
