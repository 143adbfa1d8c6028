with

landed_files as (

    select * from {{ source('landing', 'files') }}

),

freshness as (

    select
        entity,
        cast(sum(row_count) as bigint) as landed_row_count,
        max(max_event_at) as last_event_at,
        max(landed_at) as last_landed_at
    from landed_files
    group by entity

)

select * from freshness
