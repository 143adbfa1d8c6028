with

champions as (

    select * from {{ ref('model_champions') }}

)

select * from champions
