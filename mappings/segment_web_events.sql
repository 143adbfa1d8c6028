-- Segment: raw calls as JSON Lines, one row per page, screen, track and identify call.
-- What becomes what, and what is left out: docs/connect.md.
with

-- the documented fields that are read; those a file lacks are null
calls as (

    select
        from_json(to_json(file), '{
            "type": "VARCHAR",
            "channel": "VARCHAR",
            "messageId": "VARCHAR",
            "anonymousId": "VARCHAR",
            "userId": "VARCHAR",
            "event": "VARCHAR",
            "name": "VARCHAR",
            "timestamp": "VARCHAR",
            "originalTimestamp": "VARCHAR",
            "receivedAt": "VARCHAR",
            "traits": {"email": "VARCHAR"},
            "properties": {
                "url": "VARCHAR", "title": "VARCHAR", "referrer": "VARCHAR",
                "query": "VARCHAR", "sku": "VARCHAR", "product_id": "VARCHAR",
                "quantity": "VARCHAR", "order_id": "VARCHAR", "currency": "VARCHAR",
                "value": "VARCHAR", "revenue": "VARCHAR", "total": "VARCHAR",
                "products": [{
                    "sku": "VARCHAR", "product_id": "VARCHAR", "quantity": "VARCHAR"
                }]
            },
            "context": {
                "userAgent": "VARCHAR",
                "userAgentData": {"mobile": "BOOLEAN"},
                "traits": {"email": "VARCHAR"},
                "campaign": {"source": "VARCHAR", "medium": "VARCHAR", "name": "VARCHAR"},
                "page": {"url": "VARCHAR", "title": "VARCHAR", "referrer": "VARCHAR"},
                "device": {"type": "VARCHAR"},
                "location": {"country": "VARCHAR"}
            }
        }') as call
    from file

),

products as (

    select
        call,
        call.context as context,
        call.properties as properties,
        lower(call.context.device.type) as device,
        [coalesce(each.sku, each.product_id, '') for each in call.properties.products]
            as skus,
        [
            try_cast(each.quantity as decimal(18, 4)) for each in call.properties.products
        ] as quantities
    from calls
    where
        call.type in ('page', 'screen', 'track', 'identify')
        -- a server's call is nobody's visit
        and call.channel is distinct from 'server'

),

named as (

    select
        *,
        len(list_distinct(skus)) = 1 as is_of_one_product,
        -- words in snake case, whatever they were written in
        lower(trim(regexp_replace(
            regexp_replace(call.event, '([a-z0-9])([A-Z])', '\1_\2', 'g'),
            '[^\p{L}\p{N}]+', '_', 'g'
        ), '_')) as track_name
    from products

)

select
    call.messageid as event_id,
    coalesce(call.timestamp, call.originaltimestamp) as event_at,
    case
        when call.type in ('page', 'screen') then 'page_view'
        when call.type = 'identify' then 'identify'
        when track_name = 'product_viewed' then 'product_view'
        when track_name = 'products_searched' then 'search'
        when track_name = 'product_added' then 'add_to_cart'
        when track_name = 'order_completed' then 'purchase'
        else track_name
    end as event_name,
    case when device in ('ios', 'android') then device else 'web' end as platform,
    call.anonymousid as anonymous_id,
    call.userid as user_id,
    coalesce(call.traits.email, context.traits.email) as email,
    coalesce(properties.url, context.page.url) as page_url,
    coalesce(properties.title, context.page.title, call.name) as page_title,
    coalesce(properties.referrer, context.page.referrer) as referrer_url,
    context.campaign.source as utm_source,
    context.campaign.medium as utm_medium,
    context.campaign.name as utm_campaign,
    properties.query as search_query,
    coalesce(
        properties.sku, properties.product_id, case when is_of_one_product then skus[1] end
    ) as product_id,
    coalesce(
        properties.quantity,
        case when is_of_one_product then cast(list_sum(quantities) as varchar) end
    ) as quantity,
    properties.order_id as order_id,
    coalesce(properties.value, properties.revenue, properties.total) as value_amount,
    properties.currency as currency,
    case
        when device in ('ios', 'android') or context.useragentdata.mobile then 'mobile'
        when not context.useragentdata.mobile then 'desktop'
    end as device_type,
    context.location.country as country,
    context.useragent as user_agent,
    call.receivedat as received_at
from named
