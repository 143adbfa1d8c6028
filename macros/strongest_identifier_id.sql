{#- The id of the first identifier a record carries, of columns named after their
    types and given strongest first (the order of seeds/identifier_types.csv). -#}
{% macro strongest_identifier_id(types) -%}
    case
        {%- for type in types %}
            when {{ type }} is not null then {{ identifier_id("'" ~ type ~ "'", type) }}
        {%- endfor %}
        end
{%- endmacro %}
