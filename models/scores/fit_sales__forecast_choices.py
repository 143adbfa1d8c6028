from customer360 import fit_store, frames
from customer360.ml import sales_forecast


def model(dbt, session):
    # after the scores, which leave their fits to be found
    dbt.ref("fit_sales__forecast")
    daily = frames.read(dbt.ref("feat_sales__daily"))
    arrivals = frames.read(dbt.ref("feat_sales__arrivals"))

    settings = sales_forecast.Settings()
    fits = fit_store.open_fits()
    choices = sales_forecast.choices(daily, arrivals, settings, fits)

    return frames.write(choices, session)
