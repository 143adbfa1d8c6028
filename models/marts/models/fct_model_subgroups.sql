with

subgroups as (

    select * from {{ ref('model_subgroups') }}

)

select * from subgroups
