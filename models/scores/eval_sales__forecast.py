from customer360 import frames
from customer360.ml import sales_forecast


def model(dbt, session):
    scores = frames.read(dbt.ref("fit_sales__forecast"))
    daily = frames.read(dbt.ref("feat_sales__daily"))
    arrivals = frames.read(dbt.ref("feat_sales__arrivals"))

    settings = sales_forecast.Settings()
    evaluations = sales_forecast.evaluate(scores, daily, arrivals, settings)

    return frames.write(evaluations, session)
