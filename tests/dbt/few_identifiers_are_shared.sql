{{ config(
    fail_calc='coalesce(max(shared_percent), 0)',
    warn_if='> ' ~ var('identity_shared_percent_warn'),
    error_if='> ' ~ var('identity_shared_percent_error'),
) }}

with

identifiers_per_type as (

    select * from {{ ref('identifiers_per_type') }}

),

counted as (

    select
        sum(identifier_count) as identifier_count,
        sum(shared_count) as shared_count
    from identifiers_per_type
    where is_durable

)

select cast(round(100.0 * shared_count / identifier_count) as int) as shared_percent
from counted
where identifier_count > 0
