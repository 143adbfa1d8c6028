{#- One row per key: the copy known first, whatever order files were processed in, with
    first_landed_at of all its copies: a backfill that was known earlier but landed
    later must rename nobody. Only repeated keys are ordered; they are few. -#}
{% macro first_known(relation, key) -%}
    select
        {{ relation }}.*,
        coalesce(landings.first_landed_at, {{ relation }}.landed_at) as first_landed_at
    from {{ relation }}
    left join (
        select
            {{ key }},
            min(landed_at) as first_landed_at
        from (
            select
                {{ key }},
                landed_at
            from {{ relation }}
            where {{ key }} in ({{ repeated_keys(relation, key) }})
            {%- if is_incremental() %}
            union all
            select
                {{ key }},
                first_landed_at as landed_at
            from {{ this }}
            where {{ key }} in (select {{ key }} from {{ relation }})
            {%- endif %}
        ) as copies_landed
        group by {{ key }}
    ) as landings
        on {{ relation }}.{{ key }} = landings.{{ key }}
    left join (
        select
            landed_file_id,
            landed_row_number
        from (
            select
                landed_file_id,
                landed_row_number,
                row_number() over (
                    partition by {{ key }} order by {{ copy_order(relation) }}
                ) as copy_number
            from {{ relation }}
            where {{ key }} in ({{ repeated_keys(relation, key) }})
        ) as ordered_copies
        where copy_number > 1
    ) as later_copies
        on {{ relation }}.landed_file_id = later_copies.landed_file_id
        and {{ relation }}.landed_row_number = later_copies.landed_row_number
    where later_copies.landed_file_id is null
{%- endmacro %}

{% macro repeated_keys(relation, key) -%}
    select {{ key }} from {{ relation }} group by {{ key }} having count(*) > 1
{%- endmacro %}
