with

fitted as (

    select * from {{ ref('fit_customer__segment') }}

),

segment_names as (

    select * from {{ ref('segment_names') }}

),

-- a name given by hand goes before the one that says what its customers are like
named as (

    select
        fitted.customer_id,
        fitted.as_of_date,
        fitted.segment_number,
        coalesce(segment_names.segment_name, fitted.segment_name) as segment_name,
        fitted.model_version
    from fitted
    left join segment_names on fitted.segment_number = segment_names.segment_number

),

typed as (

    select
        cast(customer_id as {{ dbt.type_string() }}) as customer_id,
        cast(as_of_date as date) as as_of_date,
        cast(segment_number as {{ dbt.type_int() }}) as segment_number,
        cast(segment_name as {{ dbt.type_string() }}) as segment_name,
        cast(model_version as {{ dbt.type_string() }}) as model_version
    from named

)

select * from typed
