{#- One row per combination of identifiers that records of a relation carry together
    and day on which such records landed, with when it was first and last seen, and
    first known. A copy that landed before the staged one, saying the same, counts;
    what another copy overrules does not. -#}
{% macro observed_combinations(entity, relation, types, observed_at) -%}
    select
        '{{ entity }}' as entity,
        {%- for type in identifier_types() %}
        {{ type if type in types else "cast(null as " ~ dbt.type_string() ~ ")" }} as {{ type }},
        {%- endfor %}
        landed_date,
        min(observed_at) as first_observed_at,
        max(observed_at) as last_observed_at,
        min(known_at) as known_at,
        min(landed_at) as landed_at
    from (
        {{ _sightings(relation, types, observed_at, 'records') }}
        union all
        {{ _sightings(relation, types, observed_at, 'copies') }}
        {{ _join_earlier_copies(entity) }}
    ) as sightings
    where {{ types | join(' is not null or ') }} is not null
    group by {{ types | join(', ') }}, landed_date
{%- endmacro %}

{#- The identifiers of each record, with the stamps of it or of another copy of it. -#}
{% macro _sightings(relation, types, observed_at, stamped) -%}
        select
            {%- for type in types %}
            records.{{ type }},
            {%- endfor %}
            records.{{ observed_at }} as observed_at,
            {{ stamped }}.known_at,
            {{ stamped }}.landed_at,
            {{ local_date(stamped ~ '.landed_at') }} as landed_date
        from {{ relation }} as records
{%- endmacro %}

{#- Joins the copies of a record that landed before the one that staging keeps. -#}
{% macro _join_earlier_copies(entity) -%}
        {%- set meta = contract_meta(*entity.split('/')) -%}
        inner join {{ ref('int_identity__repeated_copies') }} as copies
            on copies.entity = '{{ entity }}'
            and records.{{ meta.key }} = copies.record_id
            and records.landed_at > copies.landed_at
            and copies.content_hash = copies.kept_content_hash
            {%- if meta.kind == 'state' %}
            and records.content_hash = copies.content_hash
            {%- endif %}
{%- endmacro %}

{#- The columns that staging normalises as identifiers. -#}
{% macro identifier_types() -%}
    {{ return([
        'user_id', 'loyalty_id', 'contact_id', 'email', 'phone', 'social_handle',
        'payment_token', 'device_id', 'anonymous_id',
    ]) }}
{%- endmacro %}
