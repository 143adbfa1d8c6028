{#- The first letters of a name in capitals; null where not so many letters begin it. -#}
{% macro first_letters(name, count) -%}
    case
            when
                {%- for place in range(1, count + 1) %}
                upper(substr({{ name }}, {{ place }}, 1)) <> lower(substr({{ name }}, {{ place }}, 1))
                {{- ' and' if not loop.last }}
                {%- endfor %}
                then upper(substr({{ name }}, 1, {{ count }}))
        end
{%- endmacro %}
