with

calibration_bins as (

    select * from {{ ref('model_calibration_bins') }}

)

select * from calibration_bins
