{{ config(materialized='view') }}

with

customers as (

    select * from {{ ref('int_scores__judged') }}

),

sessions as (

    select * from {{ ref('int_scores__judged_sessions') }}

),

tenths as (

    select
        model_name,
        measure,
        cast(customer_id as {{ dbt.type_string() }}) as judged_id,
        as_of_date,
        horizon_days,
        model_version,
        expected_value,
        realised_value,
        baseline_name,
        score_decile,
        baseline_decile
    from customers
    union all
    select
        'session_intent' as model_name,
        'session_order' as measure,
        cast(session_id as {{ dbt.type_string() }}) as judged_id,
        as_of_date,
        cast(null as {{ dbt.type_int() }}) as horizon_days,
        model_version,
        expected_value,
        realised_value,
        'platform-and-cart' as baseline_name,
        score_decile,
        baseline_decile
    from sessions

)

select * from tenths
