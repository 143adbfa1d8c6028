with

order_lines as (

    select * from {{ ref('order_lines') }}

),

latest as (

    select as_of_at from {{ ref('as_of_dates') }}
    where is_latest

),

first_known as (

    select
        order_lines.order_id,
        min(order_lines.known_from) as known_from
    from order_lines
    inner join latest on order_lines.known_from < latest.as_of_at
    where order_lines.category is not null
    group by order_lines.order_id

),

-- what an order was first known to hold: later lines rewrite no history
amounts as (

    select
        order_lines.order_id,
        order_lines.category,
        order_lines.known_from,
        sum(order_lines.line_amount) as line_amount
    from order_lines
    inner join first_known
        on order_lines.order_id = first_known.order_id
        and order_lines.known_from = first_known.known_from
    where order_lines.category is not null
    group by order_lines.order_id, order_lines.category, order_lines.known_from

),

ranked as (

    select
        *,
        row_number() over (partition by order_id order by line_amount desc, category asc) as place
    from amounts

),

order_categories as (

    select
        order_id,
        category,
        known_from
    from ranked
    where place = 1

)

select * from order_categories
