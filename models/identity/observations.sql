with

combinations as (

    {{ observed_combinations(
        'web/events', ref('stg_web__events'),
        ['user_id', 'email', 'anonymous_id'], observed_at='event_at'
    ) }}
    union all
    {{ observed_combinations(
        'social/engagements', ref('stg_social__engagements'),
        ['social_handle'], observed_at='engaged_at'
    ) }}
    union all
    {{ observed_combinations(
        'crm/contacts', ref('stg_crm__contacts'),
        ['user_id', 'loyalty_id', 'contact_id', 'email', 'phone', 'social_handle'], observed_at='updated_at'
    ) }}
    union all
    {{ observed_combinations(
        'crm/orders', ref('stg_crm__orders'),
        ['user_id', 'loyalty_id', 'contact_id', 'email', 'phone'], observed_at='ordered_at'
    ) }}
    union all
    {{ observed_combinations(
        'crm/support_tickets', ref('stg_crm__support_tickets'),
        ['user_id', 'contact_id', 'email', 'phone'], observed_at='opened_at'
    ) }}
    union all
    {{ observed_combinations(
        'crm/loyalty_events', ref('stg_crm__loyalty_events'),
        ['loyalty_id'], observed_at='occurred_at'
    ) }}
    union all
    {{ observed_combinations(
        'crm/campaign_contacts', ref('stg_crm__campaign_contacts'),
        ['contact_id', 'email', 'phone'], observed_at='sent_at'
    ) }}
    union all
    {{ observed_combinations(
        'crm/consents', ref('stg_crm__consents'),
        ['user_id', 'loyalty_id', 'contact_id', 'email', 'phone', 'anonymous_id'], observed_at='changed_at'
    ) }}
    union all
    {{ observed_combinations(
        'pos/transactions', ref('stg_pos__transactions'),
        ['loyalty_id', 'email', 'phone', 'payment_token'], observed_at='transacted_at'
    ) }}
    union all
    {{ observed_combinations(
        'iot/devices', ref('stg_iot__devices'),
        ['user_id', 'contact_id', 'email', 'device_id'], observed_at='registered_at'
    ) }}
    union all
    {{ observed_combinations(
        'iot/usage', ref('stg_iot__usage'),
        ['device_id'], observed_at='recorded_at'
    ) }}
    union all
    {{ observed_combinations(
        'iot/locations', ref('stg_iot__locations'),
        ['device_id'], observed_at='pinged_at'
    ) }}
    union all
    {{ observed_combinations(
        'catalog/reviews', ref('stg_catalog__reviews'),
        ['user_id', 'contact_id', 'email'], observed_at='reviewed_at'
    ) }}

),

numbered as (

    select
        row_number() over (
            order by entity, {{ identifier_types() | join(', ') }}, landed_date
        ) as observation_number,
        *
    from combinations

)

select * from numbered
