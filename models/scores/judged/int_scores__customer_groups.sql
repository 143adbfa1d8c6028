with

last_judged as (

    select * from {{ ref('int_scores__last_judged') }}

),

features as (

    select * from {{ ref('feat_customers') }}

),

segments as (

    select * from {{ ref('score_customer__segment') }}

),

contacts as (

    select * from {{ ref('stg_crm__contacts') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

judged_dates as (

    select as_of_date from last_judged
    group by as_of_date

),

-- where the contact written last lives: what is known now, of whose it was then
ranked_countries as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        judged_dates.as_of_date,
        contacts.country,
        row_number() over (
            partition by coalesce(strongest.customer_id, fallback.customer_id), judged_dates.as_of_date
            order by contacts.updated_at desc, contacts.contact_id desc
        ) as contact_rank
    from contacts
    inner join judged_dates
        on contacts.known_to is null
        and contacts.country is not null
    {{ join_customer_as_of('contacts', dates='judged_dates') }}

),

spenders as (

    select
        features.customer_id,
        features.as_of_date,
        row_number() over (
            partition by features.as_of_date order by features.order_amount_sum_365d, features.customer_id
        ) as spend_place,
        count(*) over (partition by features.as_of_date) as customer_count
    from features
    inner join judged_dates on features.as_of_date = judged_dates.as_of_date
    where features.days_since_last_order is not null

),

customer_groups as (

    select
        spenders.customer_id,
        spenders.as_of_date,
        coalesce(segments.segment_name, 'none') as segment,
        coalesce(features.preferred_channel, 'none') as channel,
        coalesce(features.loyalty_tier, 'none') as loyalty_tier,
        coalesce(ranked_countries.country, 'unknown') as country,
        case when features.has_account then 'with' else 'without' end as account,
        case
            when features.days_since_first_order < 90 then 'below 90 days'
            when features.days_since_first_order < 365 then '90 to 364 days'
            else '365 days and more'
        end as tenure,
        case
            when features.order_count_lifetime <= 1 then '1'
            when features.order_count_lifetime < 5 then '2 to 4'
            else '5 and more'
        end as orders,
        case {{ equal_size_bin('spenders.spend_place', 'spenders.customer_count', bins=3) }}
            when 1 then 'lowest third'
            when 2 then 'middle third'
            else 'highest third'
        end as spend
    from spenders
    inner join features
        on spenders.customer_id = features.customer_id
        and spenders.as_of_date = features.as_of_date
    left join ranked_countries
        on spenders.customer_id = ranked_countries.customer_id
        and spenders.as_of_date = ranked_countries.as_of_date
        and ranked_countries.contact_rank = 1
    left join segments
        on spenders.customer_id = cast(segments.customer_id as {{ identifier_id_type() }})
        and spenders.as_of_date = segments.as_of_date

)

select * from customer_groups
