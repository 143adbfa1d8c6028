{#- One row per distinct version of a state, with known_from and known_to (null:
    current). Of copies known at one time the last landed wins; a copy that says
    what the version before it said is no version. -#}
{% macro versions(relation, key) -%}
    select
        {{ relation }}.*,
        version_times.known_from,
        version_times.known_to
    from {{ relation }}
    inner join (
        select
            landed_file_id,
            landed_row_number,
            known_at as known_from,
            lead(known_at) over (partition by {{ key }} order by known_at) as known_to
        from (
            select
                *,
                lag(content_hash) over (partition by {{ key }} order by known_at) as previous_content_hash
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
            ) as ordered_copies
            where copy_number = 1
        ) as last_copies
        where previous_content_hash is null or previous_content_hash <> content_hash
    ) as version_times
        on {{ relation }}.landed_file_id = version_times.landed_file_id
        and {{ relation }}.landed_row_number = version_times.landed_row_number
{%- endmacro %}
