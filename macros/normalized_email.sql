{#- An e-mail address as it is compared: trimmed, lower case, blank is null. -#}
{% macro normalized_email(column) -%}
    lower({{ normalized_text(column) }})
{%- endmacro %}
