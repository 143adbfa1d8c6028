with

landed_files as (

    select * from {{ source('landing', 'files') }}

),

quarantined_records as (

    select * from {{ ref('quarantined_records') }}

),

-- one row per entity: copies that staging left out, counted from what landed
left_out as (

    {% for entity in landed_entities() -%}
    {{ left_out_copies(*entity.split('/')) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

landed as (

    select
        entity,
        sum(landed_count) as landed_count,
        sum(quarantined_count) as quarantined_count
    from landed_files
    group by entity

),

quarantined as (

    select
        entity,
        count(*) as quarantined_count
    from quarantined_records
    group by entity

),

reconciliation as (

    select
        left_out.entity,
        cast(coalesce(landed.landed_count, 0) as bigint) as landed_count,
        cast(left_out.duplicate_count as bigint) as duplicate_count,
        cast(left_out.conflict_count as bigint) as conflict_count,
        cast(
            coalesce(landed.quarantined_count, 0) + coalesce(quarantined.quarantined_count, 0) as bigint
        ) as quarantined_count,
        cast(left_out.staged_row_count - coalesce(quarantined.quarantined_count, 0) as bigint) as staged_count
    from left_out
    left join landed on left_out.entity = landed.entity
    left join quarantined on left_out.entity = quarantined.entity

)

select * from reconciliation
