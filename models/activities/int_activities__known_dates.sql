with

changes as (

    select * from {{ ref('int_activities__changes') }}

),

known_dates as (

    select
        known_date,
        {{ fingerprint([
            'activity_id', 'activity_type', 'channel', 'activity_date', 'identifier_id',
            'fallback_identifier_id', 'store_id', 'revenue_amount', 'discount_amount',
            'duration_seconds', 'change_sign',
        ]) }} as fingerprint
    from changes
    group by known_date

)

select * from known_dates
