from customer360 import frames
from customer360.identity.tables import Observed, solve_tables


def model(dbt, session):
    identifiers = frames.read(dbt.ref("int_identity__numbered_identifiers"))
    edges = frames.read(dbt.ref("int_identity__numbered_edges"))
    landings = frames.read(dbt.ref("int_identity__numbered_landings"))
    never_links = frames.read(dbt.ref("int_identity__never_links"))
    types = frames.read(dbt.ref("identifier_types"))
    limits = frames.read(dbt.ref("identity_limits"))

    observed = Observed(identifiers, landings, edges, never_links)
    solution = solve_tables(observed, types, limits)

    return frames.write(solution, session)
