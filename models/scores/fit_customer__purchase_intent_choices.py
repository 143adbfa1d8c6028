from customer360 import fit_store, frames
from customer360.ml import purchase_intent


def model(dbt, session):
    # after the fits, which it then finds in the store
    dbt.ref("fit_customer__purchase_intent")
    features = frames.read(dbt.ref("feat_customers"))
    labels = frames.read(dbt.ref("label_customers__orders"))
    seed = dbt.config.meta_get("seed")

    settings = purchase_intent.Settings(seed=seed)
    fits = fit_store.open_fits()
    choices = purchase_intent.choices(features, labels, settings, fits)

    return frames.write(choices, session)
