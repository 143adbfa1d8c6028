{{ config(
    fail_calc='coalesce(max(identifier_count), 0)',
    warn_if='> ' ~ var('identity_largest_customer_warn'),
    error_if='> ' ~ var('identity_largest_customer_error'),
) }}

with

component_sizes as (

    select * from {{ ref('component_sizes') }}

)

select identifier_count
from component_sizes
where customer_count > 0
