with

identity_map as (

    select * from {{ ref('identity_map') }}

),

components as (

    select
        profile_id,
        max(customer_id) as customer_id,
        count(*) as identifier_count
    from identity_map
    where profile_id is not null
    group by profile_id

),

component_sizes as (

    select
        identifier_count,
        count(customer_id) as customer_count,
        count(*) - count(customer_id) as visitor_count
    from components
    group by identifier_count

)

select * from component_sizes
