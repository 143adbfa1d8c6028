from customer360 import fit_store, frames
from customer360.ml import churn


def model(dbt, session):
    features = frames.read(dbt.ref("feat_customers"))
    labels = frames.read(dbt.ref("label_customers__orders"))
    horizon_days = dbt.config.meta_get("horizon_days")
    seed = dbt.config.meta_get("seed")

    settings = churn.Settings(seed=seed, horizon_days=horizon_days)
    fits = fit_store.open_fits()
    scores = churn.score(features, labels, settings, fits)

    return frames.write(scores, session)
