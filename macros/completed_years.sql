{#- Whole years from one date to another: a birthday counts on its day. -#}
{% macro completed_years(first_date, last_date) -%}
    extract(year from {{ last_date }}) - extract(year from {{ first_date }})
        - case
            when 100 * extract(month from {{ last_date }}) + extract(day from {{ last_date }})
                < 100 * extract(month from {{ first_date }}) + extract(day from {{ first_date }})
                then 1
            else 0
        end
{%- endmacro %}
