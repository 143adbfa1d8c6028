{#- One row per key: the copy known first, whatever order files were processed in, with
    first_landed_at of all its copies: a backfill that was known earlier but landed
    later must rename nobody. Only repeated keys are ordered; they are few. -#}
{% macro first_known(relation, key) -%}
    select
        {{ relation }}.*,
        {% if is_incremental() -%}
        least(
            coalesce(ordered_copies.first_landed_at, {{ relation }}.landed_at),
            coalesce(staged_before.first_landed_at, {{ relation }}.landed_at)
        ) as first_landed_at
        {%- else -%}
        coalesce(ordered_copies.first_landed_at, {{ relation }}.landed_at) as first_landed_at
        {%- endif %}
    from {{ relation }}
    left join (
        select
            landed_file_id,
            landed_row_number,
            row_number() over (partition by {{ key }} order by {{ copy_order(relation) }}) as copy_number,
            min(landed_at) over (partition by {{ key }}) as first_landed_at
        from {{ relation }}
        where {{ key }} in (select {{ key }} from {{ relation }} group by {{ key }} having count(*) > 1)
    ) as ordered_copies
        on {{ relation }}.landed_file_id = ordered_copies.landed_file_id
        and {{ relation }}.landed_row_number = ordered_copies.landed_row_number
    {%- if is_incremental() %}
    left join (
        select
            {{ key }},
            first_landed_at
        from {{ this }}
    ) as staged_before
        on {{ relation }}.{{ key }} = staged_before.{{ key }}
    {%- endif %}
    where ordered_copies.copy_number is null or ordered_copies.copy_number = 1
{%- endmacro %}
