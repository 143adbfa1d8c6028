from customer360 import fit_store, frames
from customer360.ml import segments


def model(dbt, session):
    # after the fits, which it then finds in the store
    dbt.ref("fit_customer__segment")
    features = frames.read(dbt.ref("feat_customers"), segments.FEATURES)
    horizon_days = dbt.config.meta_get("horizon_days")
    seed = dbt.config.meta_get("seed")

    settings = segments.Settings(seed=seed, horizon_days=horizon_days)
    fits = fit_store.open_fits()
    choices = segments.choices(features, settings, fits)

    return frames.write(choices, session)
