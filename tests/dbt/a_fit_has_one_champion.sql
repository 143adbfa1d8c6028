with

champions as (

    select * from {{ ref('model_champions') }}

),

-- no champion is a choice too: then a rule without a model scores
counted as (

    select
        model_name,
        model_version,
        as_of_date,
        metric_name,
        sum(case when is_champion then 1 else 0 end) as champion_count
    from champions
    group by model_name, model_version, as_of_date, metric_name

)

select * from counted
where champion_count > 1
