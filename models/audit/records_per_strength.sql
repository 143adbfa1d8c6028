{%- set entities = [
    'web/events', 'social/engagements', 'crm/contacts', 'crm/orders', 'crm/support_tickets', 'crm/loyalty_events',
    'crm/campaign_contacts', 'crm/consents', 'pos/transactions', 'iot/devices', 'iot/usage', 'iot/locations',
    'catalog/reviews',
] -%}
with

-- records as they are now, of each two identifiers they carry
carried as (

    {% for entity in entities -%}
    select
        '{{ entity }}' as entity,
        identifier_id,
        fallback_identifier_id,
        count(*) as record_count
    from {{ ref('stg_' ~ entity.replace('/', '__')) }}
    {%- if contract_meta(*entity.split('/')).kind == 'state' %}
    where known_to is null
    {%- endif %}
    group by identifier_id, fallback_identifier_id
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

identifiers as (

    select * from {{ ref('identifiers') }}

),

identifier_types as (

    select * from {{ ref('identifier_types') }}

),

-- a blocked value names nobody
naming as (

    select
        identifiers.identifier_id,
        identifier_types.is_durable
    from identifiers
    inner join identifier_types
        on identifiers.identifier_type = identifier_types.identifier_type
    where not identifiers.is_blocked

),

judged as (

    select
        carried.entity,
        carried.record_count,
        coalesce(firsts.is_durable, fallbacks.is_durable) as is_durable
    from carried
    left join naming as firsts
        on carried.identifier_id = firsts.identifier_id
    left join naming as fallbacks
        on carried.fallback_identifier_id = fallbacks.identifier_id

),

entities as (

    {% for entity in entities -%}
    select '{{ entity }}' as entity
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

records_per_strength as (

    select
        entities.entity,
        cast(coalesce(sum(judged.record_count), 0) as bigint) as record_count,
        cast(coalesce(sum(case when judged.is_durable then judged.record_count end), 0) as bigint) as durable_count,
        cast(
            coalesce(sum(case when not judged.is_durable then judged.record_count end), 0) as bigint
        ) as cookie_like_count,
        cast(
            coalesce(sum(case when judged.is_durable is null then judged.record_count end), 0) as bigint
        ) as nameless_count
    from entities
    left join judged on entities.entity = judged.entity
    group by entities.entity

)

select * from records_per_strength
