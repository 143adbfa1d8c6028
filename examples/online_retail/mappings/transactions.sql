-- one row per invoice; C begins a credit note, A an adjustment of bad debt. Lines that
-- move stock (price 0 or below) are no sale: an invoice of nothing else is left out
select
    InvoiceNo as transaction_id,
    min(timezone('UTC', timezone('Europe/London', cast(InvoiceDate as timestamp)))) as transacted_at,
    'online' as store_id,
    cast(cast(any_value(CustomerID) as bigint) as varchar) as loyalty_id,
    'GBP' as currency,
    sum(cast(Quantity * UnitPrice as decimal(18, 4))) as total_amount,
    InvoiceNo like 'C%' as is_return
from file
where UnitPrice > 0
group by InvoiceNo
