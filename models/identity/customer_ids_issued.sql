{{ config(
    materialized='incremental',
    incremental_strategy='append',
    full_refresh=false,
    meta={'outlives_rebuilds': true}
) }}

with

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

ids_of_this_build as (

    select
        customer_id,
        min(known_from) as issued_on
    from identifier_history
    where customer_id is not null
    group by customer_id

),

{% if is_incremental() -%}
-- what an earlier build has issued stays, whatever is landed, blocked or decided since
new_ids as (

    select ids_of_this_build.*
    from ids_of_this_build
    left join {{ this }} as ids_before on ids_of_this_build.customer_id = ids_before.customer_id
    where ids_before.customer_id is null

)
{%- else -%}
-- without an earlier build: also what readers have seen published
published_ids as (

    {{ published_customer_ids() }}

),

known_ids as (

    select * from ids_of_this_build
    union all
    select * from published_ids

),

new_ids as (

    select
        customer_id,
        min(issued_on) as issued_on
    from known_ids
    group by customer_id

)
{%- endif %}

select * from new_ids
