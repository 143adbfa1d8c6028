with

lifetime_value_parameters as (

    select * from {{ ref('fit_customer__lifetime_value_parameters') }}

),

typed as (

    select
        cast(model_name as {{ dbt.type_string() }}) as model_name,
        cast(model_version as {{ dbt.type_string() }}) as model_version,
        cast(parameter_name as {{ dbt.type_string() }}) as parameter_name,
        cast(parameter_value as {{ double_type() }}) as parameter_value
    from lifetime_value_parameters

)

select * from typed
