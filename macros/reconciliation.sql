{#- Every landed entity, as `system/entity`. -#}
{% macro landed_entities() -%}
    {{ return([
        'web/events', 'social/engagements', 'crm/contacts', 'crm/orders', 'crm/order_lines',
        'crm/refunds', 'crm/support_tickets', 'crm/support_messages', 'crm/loyalty_events',
        'crm/campaign_contacts', 'crm/consents', 'pos/transactions', 'pos/transaction_lines',
        'pos/stores', 'iot/devices', 'iot/usage', 'iot/locations', 'catalog/products',
        'catalog/reviews', 'marketing/ad_spend',
    ]) }}
{%- endmacro %}

{#- One row: how many copies of an entity's records were left out of staging because
    they say again what is known (duplicates) or say otherwise (conflicts). -#}
{% macro left_out_copies(system, entity) -%}
    {%- set relation = source(system, entity) -%}
    {%- set staged = ref('stg_' ~ system ~ '__' ~ entity) -%}
    {%- set contract = 'source.' ~ project_name ~ '.' ~ system ~ '.' ~ entity -%}
    {%- set meta = graph.sources[contract].config.meta if execute else {'key': '', 'kind': ''} -%}
    {%- if meta.kind == 'state' -%}
        {%- set at_once = meta.key ~ ', known_at' -%}
        {%- set first = 'landed_at desc, landed_file_id desc, landed_row_number desc' -%}
    {%- else -%}
        {%- set at_once = meta.key -%}
        {%- set first = 'known_at, landed_at, landed_file_id, landed_row_number' -%}
    {%- endif %}
    select
        '{{ system }}/{{ entity }}' as entity,
        coalesce(sum(case when is_kept = 0 and content_hash = kept_hash then 1 else 0 end), 0)
        + coalesce(sum(case when is_kept = 1 and content_hash = previous_hash then 1 else 0 end), 0) as duplicate_count,
        coalesce(sum(case when is_kept = 0 and content_hash <> kept_hash then 1 else 0 end), 0) as conflict_count,
        (select count(*) from {{ staged }}) as staged_row_count
    from (
        select
            *,
            {% if meta.kind == 'state' -%}
            case
                when is_kept = 1
                    then lag(content_hash) over (partition by {{ meta.key }}, is_kept order by known_at)
            end
            {%- else -%}
            cast(null as {{ dbt.type_string() }})
            {%- endif %} as previous_hash
        from (
            select
                copies.{{ meta.key }},
                copies.known_at,
                copies.content_hash,
                case
                    when row_number() over (partition by {{ at_once }} order by {{ first }}) = 1 then 1
                    else 0
                end as is_kept,
                first_value(content_hash) over (partition by {{ at_once }} order by {{ first }}) as kept_hash
            from (
                select
                    {{ meta.key }},
                    known_at,
                    landed_at,
                    landed_file_id,
                    landed_row_number,
                    {{ content_hash(system, entity) }} as content_hash
                from {{ relation }}
                where {{ meta.key }} in (
                    select {{ meta.key }} from {{ relation }} group by {{ meta.key }} having count(*) > 1
                )
            ) as copies
        ) as ranked_copies
    ) as compared_copies
{%- endmacro %}
