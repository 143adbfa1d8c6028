from customer360 import frames
from customer360.ml import segments


def model(dbt, session):
    features = frames.read(dbt.ref("feat_customers"))
    horizon_days = dbt.config.meta_get("horizon_days")
    seed = dbt.config.meta_get("seed")

    settings = segments.Settings(seed=seed, horizon_days=horizon_days)
    scores = segments.score(features, settings)

    return frames.write(scores, session)
