{#- Joins the rate of a row's currency on its business date; blank is the project's.
    `at` names its timestamp, or the business date itself where is_date is true.
    An inner join: rows without a rate are in audit.quarantined_records. -#}
{% macro join_exchange_rates(relation, at, kind='inner', is_date=false) -%}
    {%- set date = relation ~ '.' ~ at if is_date else local_date(relation ~ '.' ~ at) %}
    {{ kind }} join exchange_rates
        on coalesce(upper(trim({{ relation }}.currency)), '{{ project_currency() }}') = exchange_rates.currency
        and {{ date }} >= exchange_rates.valid_from
        and {{ date }} < exchange_rates.valid_to
{%- endmacro %}

{#- An amount of a row in project currency, exact to four decimals. Most are in it
    already, and multiplying by a rate of so many digits is dear. -#}
{% macro in_project_currency(amount, rate='exchange_rates.project_units_per_unit') -%}
    case
        when {{ rate }} = 1 then cast({{ amount }} as {{ money_type() }})
        else cast({{ amount }} * {{ rate }} as {{ money_type() }})
    end
{%- endmacro %}

{#- The var as it is compared, whatever its case. -#}
{% macro project_currency() -%}
    {{ return(var('project_currency') | upper | trim) }}
{%- endmacro %}
