{#- One row per key: the copy known first, whatever order files were processed in.
    Only repeated keys are ordered; they are few. -#}
{% macro first_known(relation, key) -%}
    select {{ relation }}.*
    from {{ relation }}
    left join (
        select
            landed_file_id,
            landed_row_number,
            row_number() over (partition by {{ key }} order by {{ copy_order(relation) }}) as copy_number
        from {{ relation }}
        where {{ key }} in (select {{ key }} from {{ relation }} group by {{ key }} having count(*) > 1)
    ) as ordered_copies
        on {{ relation }}.landed_file_id = ordered_copies.landed_file_id
        and {{ relation }}.landed_row_number = ordered_copies.landed_row_number
    where ordered_copies.copy_number is null or ordered_copies.copy_number = 1
{%- endmacro %}
