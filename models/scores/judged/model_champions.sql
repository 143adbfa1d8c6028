with

churn as (

    select * from {{ ref('fit_customer__churn_choices') }}

),

purchase_intent as (

    select * from {{ ref('fit_customer__purchase_intent_choices') }}

),

lifetime_value as (

    select * from {{ ref('fit_customer__lifetime_value_choices') }}

),

sales_forecast as (

    select * from {{ ref('fit_sales__forecast_choices') }}

),

segments as (

    select * from {{ ref('fit_customer__segment_choices') }}

),

session_intent as (

    select * from {{ ref('fit_session__order_intent_choices') }}

),

choices as (

    select * from churn
    union all
    select * from purchase_intent
    union all
    select * from lifetime_value
    union all
    select * from sales_forecast
    union all
    select * from segments
    union all
    select * from session_intent

),

champions as (

    select
        cast(model_name as {{ dbt.type_string() }}) as model_name,
        cast(model_version as {{ dbt.type_string() }}) as model_version,
        cast(as_of_date as date) as as_of_date,
        cast(candidate_name as {{ dbt.type_string() }}) as candidate_name,
        cast(metric_name as {{ dbt.type_string() }}) as metric_name,
        cast(metric_value as {{ double_type() }}) as metric_value,
        coalesce(is_champion, false) as is_champion,
        cast(reason as {{ dbt.type_string() }}) as reason
    from choices

)

select * from champions
