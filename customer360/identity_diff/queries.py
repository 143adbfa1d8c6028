"""The questions to two builds: `base`, as it is, and `tried`, by other rules."""

# one row per customer now: how many groups its identifiers would be in, and with how
# many other customers of now
FATES = """
create temp table fates as
with

pairs as (

    select
        before.customer_id,
        before.identifier_id,
        coalesce(after.profile_id, before.identifier_id) as next_profile_id,
        after.customer_id as next_customer_id
    from base.identity.identity_map as before
    left join tried.identity.identity_map as after
        on before.identifier_id = after.identifier_id
    where before.customer_id is not null

),

next_profiles as (

    select
        coalesce(after.profile_id, after.identifier_id) as next_profile_id,
        count(*) as identifier_count,
        count(distinct before.customer_id) as customer_count
    from tried.identity.identity_map as after
    left join base.identity.identity_map as before
        on after.identifier_id = before.identifier_id
    group by next_profile_id

),

totals as (

    select
        pairs.customer_id,
        count(*) as identifier_count,
        count(distinct pairs.next_profile_id) as group_count,
        count(pairs.next_customer_id) as kept_count,
        max(next_profiles.customer_count) as met_count,
        max(next_profiles.identifier_count) as next_identifier_count,
        max(pairs.next_customer_id) as next_customer_id
    from pairs
    left join next_profiles
        on pairs.next_profile_id = next_profiles.next_profile_id
    group by pairs.customer_id

)

select
    customer_id,
    case
        when kept_count = 0 then 'ended'
        when group_count > 1 and met_count > 1 then 'split and merged'
        when group_count > 1 then 'split'
        when met_count > 1 then 'merged'
        when next_identifier_count > identifier_count then 'grown'
        when next_customer_id <> customer_id then 'renamed'
        else 'unchanged'
    end as fate
from totals
"""
CUSTOMERS = "select count(distinct customer_id) from {map}"
NEW = """
select count(*) from (
    select after.customer_id
    from tried.identity.identity_map as after
    left join base.identity.identity_map as before
        on after.identifier_id = before.identifier_id
    where after.customer_id is not null
    group by after.customer_id
    having count(before.customer_id) = 0
)
"""
ORDERS = """
with

owned as (

    select
        orders.order_amount,
        coalesce(first_now.customer_id, second_now.customer_id) as customer_id,
        coalesce(first_then.customer_id, second_then.customer_id) as next_customer_id
    from base.activities.orders as orders
    left join base.identity.identity_map as first_now
        on orders.identifier_id = first_now.identifier_id
    left join base.identity.identity_map as second_now
        on orders.fallback_identifier_id = second_now.identifier_id
    left join tried.identity.identity_map as first_then
        on orders.identifier_id = first_then.identifier_id
    left join tried.identity.identity_map as second_then
        on orders.fallback_identifier_id = second_then.identifier_id

)

select
    count(*) as order_count,
    coalesce(sum(order_amount), 0) as order_amount,
    count(*) filter (is_moved) as moved_count,
    coalesce(sum(order_amount) filter (is_moved), 0) as moved_amount,
    count(*) filter (is_moved and next_customer_id is null) as lost_count,
    count(*) filter (is_moved and customer_id is null) as won_count
from (select *, customer_id is distinct from next_customer_id as is_moved from owned)
"""
SIZES = """
select
    cast(any_value(sizes.profile_id) as varchar) as profile_id,
    any_value(sizes.is_customer) as is_customer,
    any_value(sizes.identifier_count) as identifier_count,
    string_agg(type_count || ' ' || identifier_type, ', ' order by identifier_type)
        as identifiers
from (
    select
        profile_id,
        count(customer_id) > 0 as is_customer,
        count(*) as identifier_count
    from {map}
    where profile_id is not null
    group by profile_id
    order by identifier_count desc, profile_id
    limit {largest}
) as sizes
inner join (
    select map.profile_id, identifiers.identifier_type, count(*) as type_count
    from {map} as map
    inner join base.identity.identifiers as identifiers
        on map.identifier_id = identifiers.identifier_id
    group by map.profile_id, identifiers.identifier_type
) as types on sizes.profile_id = types.profile_id
group by sizes.profile_id
order by any_value(sizes.identifier_count) desc, sizes.profile_id
"""
REFUSALS = """
select
    coalesce(before.reason, after.reason) as reason,
    count(before.rule) as now_count,
    count(after.rule) as then_count,
    count(after.rule) filter (before.rule is null) as new_count,
    count(before.rule) filter (after.rule is null) as gone_count
from base.identity.identity_refused_edges as before
full join tried.identity.identity_refused_edges as after
    on before.identifier_id_a = after.identifier_id_a
    and before.identifier_id_b = after.identifier_id_b
    and before.rule = after.rule
    and before.reason = after.reason
group by all
order by all
"""
