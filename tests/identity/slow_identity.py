"""The obvious solver: every edge in order, sets of members, no shortcuts."""

from dataclasses import dataclass, field

from customer360.identity import NO_LIMIT, UNKNOWN, Edges, Identifiers, Reason, Rules

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
    limits = [int(rules.max_durable_degree[code]) for code in types]
    hubs = [
        _hub_verdict(i, pairs, identifiers, rules)
        if limits[i] != NO_LIMIT and not blocked[i]
        else None
        for i in range(n)
    ]
    is_hub = [verdict is not None for verdict in hubs]

    members = {i: {i} for i in range(n)}
    decisions: dict[int, Evidence] = {}
    key = list(
        zip(edges.rule_rank.tolist(), edges.known_day.tolist(), pairs, strict=True)
    )
    for edge in sorted(range(len(pairs)), key=lambda e: key[e]):
        a, b = pairs[edge]
        guilty = [i for i in (a, b) if blocked[i]]
        guilty_hubs = [hubs[i] for i in (a, b) if hubs[i] is not None]
        if guilty:
            verdict = (Reason.BLOCKED, guilty[0], -1, types[guilty[0]], -1, -1)
        elif guilty_hubs:
            verdict = min(guilty_hubs, key=lambda found: found[0])[1]
        elif members[a] is members[b]:
            verdict = USED
        else:
            verdict = _broken(members[a], members[b], identifiers, rules, conflicts)
            if verdict == USED:
                union = members[a] | members[b]
                members.update((i, union) for i in union)
        decisions[edge] = verdict
    return SlowSolution(
        [-1 if blocked[i] else min(members[i]) for i in range(n)],
        is_hub,
        [decisions[edge] for edge in range(len(pairs))],
    )


def breaks(members, identifiers, rules, conflicts) -> bool:
    """Whether a set of identifiers breaks any limit."""
    both = set(members), set(members)
    return _broken(*both, identifiers, rules, conflicts) != USED


def _hub_verdict(i, pairs, identifiers, rules):
    """Why an identifier is a hub, after how early that is found; else None."""
    types, blocked = identifiers.type_code.tolist(), identifiers.is_blocked.tolist()
    seen = {b if a == i else a for a, b in pairs if i in (a, b)} - {i}
    seen = {j for j in seen if not blocked[j]}
    durable = sum(bool(rules.is_durable[types[j]]) for j in seen)
    limit = int(rules.max_durable_degree[types[i]])
    if durable > limit:
        return 0, (Reason.HUB, i, -1, types[i], durable, limit)
    for code, most in enumerate(rules.max_per_customer.tolist()):
        count = sum(types[j] == code for j in seen)
        if most != NO_LIMIT and rules.is_durable[code] and count > most:
            return 1 + code, (Reason.SHARED, i, -1, code, count, most)
    for number, trait in enumerate(identifiers.traits.T.tolist()):
        if len({trait[j] for j in seen} - {UNKNOWN}) > 1:
            return 100 + number, (Reason.CONFLICT, i, -1, types[i], -1, -1)
    return None


def _broken(ours, theirs, identifiers, rules, conflicts) -> Evidence:
    types = identifiers.type_code.tolist()
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
    for trait in identifiers.traits.T.tolist():
        sides = [[i for i in side if trait[i] != UNKNOWN] for side in (ours, theirs)]
        if len({trait[i] for side in sides for i in side}) > 1:
            a, b = map(min, sides)
            return (Reason.DIFFERENT, min(a, b), max(a, b), -1, -1, -1)
    size = rules.max_component_size
    if size != NO_LIMIT and len(union) > size:
        return (Reason.SIZE_LIMIT, -1, -1, -1, len(union), size)
    return USED


def named_slowly(solution, identifiers, rules, landed_day) -> list[tuple[int, bool]]:
    """Who names each one's component, -1 for nobody, and whether it is a customer."""
    types, ranks = identifiers.type_code, rules.type_rank
    members: dict[int, list[int]] = {}
    for i, component in enumerate(solution.component.tolist()):
        members.setdefault(component, []).append(i)
    found = [(-1, False)] * len(identifiers)
    for component, group in members.items():
        if component == -1:
            continue
        root = min(group, key=lambda i: (landed_day[i], ranks[types[i]], i))
        lasts = any(
            rules.is_durable[types[i]] and not solution.is_hub[i] for i in group
        )
        for i in group:
            found[i] = (root, lasts)
    return found
