from customer360 import fit_store, frames
from customer360.ml import session_intent


def model(dbt, session):
    # after the fits, which it then finds in the store
    dbt.ref("fit_session__order_intent")
    features = frames.read(dbt.ref("feat_sessions__first_events"))
    labels = frames.read(dbt.ref("label_sessions__orders"))
    seed = dbt.config.meta_get("seed")

    settings = session_intent.Settings(seed=seed)
    fits = fit_store.open_fits()
    choices = session_intent.choices(features, labels, settings, fits)

    return frames.write(choices, session)
