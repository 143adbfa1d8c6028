with

ad_spend as (

    select * from {{ ref('stg_marketing__ad_spend') }}

),

exchange_rates as (

    select * from {{ ref('int_activities__exchange_rates') }}

),

current_spend as (

    select * from ad_spend
    where known_to is null

),

spend_in_project_currency as (

    select
        current_spend.spend_id,
        current_spend.spend_date,
        current_spend.channel,
        current_spend.campaign,
        {{ in_project_currency('current_spend.cost_amount') }} as cost_amount,
        current_spend.impressions as impression_count,
        current_spend.clicks as click_count
    from current_spend
    {{ join_exchange_rates('current_spend', 'spend_date', is_date=true) }}

)

select * from spend_in_project_currency
