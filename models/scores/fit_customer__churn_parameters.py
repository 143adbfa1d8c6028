from customer360 import frames
from customer360.ml import told


def model(dbt, session):
    scores = frames.read(dbt.ref("fit_customer__churn"), [told.PARAMETERS])
    parameters = told.parameters(scores)

    return frames.write(parameters, session)
