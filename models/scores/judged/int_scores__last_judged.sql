{{ config(materialized='view') }}

with

judged as (

    select * from {{ ref('int_scores__judged') }}

),

dates as (

    select
        model_name,
        measure,
        as_of_date,
        horizon_days,
        model_version,
        is_probability,
        baseline_name,
        row_number() over (partition by measure order by as_of_date desc) as recency
    from judged
    group by model_name, measure, as_of_date, horizon_days, model_version, is_probability, baseline_name

),

last_judged as (

    select
        model_name,
        measure,
        as_of_date,
        horizon_days,
        model_version,
        is_probability,
        baseline_name
    from dates
    where recency = 1

)

select * from last_judged
