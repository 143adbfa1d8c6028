with

stores as (

    select * from {{ ref('stg_pos__stores') }}

),

current_stores as (

    select
        store_id,
        store_name,
        city,
        postal_code,
        country,
        latitude,
        longitude
    from stores
    where known_to is null

)

select * from current_stores
