from customer360 import fit_store, frames
from customer360.ml import segments


def model(dbt, session):
    scores = frames.read(dbt.ref("fit_customer__segment"))
    features = frames.read(dbt.ref("feat_customers"), segments.FEATURES)
    labels = frames.read(dbt.ref("label_customers__orders"))
    horizon_days = dbt.config.meta_get("horizon_days")
    seed = dbt.config.meta_get("seed")

    settings = segments.Settings(seed=seed, horizon_days=horizon_days)
    fits = fit_store.open_fits()
    evaluations = segments.evaluate(scores, features, labels, settings, fits)

    return frames.write(evaluations, session)
