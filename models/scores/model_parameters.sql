with

churn as (

    select * from {{ ref('fit_customer__churn_parameters') }}

),

purchase_intent as (

    select * from {{ ref('fit_customer__purchase_intent_parameters') }}

),

lifetime_value as (

    select * from {{ ref('fit_customer__lifetime_value_parameters') }}

),

sales_forecast as (

    select * from {{ ref('fit_sales__forecast_parameters') }}

),

segments as (

    select * from {{ ref('fit_customer__segment_parameters') }}

),

session_intent as (

    select * from {{ ref('fit_session__order_intent_parameters') }}

),

parameters as (

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

typed as (

    select
        cast(model_name as {{ dbt.type_string() }}) as model_name,
        cast(model_version as {{ dbt.type_string() }}) as model_version,
        cast(parameter_name as {{ dbt.type_string() }}) as parameter_name,
        cast(parameter_value as {{ double_type() }}) as parameter_value
    from parameters

)

select * from typed
