with

-- copies that staging kept until another one landed, which says something else
overruled_copies as (

    select * from {{ ref('int_identity__repeated_copies') }}
    where content_hash <> kept_content_hash and landed_at < overruled_at

),

observed_identifiers as (

    select * from {{ ref('observed_identifiers') }}

),

shown as (

    {{ unpivoted_identifiers('overruled_copies', ['known_at', 'landed_at', 'overruled_at']) }}

),

-- since when records show it that are believed now
still_shown as (

    select
        identifier_type,
        identifier_value,
        min(landed_at) as still_shown_from
    from observed_identifiers
    group by identifier_type, identifier_value

),

shown_before as (

    select
        shown.*,
        still_shown.still_shown_from,
        -- until when copies that landed no later than this one showed it
        max(shown.overruled_at) over (
            partition by shown.identifier_type, shown.identifier_value
            order by shown.landed_at
            range between unbounded preceding and current row
        ) as shown_to
    from shown
    inner join still_shown
        on shown.identifier_type = still_shown.identifier_type
        and shown.identifier_value = still_shown.identifier_value
    where shown.landed_at < still_shown.still_shown_from

),

gaps as (

    select
        *,
        coalesce(
            lead(landed_at) over (
                partition by identifier_type, identifier_value
                order by landed_at
            ),
            still_shown_from
        ) > shown_to as is_gone_afterwards
    from shown_before

),

with_last_gap as (

    select
        *,
        max(case when is_gone_afterwards then landed_at end) over (
            partition by identifier_type, identifier_value
        ) as gone_after
    from gaps

),

-- an identifier that was shown ever since has been here since
overruled_landings as (

    select
        {{ identifier_id('identifier_type', 'identifier_value') }} as identifier_id,
        identifier_type,
        identifier_value,
        known_at,
        {{ local_date('landed_at') }} as landed_date,
        min(landed_at) as landed_at
    from with_last_gap
    where gone_after is null or landed_at > gone_after
    group by identifier_type, identifier_value, known_at, {{ local_date('landed_at') }}

)

select * from overruled_landings
