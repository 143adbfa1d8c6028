{{ config(severity='warn') }}

with

subgroups as (

    select * from {{ ref('model_subgroups') }}

)

select
    measure,
    group_kind,
    group_name,
    customer_count,
    auc_gap,
    expected_realised_ratio
from subgroups
where is_ranked_worse or is_off_level
