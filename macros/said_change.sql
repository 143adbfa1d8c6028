{#- A number in words. -#}
{% macro said_number(number) -%}
    cast(cast(round({{ number }}) as {{ dbt.type_bigint() }}) as {{ dbt.type_string() }})
{%- endmacro %}

{#- A share in words: 12%. -#}
{% macro said_share(share) -%}
    {{ said_number('100 * ' ~ share) }} || '%'
{%- endmacro %}

{#- What went up or down by `least` or more, with both values and `; ` behind; else, and of
    what was not known, nothing. `said` is the macro that puts a value into words. -#}
{% macro said_change(what, before, after, least, said) -%}
    case
        when {{ after }} - {{ before }} >= {{ least }}
            then '{{ what }} up from ' || {{ said(before) }} || ' to ' || {{ said(after) }} || '; '
        when {{ before }} - {{ after }} >= {{ least }}
            then '{{ what }} down from ' || {{ said(before) }} || ' to ' || {{ said(after) }} || '; '
        else ''
    end
{%- endmacro %}

{#- A date in words: 2026-02-01. -#}
{% macro said_date(date) -%}
    cast({{ date }} as {{ dbt.type_string() }})
{%- endmacro %}
