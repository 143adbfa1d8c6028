with

identity_map as (

    select * from {{ ref('identity_map') }}

),

identifiers as (

    select * from {{ ref('identifiers') }}

),

identifier_types as (

    select * from {{ ref('identifier_types') }}

),

identity_refused_edges as (

    select * from {{ ref('identity_refused_edges') }}

),

counted as (

    select
        identity_map.customer_id,
        count(*) as identifier_count,
        sum(case when identifier_types.is_durable then 1 else 0 end) as durable_identifier_count
    from identity_map
    inner join identifiers
        on identity_map.identifier_id = identifiers.identifier_id
    inner join identifier_types
        on identifiers.identifier_type = identifier_types.identifier_type
    where identity_map.customer_id is not null
    group by identity_map.customer_id

),

ranked as (

    select
        *,
        row_number() over (order by identifier_count desc, customer_id asc) as size_rank
    from counted

),

largest as (

    select * from ranked
    where size_rank <= 20

),

refused_ends as (

    select
        identifier_id_a as identifier_id,
        identifier_id_a,
        identifier_id_b
    from identity_refused_edges
    union all
    select
        identifier_id_b as identifier_id,
        identifier_id_a,
        identifier_id_b
    from identity_refused_edges

),

-- a pair inside of one customer, or of several rules, counts once
refused_at as (

    select distinct
        identity_map.customer_id,
        refused_ends.identifier_id_a,
        refused_ends.identifier_id_b
    from refused_ends
    inner join identity_map
        on refused_ends.identifier_id = identity_map.identifier_id

),

refused as (

    select
        customer_id,
        count(*) as refused_pair_count
    from refused_at
    group by customer_id

),

largest_customers as (

    select
        largest.size_rank,
        largest.customer_id,
        largest.identifier_count,
        cast(largest.durable_identifier_count as bigint) as durable_identifier_count,
        coalesce(refused.refused_pair_count, 0) as refused_pair_count
    from largest
    left join refused on largest.customer_id = refused.customer_id

)

select * from largest_customers
