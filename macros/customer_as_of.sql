{#- Joins whose a row was at as_of_date: its identifier's customer, else its fallback's. -#}
{% macro join_customer_as_of(relation, dates='as_of_dates') -%}
    left join identifier_history as strongest
        on {{ relation }}.identifier_id = strongest.identifier_id
        and {{ dates }}.as_of_date >= strongest.known_from
        and ({{ dates }}.as_of_date < strongest.known_to or strongest.known_to is null)
    left join identifier_history as fallback
        on {{ relation }}.fallback_identifier_id = fallback.identifier_id
        and {{ dates }}.as_of_date >= fallback.known_from
        and ({{ dates }}.as_of_date < fallback.known_to or fallback.known_to is null)
    where coalesce(strongest.customer_id, fallback.customer_id) is not null
{%- endmacro %}
