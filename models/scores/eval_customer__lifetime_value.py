from customer360 import frames
from customer360.ml import lifetime_value


def model(dbt, session):
    scores = frames.read(dbt.ref("fit_customer__lifetime_value"))
    features = frames.read(dbt.ref("feat_customers"), lifetime_value.EVALUATED_FEATURES)
    labels = frames.read(dbt.ref("label_customers__orders"))
    seed = dbt.config.meta_get("seed")

    settings = lifetime_value.Settings(seed=seed)
    evaluations = lifetime_value.evaluate(scores, features, labels, settings)

    return frames.write(evaluations, session)
