with

changes as (

    select * from {{ ref('int_activities__line_changes') }}

),

known_dates as (

    select
        known_date,
        {{ fingerprint([
            'order_line_id', 'order_date', 'identifier_id', 'fallback_identifier_id',
            'category', 'quantity', 'line_amount', 'change_sign',
        ]) }} as fingerprint
    from changes
    group by known_date

)

select * from known_dates
