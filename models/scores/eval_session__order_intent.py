from customer360 import frames
from customer360.ml import session_intent


def model(dbt, session):
    scores = frames.read(dbt.ref("fit_session__order_intent"), session_intent.SCORED)
    looked_at = session_intent.EVALUATED_FEATURES
    features = frames.read(dbt.ref("feat_sessions__first_events"), looked_at)
    labels = frames.read(dbt.ref("label_sessions__orders"))
    seed = dbt.config.meta_get("seed")

    settings = session_intent.Settings(seed=seed)
    evaluations = session_intent.evaluate(scores, features, labels, settings)

    return frames.write(evaluations, session)
