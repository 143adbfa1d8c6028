from customer360 import frames
from customer360.ml import churn


def model(dbt, session):
    scores = frames.read(dbt.ref("fit_customer__churn"))
    features = frames.read(dbt.ref("feat_customers"), churn.EVALUATED_FEATURES)
    labels = frames.read(dbt.ref("label_customers__orders"))
    horizon_days = dbt.config.meta_get("horizon_days")
    seed = dbt.config.meta_get("seed")

    settings = churn.Settings(seed=seed, horizon_days=horizon_days)
    evaluations = churn.evaluate(scores, features, labels, settings)

    return frames.write(evaluations, session)
