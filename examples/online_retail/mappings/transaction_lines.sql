-- an invoice may name a product twice: lines are numbered within the invoice
select
    InvoiceNo || '-' || row_number() over (partition by InvoiceNo order by StockCode, Quantity, UnitPrice)
        as transaction_line_id,
    InvoiceNo as transaction_id,
    StockCode as product_id,
    Quantity as quantity,
    UnitPrice as unit_price_amount
from file
where UnitPrice > 0
