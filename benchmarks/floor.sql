-- What a build cannot do without, by hand: of each source one scan and one
-- deduplication, one cut into sessions, one aggregate each. No dbt, no tests, one
-- clock, one identifier a record, the last version of a state.
-- {salt} is the salt of identifier ids; the views `landed.<system>__<entity>` are
-- made by build.py, empty where a source has not landed.

create or replace macro identifier(type, value) as cast(md5('{salt}|' || type || '|' || value) as uuid);

create or replace table web_events as
select
    coalesce(identifier('user_id', user_id), identifier('email', lower(email)), identifier('anonymous_id', anonymous_id))
        as identifier_id,
    event_id, event_at, known_at, event_name, platform, anonymous_id, user_id, email, product_id,
    page_url, utm_source, utm_medium, utm_campaign, search_query, engaged_seconds, user_agent
from landed.web__events
qualify row_number() over (partition by event_id order by known_at) = 1;

create or replace table receipts as
select
    coalesce(
        identifier('loyalty_id', loyalty_id), identifier('email', lower(receipt_email)),
        identifier('payment_token', payment_token)
    ) as identifier_id,
    transaction_id, order_id, transacted_at, store_id, total_amount, discount_amount, is_return, known_at
from landed.pos__transactions
qualify row_number() over (partition by transaction_id order by known_at) = 1;

create or replace table receipt_lines as
select transaction_line_id, transaction_id, product_id, quantity, unit_price_amount, known_at
from landed.pos__transaction_lines
qualify row_number() over (partition by transaction_line_id order by known_at) = 1;

create or replace table crm_orders as
select
    coalesce(
        identifier('user_id', user_id), identifier('loyalty_id', loyalty_id),
        identifier('contact_id', contact_id), identifier('email', lower(email))
    ) as identifier_id,
    order_id, ordered_at, status, channel, order_amount, discount_amount, known_at
from landed.crm__orders
qualify row_number() over (partition by order_id order by known_at desc) = 1;

create or replace table crm_lines as
select order_line_id, order_id, product_id, quantity, unit_price_amount, known_at
from landed.crm__order_lines
qualify row_number() over (partition by order_line_id order by known_at desc) = 1;

create or replace table products as
select product_id, min_by(category, known_at) as category
from landed.catalog__products
group by product_id;

-- the other sources, each as things done
create or replace table touches as
select
    identifier('loyalty_id', loyalty_id) as identifier_id, occurred_at as activity_at, known_at,
    'loyalty_' || event_type as activity_type, 'loyalty' as channel, cast(null as varchar) as store_id, 0 as seconds
from landed.crm__loyalty_events
qualify row_number() over (partition by loyalty_event_id order by known_at) = 1
union all
select identifier('contact_id', contact_id), sent_at, known_at, 'campaign_contact', channel, null, 0
from landed.crm__campaign_contacts
where not is_control
qualify row_number() over (partition by campaign_contact_id order by known_at) = 1
union all
select identifier('contact_id', contact_id), opened_at, known_at, 'ticket', channel, null, 0
from landed.crm__support_tickets
qualify row_number() over (partition by ticket_id order by known_at) = 1
union all
select identifier('social_handle', network || ':' || social_handle), engaged_at, known_at, engagement_type, 'social', null, 0
from landed.social__engagements
qualify row_number() over (partition by engagement_id order by known_at) = 1
union all
select identifier('device_id', device_id), recorded_at, known_at, 'device_use', 'device', null, cast(usage_minutes * 60 as bigint)
from landed.iot__usage
qualify row_number() over (partition by usage_id order by known_at) = 1
union all
select identifier('device_id', device_id), pinged_at, known_at, 'store_visit', 'store', store_id, dwell_seconds
from landed.iot__locations
qualify row_number() over (partition by ping_id order by known_at) = 1
union all
select identifier('contact_id', contact_id), reviewed_at, known_at, 'review', 'web', null, 0
from landed.catalog__reviews
qualify row_number() over (partition by review_id order by known_at) = 1;

create or replace table sessions as
with ordered_events as (
    select *, lag(event_at) over (partition by coalesce(anonymous_id, user_id) order by event_at) as before
    from web_events
),
numbered_events as (
    select
        *,
        sum(case when before is null or event_at - before > interval 30 minutes then 1 else 0 end)
            over (partition by coalesce(anonymous_id, user_id) order by event_at) as visit_number
    from ordered_events
)
select
    coalesce(anonymous_id, user_id) as visitor_key,
    visit_number,
    any_value(identifier_id) as identifier_id,
    any_value(platform) as platform,
    min(event_at) as started_at,
    max(event_at) as ended_at,
    min(known_at) as known_at,
    count(*) filter (where event_name = 'page_view') as page_view_count,
    bool_or(event_name = 'purchase') as has_order,
    any_value(utm_source) as utm_source
from numbered_events
group by all;

create or replace table orders as
select order_id, identifier_id, ordered_at, channel, null as store_id, order_amount, discount_amount, known_at
from crm_orders
where status <> 'cancelled'
union all
select transaction_id, identifier_id, transacted_at, 'store', store_id, total_amount, discount_amount, known_at
from receipts
where order_id is null and not coalesce(is_return, false);

create or replace table daily_activities as
with activities as (
    select identifier_id, ordered_at as activity_at, known_at, 'order' as activity_type, channel, store_id,
        order_amount, discount_amount, 0 as seconds
    from orders
    union all
    select identifier_id, transacted_at, known_at, 'return', 'store', store_id, total_amount, 0, 0
    from receipts
    where is_return
    union all
    select identifier_id, started_at, known_at, 'session', platform, null, 0, 0, date_diff('second', started_at, ended_at)
    from sessions
    union all
    select identifier_id, event_at, known_at, event_name, platform, null, 0, 0, 0
    from web_events
    where event_name in ('search', 'add_to_cart')
    union all
    select identifier_id, activity_at, known_at, activity_type, channel, store_id, 0, 0, seconds
    from touches
)
select
    identifier_id,
    cast(activity_at as date) as activity_date,
    cast(known_at as date) as known_date,
    activity_type,
    channel,
    store_id,
    count(*) as activity_count,
    sum(order_amount) as revenue_amount,
    sum(discount_amount) as discount_amount,
    sum(seconds) as duration_seconds
from activities
group by all;

create or replace table daily_category_purchases as
with lines as (
    select transaction_id as order_id, product_id, quantity, unit_price_amount, known_at from receipt_lines
    union all
    select order_id, product_id, quantity, unit_price_amount, known_at from crm_lines
),
owners as (
    select transaction_id as order_id, identifier_id, transacted_at as ordered_at from receipts
    where not coalesce(is_return, false)
    union all
    select order_id, identifier_id, ordered_at from crm_orders
)
select
    owners.identifier_id,
    cast(owners.ordered_at as date) as activity_date,
    cast(lines.known_at as date) as known_date,
    products.category,
    count(*) as line_count,
    sum(lines.quantity) as quantity,
    sum(cast(lines.quantity * lines.unit_price_amount as decimal(18, 4))) as line_amount
from lines
inner join owners on lines.order_id = owners.order_id
left join products on lines.product_id = products.product_id
group by all;
