{#- One row per identifier on each row of a relation that has a column per type. -#}
{% macro unpivoted_identifiers(relation, columns) -%}
    {%- for type in identifier_types() %}
    select
        {{ columns | join(', ') }},
        '{{ type }}' as identifier_type,
        {{ type }} as identifier_value
    from {{ relation }}
    where {{ type }} is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}
