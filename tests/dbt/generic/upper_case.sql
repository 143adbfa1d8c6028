{#- Fails for each row of which a text has small letters, or blanks around it. -#}
{% test upper_case(model, column_name) %}

select *
from {{ model }}
where {{ column_name }} <> upper(trim({{ column_name }}))

{% endtest %}
