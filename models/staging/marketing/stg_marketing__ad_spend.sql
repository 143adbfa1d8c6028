with

source as (

    select * from {{ source('marketing', 'ad_spend') }}

),

renamed as {{ materialized() }} (

    select
        ---------- ids
        cast(spend_id as {{ dbt.type_string() }}) as spend_id,
        landed_file_id,
        {{ content_hash('marketing', 'ad_spend') }} as content_hash,

        ---------- strings
        cast(channel as {{ dbt.type_string() }}) as channel,
        cast(campaign as {{ dbt.type_string() }}) as campaign,
        cast(currency as {{ dbt.type_string() }}) as currency,

        ---------- numerics
        cast(cost_amount as {{ money_type() }}) as cost_amount,
        cast(impressions as {{ dbt.type_bigint() }}) as impressions,
        cast(clicks as {{ dbt.type_bigint() }}) as clicks,
        landed_row_number,

        ---------- dates
        cast(spend_date as date) as spend_date,

        ---------- timestamps
        known_at,
        landed_at

    from source

),

-- one row per version of a spend
versions as (

    {{ versions('renamed', key='spend_id') }}

)

select * from versions
