with

fitted as (

    select * from {{ ref('fit_session__order_intent') }}

),

typed as (

    select
        cast(session_id as {{ dbt.type_string() }}) as session_id,
        cast(scored_at as {{ dbt.type_timestamp() }}) as scored_at,
        cast(as_of_date as date) as as_of_date,
        cast(known_date as date) as known_date,
        cast(order_probability as {{ double_type() }}) as order_probability,
        cast(model_version as {{ dbt.type_string() }}) as model_version
    from fitted

)

select * from typed
