with

landed_files as (

    select * from {{ source('landing', 'files') }}

),

repeated_copies as (

    select * from {{ ref('int_identity__repeated_copies') }}

),

quarantined_records as (

    select * from {{ ref('quarantined_records') }}

),

compared_copies as (

    select
        *,
        lag(content_hash) over (
            partition by entity, record_id, copy_rank order by known_at
        ) as previous_content_hash
    from repeated_copies

),

-- left out of staging for saying again what is known, or for saying otherwise
left_out as (

    select
        entity,
        sum(
            case
                when copy_rank > 1 and content_hash = kept_content_hash then 1
                when copy_rank = 1 and is_state and content_hash = previous_content_hash then 1
                else 0
            end
        ) as duplicate_count,
        sum(case when copy_rank > 1 and content_hash <> kept_content_hash then 1 else 0 end) as conflict_count
    from compared_copies
    group by entity

),

staged as (

    {% for entity in landed_entities() -%}
    select
        '{{ entity }}' as entity,
        count(*) as staged_row_count
    from {{ ref('stg_' ~ entity.replace('/', '__')) }}
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
        staged.entity,
        cast(coalesce(landed.landed_count, 0) as bigint) as landed_count,
        cast(coalesce(left_out.duplicate_count, 0) as bigint) as duplicate_count,
        cast(coalesce(left_out.conflict_count, 0) as bigint) as conflict_count,
        cast(
            coalesce(landed.quarantined_count, 0) + coalesce(quarantined.quarantined_count, 0) as bigint
        ) as quarantined_count,
        cast(staged.staged_row_count - coalesce(quarantined.quarantined_count, 0) as bigint) as staged_count
    from staged
    left join left_out on staged.entity = left_out.entity
    left join landed on staged.entity = landed.entity
    left join quarantined on staged.entity = quarantined.entity

)

select * from reconciliation
