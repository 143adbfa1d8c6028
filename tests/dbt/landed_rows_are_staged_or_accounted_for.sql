select *
from {{ ref('row_reconciliation') }}
where landed_count <> staged_count + duplicate_count + conflict_count + quarantined_count
