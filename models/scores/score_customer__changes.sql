with

health as (

    select * from {{ ref('score_customer__health') }}

),

-- each change with `; ` behind; less than a fifth of the larger amount is no change
changes as (

    select
        customer_id,
        as_of_date,
        {{ said_change('churn risk', 'previous_churn_probability', 'churn_probability', '0.05', said_share) }}
        || {{ said_change(
            'spend of 90 days', 'previous_order_amount_sum_90d', 'order_amount_sum_90d',
            'greatest(0.2 * greatest(previous_order_amount_sum_90d, order_amount_sum_90d), 1)', said_number
        ) }} as of_numbers,
        case
            when is_moved and previous_segment_name <> segment_name
                then 'moved from ' || previous_segment_name || ' to ' || segment_name || '; '
            else ''
        end as of_segment,
        case
            when order_count <= previous_order_count then ''
            when previous_order_count = 0 then 'ordered for the first time; '
            when order_count - previous_order_count = 1
                then 'ordered once since ' || {{ said_date('previous_as_of_date') }} || '; '
            when order_count - previous_order_count > 1
                then
                    'ordered ' || {{ said_number('order_count - previous_order_count') }} || ' times since '
                    || {{ said_date('previous_as_of_date') }} || '; '
            else ''
        end as of_orders,
        {{ said_change('open tickets', 'previous_open_ticket_count', 'open_ticket_count', '1', said_number) }}
            as of_tickets,
        case
            when previous_as_of_date is not null and previous_is_welcome is null
                then 'first known since ' || {{ said_date('previous_as_of_date') }} || '; '
            when (is_email_welcome or is_sms_welcome) and not previous_is_welcome
                then 'may be written to now; '
            when not (is_email_welcome or is_sms_welcome) and previous_is_welcome
                then 'may no longer be written to; '
            else ''
        end as of_person
    from health

),

said as (

    select
        customer_id,
        as_of_date,
        of_numbers || of_segment || of_orders || of_tickets || of_person as what_changed
    from changes

),

without_the_last_semicolon as (

    select
        customer_id,
        as_of_date,
        case
            when length(what_changed) > 0 then substr(what_changed, 1, length(what_changed) - 2)
            else 'nothing to speak of'
        end as what_changed
    from said

)

select * from without_the_last_semicolon
