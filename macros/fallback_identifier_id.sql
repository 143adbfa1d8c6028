{#- The id of the second identifier a record carries; null when it carries one. -#}
{% macro fallback_identifier_id(types) -%}
    {%- if types | length < 2 -%}
    cast(null as {{ identifier_id_type() }})
    {%- else -%}
    case
        {%- for type in types[:-1] %}
            when {{ type }} is not null then {{ strongest_identifier_id(types[loop.index:]) }}
        {%- endfor %}
        end
    {%- endif -%}
{%- endmacro %}
