{#- Joins the features of one topic to each customer and as-of date. -#}
{% macro join_topic(topic) -%}
    left join {{ topic }}
        on customers_as_of.customer_id = {{ topic }}.customer_id
        and customers_as_of.as_of_date = {{ topic }}.as_of_date
{%- endmacro %}
