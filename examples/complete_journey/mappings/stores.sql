select distinct cast(store_id as varchar) as store_id from file
