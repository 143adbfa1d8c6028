{#- A hash of all contract columns of a landed row: two copies say the same, or not. -#}
{% macro content_hash(system, entity) -%}
    {%- set texts = ["''"] -%}
    {%- if execute -%}
        {%- set contract = graph.sources['source.' ~ project_name ~ '.' ~ system ~ '.' ~ entity] -%}
        {%- for column in contract.columns -%}
            {%- do texts.append("coalesce(cast(" ~ column ~ " as " ~ dbt.type_string() ~ "), '')") -%}
        {%- endfor -%}
    {%- endif -%}
    md5({{ texts | join(" || '|' || ") }})
{%- endmacro %}
