from customer360 import fit_store, frames
from customer360.ml import sales_forecast


def model(dbt, session):
    daily = frames.read(dbt.ref("feat_sales__daily"))
    arrivals = frames.read(dbt.ref("feat_sales__arrivals"))

    settings = sales_forecast.Settings()
    fits = fit_store.open_fits()
    scores = sales_forecast.score(daily, arrivals, settings, fits)

    return frames.write(scores, session)
