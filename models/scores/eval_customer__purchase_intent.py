from customer360 import frames
from customer360.ml import purchase_intent


def model(dbt, session):
    scores = frames.read(dbt.ref("fit_customer__purchase_intent"))
    features = frames.read(
        dbt.ref("feat_customers"), purchase_intent.EVALUATED_FEATURES
    )
    labels = frames.read(dbt.ref("label_customers__orders"))
    seed = dbt.config.meta_get("seed")

    settings = purchase_intent.Settings(seed=seed)
    evaluations = purchase_intent.evaluate(scores, features, labels, settings)

    return frames.write(evaluations, session)
