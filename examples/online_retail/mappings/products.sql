select
    StockCode as product_id,
    mode(Description) as product_name
from file
group by StockCode
