with

observations as (

    select * from {{ ref('observations') }}

),

unpivoted as (

    {{ unpivoted_identifiers(
        'observations',
        ['observation_number', 'first_observed_at', 'last_observed_at', 'known_at', 'landed_at', 'landed_date'],
    ) }}

),

identified as (

    select
        observation_number,
        {{ identifier_id('identifier_type', 'identifier_value') }} as identifier_id,
        identifier_type,
        identifier_value,
        first_observed_at,
        last_observed_at,
        known_at,
        landed_at,
        landed_date
    from unpivoted

)

select * from identified
