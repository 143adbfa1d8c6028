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

{#- The contract of an entity: its key, and whether it is an event or a state. -#}
{% macro contract_meta(system, entity) -%}
    {%- set contract = 'source.' ~ project_name ~ '.' ~ system ~ '.' ~ entity -%}
    {{ return(graph.sources[contract].config.meta if execute else {'key': 'key', 'kind': 'kind'}) }}
{%- endmacro %}

{#- One row per landed copy of the records of an entity that landed more than once, with
    the identifiers it carries: the copy that staging keeps has rank 1. Of a state, only
    copies known at one time stand in for each other. -#}
{% macro repeated_copies(system, entity) -%}
    {%- set meta = contract_meta(system, entity) -%}
    {%- set is_state = meta.kind == 'state' -%}
    {%- set ranked = 'partition by record_id, known_at'
        ' order by landed_at desc, landed_file_id desc, landed_row_number desc' if is_state
        else 'partition by record_id order by known_at, landed_at, landed_file_id, landed_row_number' %}
    select
        *,
        row_number() over ({{ ranked }}) as copy_rank,
        first_value(content_hash) over ({{ ranked }}) as kept_content_hash
    from (
        select
            '{{ system }}/{{ entity }}' as entity,
            {{ is_state }} as is_state,
            cast({{ meta.key }} as {{ dbt.type_string() }}) as record_id,
            {{ content_hash(system, entity) }} as content_hash,
            {%- for type in identifier_types() %}
            {{ contract_identifier(system, entity, type) }} as {{ type }},
            {%- endfor %}
            known_at,
            landed_at,
            landed_file_id,
            landed_row_number
        from {{ source(system, entity) }}
        where {{ meta.key }} in (
            select {{ meta.key }} from {{ source(system, entity) }}
            group by {{ meta.key }}
            having count(*) > 1
        )
    ) as copies
{%- endmacro %}

{#- The identifier of a type that a landed row carries, as staging writes it; or null.
    Not `typed_value`, whose phone numbers, of seeds, carry their country already. -#}
{% macro contract_identifier(system, entity, type) -%}
    {%- set contract = 'source.' ~ project_name ~ '.' ~ system ~ '.' ~ entity -%}
    {%- set columns = graph.sources[contract].columns if execute else {} -%}
    {%- set found = namespace(value="cast(null as " ~ dbt.type_string() ~ ")") -%}
    {%- for column in columns.values() if column.config.meta.get('identifier') == type -%}
        {%- if type == 'email' -%}
            {%- set found.value = normalized_email(column.name) -%}
        {%- elif type == 'phone' -%}
            {%- set found.value = normalized_phone(column.name) -%}
        {%- elif type == 'social_handle' -%}
            {%- set network = 'network' if 'network' in columns else none -%}
            {%- set found.value = normalized_social_handle(column.name, network=network) -%}
        {%- else -%}
            {%- set found.value = normalized_text(column.name) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found.value) }}
{%- endmacro %}
