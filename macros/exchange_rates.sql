{#- Joins the rate of a row's currency on its business date; blank is the project's.
    An inner join: rows without a rate are in audit.quarantined_records. -#}
{% macro join_exchange_rates(relation, at, kind='inner') -%}
    {{ kind }} join exchange_rates
        on coalesce(upper(trim({{ relation }}.currency)), '{{ project_currency() }}') = exchange_rates.currency
        and {{ local_date(relation ~ '.' ~ at) }} >= exchange_rates.valid_from
        and {{ local_date(relation ~ '.' ~ at) }} < exchange_rates.valid_to
{%- endmacro %}

{#- An amount of a row in project currency, exact to four decimals. -#}
{% macro in_project_currency(amount) -%}
    cast({{ amount }} * exchange_rates.project_units_per_unit as {{ money_type() }})
{%- endmacro %}

{#- The var as it is compared, whatever its case. -#}
{% macro project_currency() -%}
    {{ return(var('project_currency') | upper | trim) }}
{%- endmacro %}
