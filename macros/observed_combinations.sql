{#- One row per combination of identifiers that records of a relation carry together,
    with when it was first and last seen, first known and first landed. -#}
{% macro observed_combinations(entity, relation, types, observed_at, known_at='known_at') -%}
    select
        '{{ entity }}' as entity,
        {%- for type in identifier_types() %}
        {{ type if type in types else "cast(null as " ~ dbt.type_string() ~ ")" }} as {{ type }},
        {%- endfor %}
        min({{ observed_at }}) as first_observed_at,
        max({{ observed_at }}) as last_observed_at,
        min({{ known_at }}) as known_at,
        min(first_landed_at) as landed_at
    from {{ relation }}
    where {{ types | join(' is not null or ') }} is not null
    group by {{ types | join(', ') }}
{%- endmacro %}

{#- The columns that staging normalises as identifiers. -#}
{% macro identifier_types() -%}
    {{ return([
        'user_id', 'loyalty_id', 'contact_id', 'email', 'phone', 'social_handle',
        'payment_token', 'device_id', 'anonymous_id',
    ]) }}
{%- endmacro %}
