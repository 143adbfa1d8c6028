{#- An e-mail address as it is compared: trimmed, lower case; without an @ it is none. -#}
{% macro normalized_email(column) -%}
    {%- set text = "lower(" ~ normalized_text(column) ~ ")" -%}
    case when {{ text }} like '%@%' then {{ text }} end
{%- endmacro %}
