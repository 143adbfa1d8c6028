with

activities_as_of as (

    select * from {{ ref('int_features__activities_as_of') }}

),

ticket_message_features as (

    select
        customer_id,
        as_of_date,
        {{ feature_number(sum_in_window('activity_count', 90)) }} as ticket_message_count_90d
    from activities_as_of
    where activity_type = 'ticket_message'
    group by customer_id, as_of_date

)

select * from ticket_message_features
