"""Models as pure functions: frames in, frames out; no files, no clock, no print.

Every `score` takes wide feature frames with one row per (customer_id, as_of_date) and
returns scores for the customers who had ordered by then; every `evaluate` returns long
rows of a metric beside a baseline. See docs/models.md.

    churn.score(features, labels, settings, fits)
    churn.evaluate(scores, features, labels, settings)
    lifetime_value.score(features, labels, settings, fits)
    lifetime_value.evaluate(scores, features, labels, settings)
    sales_forecast.score(daily, arrivals, settings, fits)
    sales_forecast.evaluate(scores, daily, arrivals, settings)
    segments.score(features, settings, fits)
    segments.evaluate(scores, features, labels, settings)
    told.choices(scores), told.parameters(scores): what the fits tell of themselves
"""
