{#- One row per distinct version of a state, with known_from and known_to (null:
    current). Of copies known at one time the last landed wins; a copy that says
    what the version before it said is no version. Only repeated keys are ordered: of the
    others the one copy is the version. -#}
{% macro versions(relation, key) -%}
    {%- set last_content_hash = last_not_null('case when copy_number = 1 then content_hash end') -%}
    {%- set in_time = 'partition by ' ~ key ~ ' order by known_at, copy_number desc' -%}
    select
        {{ relation }}.*,
        {{ relation }}.known_at as known_from,
        repeated_copies.known_to
    from {{ relation }}
    left join (
        select
            landed_file_id,
            landed_row_number,
            is_version,
            min(case when is_version then known_at end) over (
                {{ in_time }} rows between 1 following and unbounded following
            ) as known_to
        from (
            select
                *,
                copy_number = 1
                and content_hash <> coalesce({{ last_content_hash }} over (
                    {{ in_time }} rows between unbounded preceding and 1 preceding
                ), '') as is_version
            from (
                select
                    {{ key }},
                    content_hash,
                    known_at,
                    landed_file_id,
                    landed_row_number,
                    row_number() over (
                        partition by {{ key }}, known_at
                        order by landed_at desc, landed_file_id desc, landed_row_number desc
                    ) as copy_number
                from {{ relation }}
                where {{ key }} in (select {{ key }} from {{ relation }} group by {{ key }} having count(*) > 1)
            ) as numbered_copies
        ) as ordered_copies
    ) as repeated_copies
        on {{ relation }}.landed_file_id = repeated_copies.landed_file_id
        and {{ relation }}.landed_row_number = repeated_copies.landed_row_number
    where repeated_copies.landed_row_number is null or repeated_copies.is_version
{%- endmacro %}
