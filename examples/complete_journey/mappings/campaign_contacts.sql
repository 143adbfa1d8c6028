-- dates are days in the stores' time zone: noon there is 17:00 UTC
select
    campaigns.campaign_id || '-' || campaigns.household_id as campaign_contact_id,
    descriptions.start_date + interval 17 hour as sent_at,
    descriptions.campaign_type || ' ' || campaigns.campaign_id as campaign,
    'mail' as channel,
    'H' || campaigns.household_id as contact_id
from file as campaigns
inner join read_parquet('../inbox/campaign_descriptions.parquet') as descriptions
    on campaigns.campaign_id = descriptions.campaign_id
