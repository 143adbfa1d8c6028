with

identifier_types as (

    select * from {{ ref('identifier_types') }}

),

identifiers as (

    select * from {{ ref('identifiers') }}

),

identity_map as (

    select * from {{ ref('identity_map') }}

),

-- a durable identifier makes a customer, unless it is blocked or shared by several people
fates as (

    select
        identifier_types.identifier_type,
        identifier_types.is_durable,
        identifiers.identifier_id,
        case
            when identifiers.identifier_id is null then null
            when identifiers.is_blocked then 'blocked'
            when identity_map.customer_id is not null then 'of_customer'
            when identifier_types.is_durable then 'shared'
            else 'of_visitor'
        end as fate
    from identifier_types
    left join identifiers
        on identifier_types.identifier_type = identifiers.identifier_type
    left join identity_map
        on identifiers.identifier_id = identity_map.identifier_id

),

identifiers_per_type as (

    select
        identifier_type,
        is_durable,
        count(identifier_id) as identifier_count,
        count(case when fate = 'of_customer' then identifier_id end) as of_customers_count,
        count(case when fate = 'of_visitor' then identifier_id end) as of_visitors_count,
        count(case when fate = 'shared' then identifier_id end) as shared_count,
        count(case when fate = 'blocked' then identifier_id end) as blocked_count
    from fates
    group by identifier_type, is_durable

)

select * from identifiers_per_type
