{#- An identifier as it is compared: trimmed, case kept, blank is null. -#}
{% macro normalized_text(column) -%}
    nullif(trim(cast({{ column }} as {{ dbt.type_string() }})), '')
{%- endmacro %}
