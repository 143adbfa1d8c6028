from customer360 import fit_store, frames
from customer360.ml import purchase_intent


def model(dbt, session):
    features = frames.read(dbt.ref("feat_customers"))
    labels = frames.read(dbt.ref("label_customers__orders"))
    seed = dbt.config.meta_get("seed")

    settings = purchase_intent.Settings(seed=seed)
    fits = fit_store.open_fits()
    scores = purchase_intent.score(features, labels, settings, fits)

    return frames.write(scores, session)
