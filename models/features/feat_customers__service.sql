with

activities_as_of as (

    select * from {{ ref('int_features__activities_as_of') }}

),

service_features as (

    select
        customer_id,
        as_of_date,
        {{ feature_number(sum_in_window('activity_count', 365)) }} as ticket_count_365d
    from activities_as_of
    where activity_type = 'ticket'
    group by customer_id, as_of_date

)

select * from service_features
