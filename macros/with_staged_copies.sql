{#- Incrementally, the new rows and the rows already staged under the same keys. -#}
{% macro with_staged_copies(relation, key) -%}
    select * from {{ relation }}
    {%- if is_incremental() %}
    union all
    select * from {{ this }}
    where {{ key }} in (select {{ key }} from {{ relation }})
    {%- endif -%}
{%- endmacro %}
