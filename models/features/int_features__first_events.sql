with

session_starts as (

    select * from {{ ref('int_features__session_starts') }}

),

events as (

    select * from {{ ref('stg_web__events') }}

),

-- one row per event among the first three of a session
event_numbers as (

    select
        first_event_id,
        first_event_id as event_id,
        1 as event_number
    from session_starts
    union all
    select
        first_event_id,
        second_event_id as event_id,
        2 as event_number
    from session_starts
    union all
    select
        first_event_id,
        third_event_id as event_id,
        3 as event_number
    from session_starts

),

first_events as (

    select
        event_numbers.first_event_id,
        event_numbers.event_number,
        events.*
    from event_numbers
    inner join events on event_numbers.event_id = events.event_id

),

-- what a session showed by its third event; where it came from is what its first says
totals as (

    select
        first_event_id,
        {{ nth_event(1, 'anonymous_id') }} as anonymous_id,
        max(user_id) as user_id,
        max(email) as email,
        {{ nth_event(1, 'platform') }} as platform,
        {{ nth_event(1, 'device_type') }} as device_type,
        {{ nth_event(1, 'country') }} as country,
        {{ nth_event(1, referrer_kind('referrer_url', 'page_url')) }} as referrer_kind,
        {{ nth_event(1, 'utm_source') }} as utm_source,
        {{ nth_event(1, 'utm_medium') }} as utm_medium,
        {{ nth_event(1, 'utm_campaign') }} as utm_campaign,
        {{ nth_event(1, 'event_at') }} as started_at,
        {{ nth_event(2, 'event_at') }} as second_event_at,
        {{ nth_event(3, 'event_at') }} as scored_at,
        {{ nth_event(3, 'event_name') }} as third_event_name,
        {{ event_count('page_view') }} as page_view_count,
        {{ event_count('product_view') }} as product_view_count,
        {{ event_count('search') }} as search_count,
        {{ event_count('add_to_cart') }} as cart_count,
        {{ event_count('login') }} as login_count,
        {{ event_count('checkout') }} as checkout_count,
        {{ event_count('purchase') }} as purchase_count,
        {{ nth_event(1, 'product_id') }} as first_product,
        {{ nth_event(2, 'product_id') }} as second_product,
        {{ nth_event(3, 'product_id') }} as third_product,
        -- how long the third was looked at shows when the fourth comes
        sum(case when event_number < 3 then engaged_seconds end) as engaged_seconds
    from first_events
    group by first_event_id

),

-- a session with an order among the three is decided already
undecided as (

    select
        totals.*,
        session_starts.session_date,
        session_starts.known_from,
        session_starts.as_of_date
    from totals
    inner join session_starts on totals.first_event_id = session_starts.first_event_id
    where totals.purchase_count = 0

),

identified as (

    select
        md5(coalesce(anonymous_id, user_id) || '|' || first_event_id) as session_id,
        *,
        {{ strongest_identifier_id(['user_id', 'email', 'anonymous_id']) }} as identifier_id,
        {{ fallback_identifier_id(['user_id', 'email', 'anonymous_id']) }} as fallback_identifier_id,
        user_id is not null as is_logged_in,
        case when first_product is null then 0 else 1 end
        + case when second_product is null or second_product = first_product then 0 else 1 end
        + case when third_product is null or third_product in (first_product, second_product) then 0 else 1 end
            as product_count,
        {{ dbt.datediff('started_at', 'second_event_at', 'second') }} as seconds_to_second_event,
        {{ dbt.datediff('second_event_at', 'scored_at', 'second') }} as seconds_to_third_event,
        {{ local_hour('scored_at') }} as hour_of_day,
        {{ dbt.datediff(dbt.date_trunc('week', local_date('scored_at')), local_date('scored_at'), 'day') }}
        + 1 as day_of_week
    from undecided

)

select * from identified
