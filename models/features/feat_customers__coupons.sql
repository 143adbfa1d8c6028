with

activities_as_of as (

    select * from {{ ref('int_features__activities_as_of') }}

),

coupon_features as (

    select
        customer_id,
        as_of_date,
        {{ feature_number(sum_in_window('activity_count', 90)) }} as coupon_redemption_count_90d,
        {{ feature_number(sum_in_window('activity_count', 365)) }} as coupon_redemption_count_365d
    from activities_as_of
    where activity_type = 'loyalty_redeem'
    group by customer_id, as_of_date

)

select * from coupon_features
