{#- Fails for each row of which a column says what another one says. -#}
{% test differs(model, column_name, other) %}

select *
from {{ model }}
where {{ column_name }} = {{ other }}

{% endtest %}
