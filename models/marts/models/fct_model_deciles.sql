with

deciles as (

    select * from {{ ref('model_deciles') }}

)

select * from deciles
