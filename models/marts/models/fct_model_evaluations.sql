with

churn as (

    select * from {{ ref('eval_customer__churn') }}

),

purchase_intent as (

    select * from {{ ref('eval_customer__purchase_intent') }}

),

lifetime_value as (

    select * from {{ ref('eval_customer__lifetime_value') }}

),

segments as (

    select * from {{ ref('eval_customer__segment') }}

),

sales_forecast as (

    select * from {{ ref('eval_sales__forecast') }}

),

session_intent as (

    select * from {{ ref('eval_session__order_intent') }}

),

evaluations as (

    select * from churn
    union all
    select * from purchase_intent
    union all
    select * from lifetime_value
    union all
    select * from segments
    union all
    select * from sales_forecast
    union all
    select * from session_intent

),

typed as (

    select
        cast(model_name as {{ dbt.type_string() }}) as model_name,
        cast(model_version as {{ dbt.type_string() }}) as model_version,
        cast(as_of_date as date) as as_of_date,
        cast(metric_name as {{ dbt.type_string() }}) as metric_name,
        cast(metric_value as {{ double_type() }}) as metric_value,
        cast(baseline_name as {{ dbt.type_string() }}) as baseline_name,
        cast(baseline_value as {{ double_type() }}) as baseline_value
    from evaluations

)

select * from typed
