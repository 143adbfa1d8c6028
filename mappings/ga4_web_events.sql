-- Google Analytics 4, BigQuery export: rows of events_YYYYMMDD as JSON Lines, one row
-- per event. What becomes what, and what is left out: docs/connect.md.
with

-- the documented fields that are read; those a file lacks are null
exported as (

    select
        from_json(to_json(file), '{
            "event_timestamp": "VARCHAR",
            "event_name": "VARCHAR",
            "event_bundle_sequence_id": "VARCHAR",
            "batch_event_index": "VARCHAR",
            "platform": "VARCHAR",
            "user_id": "VARCHAR",
            "user_pseudo_id": "VARCHAR",
            "event_params": [{"key": "VARCHAR", "value": {
                "string_value": "VARCHAR", "int_value": "VARCHAR",
                "double_value": "DOUBLE", "float_value": "DOUBLE"
            }}],
            "device": {"category": "VARCHAR"},
            "geo": {"country": "VARCHAR"},
            "collected_traffic_source": {
                "manual_source": "VARCHAR", "manual_medium": "VARCHAR",
                "manual_campaign_name": "VARCHAR"
            },
            "ecommerce": {"transaction_id": "VARCHAR", "purchase_revenue": "VARCHAR"},
            "items": [{"item_id": "VARCHAR", "quantity": "VARCHAR"}]
        }') as event
    from file

),

-- a parameter may be text in one row and a number in the next: all become text
parameters as (

    select
        event,
        event.collected_traffic_source as traffic,
        [each.key for each in event.event_params] as names,
        [
            coalesce(
                each.value.string_value,
                each.value.int_value,
                cast(each.value.double_value as varchar),
                cast(each.value.float_value as varchar)
            )
            for each in event.event_params
        ] as texts,
        [coalesce(each.item_id, '') for each in event.items] as item_ids,
        [try_cast(each.quantity as decimal(18, 4)) for each in event.items] as quantities
    from exported

),

named as (

    select
        *,
        len(list_distinct(item_ids)) = 1 as is_of_one_product,
        texts[list_position(names, 'engagement_time_msec')] as engaged_milliseconds,
        coalesce(
            event.ecommerce.transaction_id,
            texts[list_position(names, 'transaction_id')]
        ) as transaction_id,
        coalesce(traffic.manual_source, texts[list_position(names, 'source')])
            as traffic_source,
        coalesce(traffic.manual_medium, texts[list_position(names, 'medium')])
            as traffic_medium,
        coalesce(traffic.manual_campaign_name, texts[list_position(names, 'campaign')])
            as traffic_campaign,
        -- events of one batch share their timestamp: what they say tells them apart
        md5(cast(to_json([names, texts, item_ids]) as varchar)) as fingerprint
    from parameters

)

select
    concat_ws(
        '-',
        event.user_pseudo_id,
        event.event_timestamp,
        event.event_bundle_sequence_id,
        event.batch_event_index,
        event.event_name,
        left(fingerprint, 12)
    ) as event_id,
    make_timestamp(try_cast(event.event_timestamp as bigint)) as event_at,
    case
        when event.event_name in ('page_view', 'screen_view') then 'page_view'
        when event.event_name = 'view_item' then 'product_view'
        when event.event_name in ('search', 'view_search_results') then 'search'
        when event.event_name in ('purchase', 'in_app_purchase') then 'purchase'
        else lower(
            regexp_replace(event.event_name, '([a-z0-9])([A-Z])', '\1_\2', 'g')
        )
    end as event_name,
    lower(event.platform) as platform,
    event.user_pseudo_id as anonymous_id,
    event.user_id as user_id,
    texts[list_position(names, 'page_location')] as page_url,
    coalesce(
        texts[list_position(names, 'page_title')],
        texts[list_position(names, 'firebase_screen')]
    ) as page_title,
    texts[list_position(names, 'page_referrer')] as referrer_url,
    -- (direct), (none) and (not set) are words of GA4, not tags
    case when traffic_source not like '(%)' then traffic_source end as utm_source,
    case when traffic_medium not like '(%)' then traffic_medium end as utm_medium,
    case when traffic_campaign not like '(%)' then traffic_campaign end as utm_campaign,
    texts[list_position(names, 'search_term')] as search_query,
    case when is_of_one_product then nullif(item_ids[1], '(not set)') end as product_id,
    case when is_of_one_product then list_sum(quantities) end as quantity,
    case when transaction_id not like '(%)' then transaction_id end as order_id,
    coalesce(texts[list_position(names, 'value')], event.ecommerce.purchase_revenue)
        as value_amount,
    texts[list_position(names, 'currency')] as currency,
    cast(try_cast(engaged_milliseconds as double) as bigint) // 1000 as engaged_seconds,
    event.device.category as device_type,
    event.geo.country as country
from named
