{#- Incrementally, the rows of landed files this model has not recorded; never
    "newer than the maximum", so a late file is taken like any other. -#}
{% macro where_file_is_unrecorded() -%}
    {%- if is_incremental() -%}
    where landed_file_id not in (select landed_file_id from {{ this }})
    {%- endif -%}
{%- endmacro %}
