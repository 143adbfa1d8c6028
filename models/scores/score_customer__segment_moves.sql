with

segments as (

    select * from {{ ref('score_customer__segment') }}

),

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

-- null at both ends of what is not known: no date before, no order by then
moves as (

    select
        segments.customer_id,
        segments.as_of_date,
        as_of_dates.previous_as_of_date,
        earlier.segment_number as from_segment_number,
        earlier.segment_name as from_segment_name,
        segments.segment_number as to_segment_number,
        segments.segment_name as to_segment_name,
        coalesce(earlier.segment_number <> segments.segment_number, false) as is_moved
    from segments
    inner join as_of_dates on segments.as_of_date = as_of_dates.as_of_date
    left join segments as earlier
        on segments.customer_id = earlier.customer_id
        and as_of_dates.previous_as_of_date = earlier.as_of_date

)

select * from moves
