{#- One row per key: the copy known first, whatever order files were processed in.
    Only repeated keys are ordered; they are few. -#}
{% macro first_known(relation, key) -%}
    select {{ relation }}.*
    from {{ relation }}
    left join (
        select
            landed_file_id,
            landed_row_number
        from (
            select
                {{ relation }}.landed_file_id,
                {{ relation }}.landed_row_number,
                row_number() over (
                    partition by {{ relation }}.{{ key }}
                    order by {{ copy_order(relation) }}
                ) as copy_number
            from {{ relation }}
            inner join (
                select {{ key }} from {{ relation }} group by {{ key }} having count(*) > 1
            ) as repeated_keys
                on {{ relation }}.{{ key }} = repeated_keys.{{ key }}
        ) as ordered_copies
        where copy_number > 1
    ) as later_copies
        on {{ relation }}.landed_file_id = later_copies.landed_file_id
        and {{ relation }}.landed_row_number = later_copies.landed_row_number
    where later_copies.landed_file_id is null
{%- endmacro %}
