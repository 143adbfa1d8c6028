with

category_totals as (

    select * from {{ ref('int_features__category_totals') }}

),

category_features as (

    select
        customer_id,
        as_of_date,
        {{ feature_number('sum(case when line_count_90d > 0 then 1 else 0 end)') }} as category_count_90d,
        {{ feature_number('sum(case when line_count_365d > 0 then 1 else 0 end)') }} as category_count_365d,
        {{ feature_number('max(line_amount_365d) / nullif(sum(line_amount_365d), 0)') }} as top_category_share_365d
    from category_totals
    where category is not null
    group by customer_id, as_of_date

)

select * from category_features
