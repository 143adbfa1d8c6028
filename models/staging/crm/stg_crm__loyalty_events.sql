{{ config(materialized='incremental', unique_key='loyalty_event_id') }}

with

source as {{ not_materialized() }} (

    select * from {{ source('crm', 'loyalty_events') }}
    {{ where_file_is_unrecorded() }}

),

renamed as (

    select
        ---------- ids
        cast(loyalty_event_id as {{ dbt.type_string() }}) as loyalty_event_id,
        {{ normalized_text('loyalty_id') }} as loyalty_id,
        landed_file_id,

        ---------- strings
        cast(event_type as {{ dbt.type_string() }}) as event_type,
        cast(tier as {{ dbt.type_string() }}) as tier,

        ---------- numerics
        cast(points as {{ money_type() }}) as points,
        landed_row_number,

        ---------- timestamps
        cast(occurred_at as {{ dbt.type_timestamp() }}) as occurred_at,
        known_at,
        landed_at

    from source

),

identified as (

    select
        *,
        {{ strongest_identifier_id(['loyalty_id']) }} as identifier_id,
        {{ fallback_identifier_id(['loyalty_id']) }} as fallback_identifier_id
    from renamed

),

-- the new rows and, of their keys, the copies staged before
copies as {{ not_materialized() }} (

    {{ with_staged_copies('identified', key='loyalty_event_id') }}

),

-- one row per loyalty event: the copy known first
first_copies as (

    {{ first_known('copies', key='loyalty_event_id') }}

)

select * from first_copies
