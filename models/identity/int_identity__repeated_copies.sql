with

-- copies of a key; of a state, only copies known at one time stand in for each other
copies as (

    {% for entity in landed_entities() -%}
    {{ repeated_copies(*entity.split('/')) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

ranked_copies as (

    select
        *,
        case
            when is_state
                then row_number() over (
                    partition by entity, record_id, known_at
                    order by landed_at desc, landed_file_id desc, landed_row_number desc
                )
            else row_number() over (
                partition by entity, record_id
                order by known_at, landed_at, landed_file_id, landed_row_number
            )
        end as copy_rank
    from copies

),

-- the copy that staging keeps has rank 1
repeated_copies as (

    select
        *,
        first_value(content_hash) over (
            partition by entity, record_id, case when is_state then known_at end
            order by copy_rank
        ) as kept_content_hash
    from ranked_copies

)

select * from repeated_copies
