{#- Incrementally, the new rows and the rows already staged under the same keys. -#}
{% macro with_staged_copies(relation, key) -%}
    select * from {{ relation }}
    {%- if is_incremental() %}
    union all
    select {{ columns_of_copies() | join(', ') }} from {{ this }}
    where {{ key }} in (select {{ key }} from {{ relation }})
    {%- endif -%}
{%- endmacro %}

{#- The columns a staged row shares with a copy: all but what is told of all copies. -#}
{% macro columns_of_copies() -%}
    {%- set names = adapter.get_columns_in_relation(this) | map(attribute='name') -%}
    {{ return(names | reject('equalto', 'first_landed_at') | list) }}
{%- endmacro %}
