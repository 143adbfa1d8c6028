with

drift as (

    select * from {{ ref('model_drift') }}

)

select * from drift
