from customer360 import frames
from customer360.ml import lifetime_value


def model(dbt, session):
    features = frames.read(dbt.ref("feat_customers"))
    horizon_days = dbt.config.meta_get("horizon_days")
    seed = dbt.config.meta_get("seed")

    settings = lifetime_value.Settings(seed=seed, horizon_days=horizon_days)
    parameters = lifetime_value.parameters(features, settings)

    return frames.write(parameters, session)
