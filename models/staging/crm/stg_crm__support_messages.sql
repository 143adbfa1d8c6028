{{ config(materialized='incremental', unique_key='message_id') }}

with

source as {{ not_materialized() }} (

    select * from {{ source('crm', 'support_messages') }}
    {{ where_file_is_unrecorded() }}

),

renamed as (

    select
        ---------- ids
        cast(message_id as {{ dbt.type_string() }}) as message_id,
        cast(ticket_id as {{ dbt.type_string() }}) as ticket_id,
        landed_file_id,

        ---------- strings
        cast(author_type as {{ dbt.type_string() }}) as author_type,
        cast(message_text as {{ dbt.type_string() }}) as message_text,

        ---------- numerics
        landed_row_number,

        ---------- timestamps
        cast(sent_at as {{ dbt.type_timestamp() }}) as sent_at,
        known_at,
        landed_at

    from source

),

-- the new rows and, of their keys, the copies staged before
copies as {{ not_materialized() }} (

    {{ with_staged_copies('renamed', key='message_id') }}

),

-- one row per message: the copy known first
first_copies as (

    {{ first_known('copies', key='message_id') }}

)

select * from first_copies
