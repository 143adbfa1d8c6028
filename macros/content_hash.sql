{#- A hash of all contract columns of a landed row: two copies say the same, or not. -#}
{% macro content_hash(system, entity) -%}
    {%- set texts = ["''"] -%}
    {%- if execute -%}
        {%- set contract = graph.sources['source.' ~ project_name ~ '.' ~ system ~ '.' ~ entity] -%}
        {%- for column in contract.columns -%}
            {%- do texts.append("coalesce(cast(" ~ column ~ " as " ~ dbt.type_string() ~ "), '')") -%}
        {%- endfor -%}
    {%- endif -%}
    {{ hash_of_texts(texts) }}
{%- endmacro %}

{#- A hash of texts, each after its length: where one ends and the next begins counts. -#}
{% macro hash_of_texts(texts) -%}
    {%- set measured = [] -%}
    {%- for text in texts -%}
        {%- do measured.append("cast(length(" ~ text ~ ") as " ~ dbt.type_string() ~ ") || ':' || " ~ text) -%}
    {%- endfor -%}
    md5({{ measured | join(" || ") }})
{%- endmacro %}
