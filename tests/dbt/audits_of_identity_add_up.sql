with

component_sizes as (

    select * from {{ ref('component_sizes') }}

),

identifiers_per_type as (

    select * from {{ ref('identifiers_per_type') }}

),

records_per_strength as (

    select * from {{ ref('records_per_strength') }}

),

size_counts as (

    select coalesce(sum(identifier_count * (customer_count + visitor_count)), 0) as member_count
    from component_sizes

),

type_counts as (

    select
        sum(identifier_count) as identifier_count,
        sum(of_customers_count + of_visitors_count + shared_count) as member_count,
        sum(blocked_count) as blocked_count
    from identifiers_per_type

),

sums as (

    select
        'identifiers in components' as what,
        type_counts.member_count as expected,
        size_counts.member_count as found
    from type_counts
    cross join size_counts
    union all
    select
        'identifiers of types' as what,
        identifier_count as expected,
        member_count + blocked_count as found
    from type_counts
    union all
    select
        'records of ' || entity as what,
        record_count as expected,
        durable_count + cookie_like_count + nameless_count as found
    from records_per_strength

)

select * from sums
where expected <> found
