{#- Fails for each row of which a number is less than 0; blank passes. -#}
{% test not_negative(model, column_name) %}

select *
from {{ model }}
where {{ column_name }} < 0

{% endtest %}
