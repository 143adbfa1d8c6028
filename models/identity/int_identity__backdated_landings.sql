with

observed_identifiers as (

    select * from {{ ref('observed_identifiers') }}

),

overruled_landings as (

    select * from {{ ref('int_identity__overruled_landings') }}

),

all_landings as (

    select
        identifier_id,
        landed_date,
        known_at
    from observed_identifiers
    union all
    select
        identifier_id,
        landed_date,
        known_at
    from overruled_landings

),

landings as (

    select
        identifier_id,
        landed_date,
        min({{ local_date('known_at') }}) as known_date
    from all_landings
    group by identifier_id, landed_date

),

landings_before as (

    select
        *,
        min(known_date) over (
            partition by identifier_id
            order by landed_date
            rows between unbounded preceding and 1 preceding
        ) as known_date_before
    from landings

),

-- identifiers of which a later landing told an earlier past: few
backdated_identifiers as (

    select distinct identifier_id
    from landings_before
    where known_date < known_date_before

),

-- all landings of those, whose seniority depends on the date
backdated_landings as (

    select landings.*
    from landings
    inner join backdated_identifiers on landings.identifier_id = backdated_identifiers.identifier_id

)

select * from backdated_landings
