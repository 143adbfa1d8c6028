{#- Fails for each row of which a number is 0 or less; blank passes. -#}
{% test positive(model, column_name) %}

select *
from {{ model }}
where {{ column_name }} <= 0

{% endtest %}
