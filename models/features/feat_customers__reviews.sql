with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

reviews as (

    select * from {{ ref('stg_catalog__reviews') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

reviews_with_dates as (

    select
        *,
        {{ local_date('reviewed_at') }} as review_date
    from reviews

),

-- reviews of the 365 days before each date, as known then
reviews_as_of as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        as_of_dates.as_of_date,
        reviews_with_dates.rating
    from reviews_with_dates
    inner join as_of_dates
        on reviews_with_dates.known_at < as_of_dates.as_of_at
        and {{ is_in_window('reviews_with_dates.review_date', 365) }}
    {{ join_customer_as_of('reviews_with_dates') }}

),

review_features as (

    select
        customer_id,
        as_of_date,
        {{ feature_number('count(*)') }} as review_count_365d,
        {{ feature_number('sum(rating) / nullif(count(rating), 0)') }} as review_rating_avg_365d,
        {{ feature_number('sum(case when rating <= 2 then 1 else 0 end)') }} as low_rating_count_365d
    from reviews_as_of
    group by customer_id, as_of_date

)

select * from review_features
