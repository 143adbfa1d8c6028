{{ config(materialized='view') }}

with

judged as (

    select * from {{ ref('int_scores__judged') }}

),

last_judged as (

    select
        measure,
        max(as_of_date) as as_of_date
    from judged
    group by measure

)

select * from last_judged
