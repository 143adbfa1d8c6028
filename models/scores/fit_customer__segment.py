from customer360 import fit_store, frames
from customer360.ml import segments


def model(dbt, session):
    features = frames.read(dbt.ref("feat_customers"), segments.FEATURES)
    horizon_days = dbt.config.meta_get("horizon_days")
    seed = dbt.config.meta_get("seed")

    settings = segments.Settings(seed=seed, horizon_days=horizon_days)
    fits = fit_store.open_fits()
    scores = segments.score(features, settings, fits)

    return frames.write(scores, session)
