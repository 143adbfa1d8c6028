from customer360 import frames
from customer360.ml import drift


def model(dbt, session):
    sample = frames.read(dbt.ref("int_scores__drift_sample"))
    scores = dbt.config.meta_get("scores")

    moved = drift.drift(sample, scores)

    return frames.write(moved, session)
