with

fitted as (

    select * from {{ ref('fit_customer__segment') }}

),

typed as (

    select
        cast(customer_id as {{ dbt.type_string() }}) as customer_id,
        cast(as_of_date as date) as as_of_date,
        cast(segment_number as {{ dbt.type_int() }}) as segment_number,
        cast(segment_name as {{ dbt.type_string() }}) as segment_name,
        cast(model_version as {{ dbt.type_string() }}) as model_version
    from fitted

)

select * from typed
