{{ config(severity='warn') }}

with

drift as (

    select * from {{ ref('model_drift') }}

),

latest as (

    select max(as_of_date) as as_of_date from drift

)

select
    drift.column_kind,
    drift.column_name,
    drift.stability_index,
    drift.compared_date
from drift
inner join latest on drift.as_of_date = latest.as_of_date
where drift.has_moved
