from customer360 import fit_store, frames
from customer360.ml import churn


def model(dbt, session):
    # after the fits, which it then finds in the store
    dbt.ref("fit_customer__churn")
    features = frames.read(dbt.ref("feat_customers"))
    labels = frames.read(dbt.ref("label_customers__orders"))
    horizon_days = dbt.config.meta_get("horizon_days")
    seed = dbt.config.meta_get("seed")

    settings = churn.Settings(seed=seed, horizon_days=horizon_days)
    fits = fit_store.open_fits()
    choices = churn.choices(features, labels, settings, fits)

    return frames.write(choices, session)
