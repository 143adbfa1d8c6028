-- a household is known from its first basket on
select
    'H' || household_id as contact_id,
    min(transaction_timestamp) as created_at,
    min(transaction_timestamp) as updated_at,
    cast(household_id as varchar) as loyalty_id
from file
group by household_id
