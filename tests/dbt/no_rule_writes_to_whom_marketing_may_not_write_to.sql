-- a step that names a channel writes, so its rule must ask for consent
select
    rule_number,
    next_step
from {{ ref('next_steps') }}
where
    next_step like '%{channel}%'
    and not coalesce(is_contactable, false)
