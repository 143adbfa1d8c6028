{#- Joins whose a row is by all that is known: its identifier's customer, else its
    fallback's. `customer_id_of_row()` names the result. -#}
{% macro join_customers(relation) -%}
    left join identity_map as strongest on {{ relation }}.identifier_id = strongest.identifier_id
    left join identity_map as fallback on {{ relation }}.fallback_identifier_id = fallback.identifier_id
{%- endmacro %}

{% macro customer_id_of_row() -%}
    cast(coalesce(strongest.customer_id, fallback.customer_id) as {{ dbt.type_string() }})
{%- endmacro %}
