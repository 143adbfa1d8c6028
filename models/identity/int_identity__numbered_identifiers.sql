with

identifiers as (

    select * from {{ ref('identifiers') }}

),

-- the identifiers as the solver takes them: days for clocks
numbered_identifiers as (

    select
        identifier_number,
        identifier_id,
        identifier_type,
        is_blocked,
        {{ local_date('known_at') }} as known_date,
        {{ local_date('landed_at') }} as landed_date
    from identifiers

)

select * from numbered_identifiers
