{#- What became known, and what ceased to hold, at which time: rows with a span of
    known_from to known_to as rows that add (+1) and rows that take away (-1), so that
    a sum over known_at < T is what was known at T and nothing is ever rewritten. -#}
{% macro changes(relation, columns) -%}
    select
        {{ columns | join(', ') }},
        {{ local_date('known_from') }} as known_date,
        1 as change_sign
    from {{ relation }}
    union all
    select
        {{ columns | join(', ') }},
        {{ local_date('known_to') }} as known_date,
        -1 as change_sign
    from {{ relation }}
    where known_to is not null
{%- endmacro %}

{#- Takes out of a rollup the known dates whose changes are not those it was made
    from: files landed late, versions that came between. They are rolled up again. -#}
{% macro delete_changed_dates(known_dates) -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where not exists (
        select 1
        from {{ known_dates }} as known_dates
        where known_dates.known_date = {{ this }}.known_date
            and known_dates.fingerprint = {{ this }}.fingerprint
    )
    {%- else -%}
    select 1
    {%- endif -%}
{%- endmacro %}

{#- Incrementally, the known dates the rollup does not hold. -#}
{% macro where_known_date_is_not_rolled_up() -%}
    {%- if is_incremental() -%}
    where known_date not in (select known_date from {{ this }})
    {%- endif -%}
{%- endmacro %}
