-- lines of one basket as one receipt; sales_value is what the store received
select
    cast(basket_id as varchar) as transaction_id,
    any_value(transaction_timestamp) as transacted_at,
    any_value(cast(store_id as varchar)) as store_id,
    any_value(cast(household_id as varchar)) as loyalty_id,
    'USD' as currency,
    sum(cast(sales_value as decimal(18, 4))) as total_amount,
    sum(cast(retail_disc + coupon_disc + coupon_match_disc as decimal(18, 4))) as discount_amount
from file
group by basket_id
