-- What a build of receipts cannot do without, by hand: one scan, one deduplication,
-- one aggregate each. No dbt, no tests, no clocks but one.
-- {landing} is the folder of landed files; {salt} the salt of identifier ids.

create or replace table receipts as
select
    transaction_id,
    min_by(cast(md5('{salt}|loyalty_id|' || loyalty_id) as uuid), known_at) as identifier_id,
    min_by(transacted_at, known_at) as transacted_at,
    min_by(store_id, known_at) as store_id,
    min_by(total_amount, known_at) as total_amount,
    min_by(discount_amount, known_at) as discount_amount,
    min(known_at) as known_at
from read_parquet('{landing}/pos/transactions/*/*.parquet')
group by transaction_id;

create or replace table lines as
select
    transaction_line_id,
    min_by(transaction_id, known_at) as transaction_id,
    min_by(product_id, known_at) as product_id,
    min_by(quantity, known_at) as quantity,
    min_by(unit_price_amount, known_at) as unit_price_amount,
    min(known_at) as known_at
from read_parquet('{landing}/pos/transaction_lines/*/*.parquet')
group by transaction_line_id;

create or replace table products as
select product_id, min_by(category, known_at) as category
from read_parquet('{landing}/catalog/products/*/*.parquet')
group by product_id;

create or replace table order_totals as
select
    receipts.transaction_id,
    any_value(receipts.identifier_id) as identifier_id,
    any_value(receipts.total_amount) as order_amount,
    count(*) as line_count,
    sum(cast(lines.quantity * lines.unit_price_amount as decimal(18, 4))) as line_amount
from receipts
left join lines on receipts.transaction_id = lines.transaction_id
group by receipts.transaction_id;

create or replace table daily_orders as
select
    identifier_id,
    cast(transacted_at as date) as activity_date,
    cast(known_at as date) as known_date,
    store_id,
    count(*) as order_count,
    sum(total_amount) as revenue_amount,
    sum(discount_amount) as discount_amount
from receipts
group by all;

create or replace table daily_category_purchases as
select
    receipts.identifier_id,
    cast(receipts.transacted_at as date) as activity_date,
    cast(lines.known_at as date) as known_date,
    products.category,
    count(*) as line_count,
    sum(lines.quantity) as quantity,
    sum(cast(lines.quantity * lines.unit_price_amount as decimal(18, 4))) as line_amount
from lines
inner join receipts on lines.transaction_id = receipts.transaction_id
left join products on lines.product_id = products.product_id
group by all;
