# SPDX-License-Identifier: GPL-3.0-or-later
"""What must hold when everything has healed. Each check gives what is wrong, in words."""
import collections
import hashlib
import json

from people import LEAVES, PEOPLE

NAMES = ("the same everywhere", "every acknowledged operation once", "no gap before a cursor",
         "nothing outside its rights", "no value is lost")

# Why an operation may be refused here: a right that is gone, or values that cannot be.
REASONS = ("forbidden", "rejected")
# What the server writes beside what it was asked to.
NUMBERS = ("candidate_number", "registration_number", "registration_version")


def summary(crowd):
    reasons = collections.Counter()
    for worker in crowd.workers:
        for refused in worker.refused or ():
            reasons[" ".join([refused["reason"], *sorted(set(refused["codes"]))])] += 1
    conflicts = sum(len(worker.dump["conflicts"]) for worker in crowd.workers if worker.dump)
    return f"{conflicts} conflicts are listed; refused: " + ", ".join(
        f"{reason} {n}" for reason, n in sorted(reasons.items()))


def rights_of(worker):
    if worker.name_ == LEAVES:
        return set()
    return {f"etab:{uai}" for uai in PEOPLE[worker.name_.rstrip("'")]}


def find_differences(lines, crowd):
    """The hash of every scope at every desktop, and as the database itself says it."""
    for worker in crowd.workers:
        for scope in rights_of(worker):
            want, seen = lines.get(scope, []), worker.dump["scopes"].get(scope, {"hash": None})
            digest = hashlib.sha256("".join(f"{line}\n" for line in want).encode()).hexdigest()
            if seen["hash"] == digest:
                continue
            odd = sorted(set(want) ^ set(seen.get("lines", ())))
            yield f"{worker.name_} {scope}: {len(odd)} records differ, the first: {odd[:2]}"


def find_strays(crowd):
    for worker in crowd.workers:
        for scope in set(worker.dump["scopes"]) - rights_of(worker):
            yield f"{worker.name_} holds {scope}: {worker.dump['scopes'][scope]['n']} records"


def find_gaps(ground, crowd):
    heads = dict(ground.rows("SELECT scope, max(seq) FROM record GROUP BY scope"))
    for worker in crowd.workers:
        for scope in rights_of(worker):
            cursor = worker.dump["scopes"].get(scope, {"cursor": None})["cursor"]
            if cursor != int(heads[scope]):
                yield f"{worker.name_} {scope}: at {cursor}, the server at {heads[scope]}"
    for scope, seq, n in ground.rows(
            "SELECT scope, seq, count(*) FROM record GROUP BY scope, seq HAVING count(*) > 1"):
        yield f"{scope}: {n} changes have the number {seq}"


class Effects:
    """What the database tells of operations: their answers and their effects."""

    def __init__(self, ground):
        self.answers = {op: json.loads(answer) for op, answer in ground.rows(
            "SELECT op, response FROM op_result")}
        self.written = collections.defaultdict(lambda: collections.defaultdict(set))
        for op, kind, name, field, version, kept in ground.rows(
                "SELECT op, kind, id, name, version, kept FROM record_history"):
            if int(kept) and field not in NUMBERS:
                self.written[op][(kind, name, field)].add(int(version))


def says_something(answer):
    return (answer["applied"] + len(answer["merged"]) + len(answer["conflicts"])
            + len(answer["rejected"])) > 0


def find_repeats(effects, crowd):
    for op, fields in effects.written.items():
        for field, versions in fields.items():
            if len(versions) > 1:
                yield f"operation {op} wrote {field} {len(versions)} times"
        answer = effects.answers.get(op)
        if answer is None:
            yield f"operation {op} has an effect and no answer"
        elif "applied" in answer and len({field[:2] for field in fields}) > answer["applied"]:
            yield f"operation {op} wrote more than its answer says: {answer}"
    for worker in crowd.workers:
        for one in worker.refused:
            if one["reason"] not in REASONS:
                yield f"{worker.name_}: operation {one['op']} was refused as {one['reason']}"
        refused = {one["op"].split("/")[0] for one in worker.refused}
        for promise in worker.promises:
            answer = effects.answers.get(promise["op"])
            if answer is None and promise["op"] not in refused:
                yield f"{worker.name_}: {promise} never reached the server"
            elif answer and promise["act"] in ("edit", "create") and not says_something(answer):
                yield f"{worker.name_}: {promise}: its answer says that nothing was done: {answer}"


def kept_values(ground, crowd):
    """Every value that is somewhere: current, in history, in a conflict, or in what was refused."""
    kept = set()
    for (data,) in ground.rows("SELECT data FROM record WHERE deleted = 0"):
        kept.update(json.loads(data).values())
    for before, after in ground.rows("SELECT before_value, after_value FROM record_history"):
        kept.update((before, after))
    for worker in crowd.workers:
        for conflict in worker.dump["conflicts"]:
            kept.update((conflict["mine"], conflict["theirs"]))
        for refused in worker.refused:
            kept.update(refused["values"])
    return kept


class Names:
    """Under which other ids a record was known: one that a desktop made may have been merged, or have
    come with a transfer, and again under another one with the next."""

    def __init__(self, ground, effects, crowd):
        self._into = collections.defaultdict(set)
        for answer in effects.answers.values():
            for one in answer.get("merged", ()):
                self._into[one["id"]].add(one["into"])
        for (data,) in ground.rows("SELECT data FROM record WHERE kind = 'transfer' AND deleted = 0"):
            transfer = json.loads(data)
            if "requested" in transfer and "person" in transfer:
                self._into[transfer["requested"]].add(transfer["person"])
        for worker in crowd.workers:
            for name, into in worker.dump["came"].items():
                self._into[name].add(into)

    def all_of(self, name):
        names, waiting = set(), [name]
        while waiting:
            name = waiting.pop()
            if name not in names:
                names.add(name)
                waiting.extend(self._into[name])
        return names


def trail(ground, names):
    """What the database has under these ids, for whoever looks for a loss."""
    listed = ", ".join(f"'{name}'" for name in sorted(names))
    return ground.rows(f"SELECT scope, kind, id, version, deleted FROM record WHERE id IN ({listed})")


def find_losses(ground, effects, crowd):
    kept = kept_values(ground, crowd)
    gone = {tuple(row) for row in ground.rows("SELECT kind, id FROM record WHERE deleted = 1")}
    known_as = Names(ground, effects, crowd)
    for worker in crowd.workers:
        for promise in worker.promises:
            if promise["act"] != "edit" or promise["value"] in kept:
                continue
            names = known_as.all_of(promise["id"])
            # The history of who left stays behind nowhere: his values went with him.
            if not any((promise["kind"], name) in gone for name in names):
                yield (f"{worker.name_}: {promise} is nowhere; it was answered "
                       f"{effects.answers.get(promise['op'])}; there is {trail(ground, names)}")


def find_faults(ground, crowd):
    effects = Effects(ground)
    found = (find_differences(ground.lines(), crowd), find_repeats(effects, crowd),
             find_gaps(ground, crowd), find_strays(crowd), find_losses(ground, effects, crowd))
    return [(name, text) for name, texts in zip(NAMES, found) for text in texts]
