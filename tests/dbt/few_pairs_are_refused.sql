{{ config(
    fail_calc='coalesce(max(refused_percent), 0)',
    warn_if='> ' ~ var('identity_refused_percent_warn'),
    error_if='> ' ~ var('identity_refused_percent_error'),
) }}

with

decided_edges as (

    select * from {{ ref('int_identity__decided_edges') }}

)

select cast(round(100.0 * sum(case when reason <> 'used' then 1 else 0 end) / count(*)) as int) as refused_percent
from decided_edges
having count(*) > 0
