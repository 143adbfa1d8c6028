"""The obvious solver: every edge in order, sets of members, no shortcuts."""

from dataclasses import dataclass, field

from customer360.identity import NO_LIMIT, Edges, Identifiers, Reason, Rules

Evidence = tuple[int, int, int, int, int, int]
USED: Evidence = (Reason.USED, -1, -1, -1, -1, -1)


@dataclass
class SlowSolution:
    component: list[int] = field(default_factory=list)
    is_hub: list[bool] = field(default_factory=list)
    decisions: list[Evidence] = field(default_factory=list)


def solve_slowly(
    identifiers: Identifiers,
    edges: Edges,
    rules: Rules,
    conflicts: list[tuple[int, int]],
) -> SlowSolution:
    n = len(identifiers)
    types = identifiers.type_code.tolist()
    blocked = identifiers.is_blocked.tolist()
    pairs = list(zip(edges.a.tolist(), edges.b.tolist(), strict=True))
    degrees = [_degree(i, pairs, types, blocked, rules) for i in range(n)]
    limits = [int(rules.max_durable_degree[code]) for code in types]
    is_hub = [
        limit != NO_LIMIT and degree > limit
        for degree, limit in zip(degrees, limits, strict=True)
    ]

    members = {i: {i} for i in range(n)}
    decisions: dict[int, Evidence] = {}
    key = list(
        zip(edges.rule_rank.tolist(), edges.known_day.tolist(), pairs, strict=True)
    )
    for edge in sorted(range(len(pairs)), key=lambda e: key[e]):
        a, b = pairs[edge]
        guilty = [i for i in (a, b) if blocked[i]]
        hubs = [i for i in (a, b) if is_hub[i]]
        if guilty:
            verdict = (Reason.BLOCKED, guilty[0], -1, types[guilty[0]], -1, -1)
        elif hubs:
            hub = hubs[0]
            verdict = (Reason.HUB, hub, -1, types[hub], degrees[hub], limits[hub])
        elif members[a] is members[b]:
            verdict = USED
        else:
            verdict = _broken(members[a], members[b], types, rules, conflicts)
            if verdict == USED:
                union = members[a] | members[b]
                members.update((i, union) for i in union)
        decisions[edge] = verdict
    return SlowSolution(
        [-1 if blocked[i] else min(members[i]) for i in range(n)],
        is_hub,
        [decisions[edge] for edge in range(len(pairs))],
    )


def breaks(members, types, rules, conflicts) -> bool:
    """Whether a set of identifiers breaks any limit."""
    return _broken(set(members), set(members), types, rules, conflicts) != USED


def _degree(i, pairs, types, blocked, rules) -> int:
    seen = {b if a == i else a for a, b in pairs if i in (a, b)} - {i}
    if blocked[i]:
        return 0
    return sum(bool(rules.is_durable[types[j]]) for j in seen if not blocked[j])


def _broken(ours, theirs, types, rules, conflicts) -> Evidence:
    union = ours | theirs
    met = sorted(tuple(sorted(p)) for p in conflicts if set(p) <= union)
    if met:
        return (Reason.NEVER_LINK, *met[0], -1, -1, -1)
    for code, limit in enumerate(rules.max_per_customer.tolist()):
        count = sum(types[i] == code for i in union)
        if limit != NO_LIMIT and count > limit:
            a = min(i for i in ours if types[i] == code)
            b = min(i for i in theirs if types[i] == code)
            return (Reason.TYPE_LIMIT, min(a, b), max(a, b), code, count, limit)
    size = rules.max_component_size
    if size != NO_LIMIT and len(union) > size:
        return (Reason.SIZE_LIMIT, -1, -1, -1, len(union), size)
    return USED
