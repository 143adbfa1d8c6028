{#- 1 to 5 within each as-of date, 5 the greatest `measure`. Equal values share the fifth
    in which the middle of them lies, so it takes no tie-break and no five customers. -#}
{% macro quintile(measure) -%}
    cast(
        1 + floor(
            5.0
            * (
                2 * (rank() over (partition by as_of_date order by {{ measure }}) - 1)
                + count(*) over (partition by as_of_date, {{ measure }})
            )
            / (2 * count(*) over (partition by as_of_date))
        )
        as {{ dbt.type_int() }}
    )
{%- endmacro %}
