from customer360 import fit_store, frames
from customer360.ml import session_intent


def model(dbt, session):
    features = frames.read(dbt.ref("feat_sessions__first_events"))
    labels = frames.read(dbt.ref("label_sessions__orders"))
    seed = dbt.config.meta_get("seed")

    settings = session_intent.Settings(seed=seed)
    fits = fit_store.open_fits()
    scores = session_intent.score(features, labels, settings, fits)

    return frames.write(scores, session)
