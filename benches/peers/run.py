"""Compares junheng with what a user would pick instead from PyPI, in one run, on the same exported programs.

    python run.py INPUT --policy POLICY --junheng PATH -o OUT [--limit S] [--threads N] [--solvers a,b] [--programs tight,plain]

Writes OUT/peers.csv, OUT/peers.json and OUT/peers.md; OUT must not exist. Each solver runs in a process of its own, which is ended when it
goes on for long after the limit. See README.md for what is compared and how.
"""

import argparse
import csv
import hashlib
import importlib.metadata
import json
import math
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

import mps
import solvers

GRACE = 30.0  # seconds after the limit, for solvers that are slow to stop


def told(command):
    """Runs junheng and gives back what it prints; its own words are the error."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1) or not done.stdout.strip():
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return done.stdout


def export(args, folder):
    """The exported programs by name, with digests, and the weighted sum."""
    base = [args.junheng, "export", args.input, "--policy", args.policy, "--format", "mps", "--json"]
    base += ["--year", args.year] if args.year else []
    base += ["--years", args.years] if args.years > 1 else []
    paths = {"tight": [], "plain": ["--plain"], "sum": ["--objective", "sum"]}
    for name, more in paths.items():
        told(base + more + ["-o", folder / f"{name}.mps"])
    digest = lambda name: hashlib.sha256((folder / f"{name}.mps").read_bytes()).hexdigest()
    return {name: digest(name) for name in paths}


def ours(args):
    """What junheng measures of itself in the same run; also units and tolerances of the goals."""
    command = [args.junheng, "bench", args.input, "--policy", args.policy, "--methods", "ours,highs-relaxation"]
    command += ["--limit", args.limit, "--threads", args.threads, "--json"]
    command += ["--year", args.year] if args.year else []
    command += ["--years", args.years] if args.years > 1 else []
    return json.loads(told(command))


def whole_bound(claimed, goal):
    """A claimed bound on the grid of the goal, after a margin for the solver's tolerances."""
    # SCIP writes 1e20 for infinity, CBC 1e50.
    if claimed is None or not abs(claimed) < 1e19:
        return None
    step = math.gcd(*goal.values) if goal.values else 1
    steps = (claimed - goal.constant) / (step or 1)
    return goal.constant + (step or 1) * math.ceil(steps - 1e-6 * (1 + abs(steps)))


def gap_ppm(value, bound, unit):
    """The gap as junheng defines it, in millionths, rounded up."""
    if value is None or bound is None:
        return None
    return math.ceil(Fraction(max(value - bound, 0) * 10**6, max(abs(value), unit)))


class Race:
    """One solver on one program: goal after goal, or the weighted sum."""

    def __init__(self, job):
        self.job, self.solve = job, solvers.WHOLE[job["solver"]]
        self.program = mps.read(job["program"])
        self.end = time.monotonic() + job["limit"]
        self.best, self.nodes, self.seconds = None, None, 0.0

    def ask(self, goal, held, spec, integer, fixed=None):
        lower, upper = list(self.program.lower), list(self.program.upper)
        for at, value in (fixed or {}).items():
            lower[at] = upper[at] = value
        # Two millionths less than allowed, so that rounding a claim does not undo it.
        tolerance = max(spec["tolerance_ppm"] - 2, 0) * 1e-6
        left = self.job["limit"] - self.seconds
        left = max(left, 5.0) if fixed else left
        start = self.best if not fixed else None
        ask = solvers.Ask(
            self.program, goal, held, lower, upper, integer, tolerance, tolerance * spec["per_unit"], left,
            self.job["threads"], start,
        )
        claim = self.solve(ask)
        self.seconds += claim.seconds
        if claim.nodes is not None:
            self.nodes = (self.nodes or 0) + claim.nodes
        return claim

    def take(self, claim, goal, held):
        """The rounded point, if it passes the exact check and is better than the best one in this goal."""
        if claim.point is None:
            return False
        point = [round(value) for value in claim.point]
        if self.program.broken(point) or any(row.activity(point) > row.upper for row in held):
            return False
        if self.best is None or goal.value(point) <= goal.value(self.best):
            self.best = point
        return True

    def goal(self, goal, held, spec):
        """Value, bound and why it ended, of one goal."""
        integer, whole = self.program.integer, [True] * len(self.program.integer)
        claim = self.ask(goal, held, spec, integer)
        bound = whole_bound(claim.bound, goal)
        if claim.point is not None and not self.take(claim, goal, held):
            # The columns that were branched on are held and the rest is asked for whole.
            fixed = {at: round(v) for at, (v, flag) in enumerate(zip(claim.point, integer)) if flag}
            self.take(self.ask(goal, held, spec, whole, fixed), goal, held)
        value = goal.value(self.best) if self.best else None
        done = lambda: (gap_ppm(value, bound, spec["per_unit"]) or 0) <= spec["tolerance_ppm"] and value is not None
        if claim.stop == "optimal" and not done() and self.seconds < self.job["limit"]:
            claim = self.ask(goal, held, spec, whole)
            again = whole_bound(claim.bound, goal)
            bound = max(bound, again) if None not in (bound, again) else again
            self.take(claim, goal, held)
            value = goal.value(self.best) if self.best else None
        stop = claim.stop
        if stop == "optimal":
            stop = "proven" if done() and bound is not None else "failed"
        return value, bound, stop, claim.remark

    def run(self, tell):
        held, tiers, stop, remark = [], [], "proven", ""
        if self.job["mode"] != "goals":
            total = mps.read(self.job["sum"]).goals[0]
            # The optimum is asked for without any gap; two millionths are what rounding a claim takes.
            exact = self.job["mode"] == "exact"
            spec = {"tolerance_ppm": 2 if exact else min(s["tolerance_ppm"] for s in self.job["tiers"]), "per_unit": 1}
            value, bound, stop, remark = self.goal(total, [], spec)
            result = {"sum": value, "sum_bound": bound, "sum_gap_ppm": gap_ppm(value, bound, 1)}
            tell(self.result(tiers, stop, remark) | result)
            return
        for goal, spec in zip(self.program.goals, self.job["tiers"]):
            value, bound, stop, remark = self.goal(goal, held, spec)
            tiers.append((bound, gap_ppm(value, bound, spec["per_unit"])))
            tell(self.result(tiers, stop, remark))
            if stop != "proven":
                return
            # Held at the value found.
            held = held + [mps.Row(f"held {goal.name}", None, value - goal.constant, goal.columns, goal.values)]

    def result(self, tiers, stop, remark):
        known = []
        for at, (goal, spec) in enumerate(zip(self.program.goals, self.job["tiers"])):
            bound, gap = tiers[at] if at < len(tiers) else (None, None)
            value = goal.value(self.best) if self.best else None
            known.append({"name": spec["name"], "value": value, "bound": bound, "gap_ppm": gap})
        return {"seconds": self.seconds, "stop": stop, "tiers": known, "nodes": self.nodes, "remark": remark}


def own_peak():
    """The peak of this process in KiB; what getrusage says may be that of the process that started it."""
    try:
        account = Path("/proc/self/status").read_text()
        return next(int(line.split()[1]) for line in account.splitlines() if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def child(job):
    """Works on one job and tells what is known, a JSON object per line."""
    def tell(known):
        peak = own_peak() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        print(json.dumps(known | {"peak_kib": peak}), flush=True)

    if job["solver"] in solvers.RELAXED:
        program, goal = mps.read(job["program"]), mps.read(job["sum"]).goals[0]
        ask = solvers.Ask(
            program, goal, [], program.lower, program.upper, program.integer, 0.0, 0.0, job["limit"], job["threads"], None
        )
        claim = solvers.RELAXED[job["solver"]](ask)
        stop = "proven" if claim.stop == "optimal" else claim.stop
        tell({"seconds": claim.seconds, "stop": stop, "tiers": [], "nodes": None, "sum_bound": claim.bound, "remark": claim.remark})
    else:
        Race(job).run(tell)


def race(job):
    """A job in a process of its own; what it has told when it is ended stands."""
    begin = time.monotonic()
    command = [sys.executable, __file__, "--child", json.dumps(job)]
    with tempfile.TemporaryFile("w+") as lines, tempfile.TemporaryFile("w+") as words:
        # A group of its own: CBC is started by PuLP and has to end with it.
        process = subprocess.Popen(command, stdout=lines, stderr=words, text=True, start_new_session=True)
        killed = False
        try:
            # Reading and building are not held against a solver.
            process.wait(job["limit"] + GRACE + job["build"])
        except subprocess.TimeoutExpired:
            killed = True
            os.killpg(process.pid, 9)
            process.wait()
        lines.seek(0)
        words.seek(0)
        known = [json.loads(line) for line in lines.read().splitlines() if line.startswith("{")]
        last = known[-1] if known else {"seconds": time.monotonic() - begin, "tiers": [], "nodes": None, "peak_kib": None}
        if killed:
            last |= {"stop": "killed", "seconds": time.monotonic() - begin}
        elif process.returncode != 0 or not known:
            last |= {"stop": "failed", "remark": (words.read().strip().splitlines() or ["no answer"])[-1]}
    names = {key: job[key] for key in ("solver", "mode")} | {"program": Path(job["program"]).stem}
    return names | last


def disagreements(runs):
    """Bounds above the checked value of another run that is no worse in the goals before."""
    found = []
    for bound in runs:
        for plan in runs:
            if plan is bound:
                continue
            for theirs, its in zip(bound["tiers"], plan["tiers"]):
                if its["value"] is None:
                    break
                if theirs["bound"] is not None and theirs["bound"] > its["value"]:
                    found.append((label(bound), label(plan), its["name"], theirs["bound"], its["value"]))
                if theirs["value"] is None or its["value"] > theirs["value"]:
                    break
    return found


def label(run):
    return " ".join(word for word in (run["solver"], run["program"], run["mode"]) if word)


def markdown(facts, runs, wrong):
    """The comparison as a page."""
    text = ["# Peers from PyPI", ""]
    text += ["| | |", "|---|---|"] + [f"| {key} | {value} |" for key, value in facts.items()] + [""]
    if wrong:
        text += ["**RESULTS THAT CONTRADICT EACH OTHER**", ""]
        text += [f"- {a} claims {goal} ≥ {bound}, {b} has a checked plan of {value}" for a, b, goal, bound, value in wrong] + [""]
    base = next((run["seconds"] for run in runs if run["solver"] == "junheng"), None)
    text += ["| solver | program | goals | seconds | ratio to ours | peak MiB | nodes | ended |", "|---|---|---|---|---|---|---|---|"]
    for run in runs:
        ratio = f"{run['seconds'] / base:.2f}" if base else ""
        peak = math.ceil(run["peak_kib"] / 1024) if run.get("peak_kib") else ""
        nodes = "" if run["nodes"] is None else run["nodes"]
        cells = [run["solver"], run["program"], run["mode"], f"{run['seconds']:.3f}", ratio, peak, nodes]
        text.append("| " + " | ".join(map(str, cells + [f"{run['stop']} {run.get('remark') or ''}".strip()])) + " |")
    text += ["", "| goal | " + " | ".join(label(run) for run in runs if run["tiers"]) + " |"]
    text.append("|---" * (1 + sum(1 for run in runs if run["tiers"])) + "|")
    for at, name in enumerate(tier["name"] for tier in runs[0]["tiers"]):
        cells = [cell(run["tiers"][at]) for run in runs if run["tiers"]]
        text.append(f"| {name} | " + " | ".join(cells) + " |")
    text += ["", "Cells: value (gap to the bound given the goals before; – where there is no bound), in small units."]
    for mode, words in (("goals", "All goals proven"), ("exact", "Optimum of the weighted sum proven (says less of single goals)")):
        ended = sorted((run["seconds"], label(run)) for run in runs if run["mode"] == mode and run["stop"] == "proven")
        text += ["", f"{words}: " + ("; ".join(f"{name} {seconds:.3f} s" for seconds, name in ended) or "by nobody") + "."]
    return "\n".join(text) + "\n"


def cell(tier):
    if tier["value"] is None:
        return ""
    return f"{tier['value']} ({'–' if tier['gap_ppm'] is None else format(tier['gap_ppm'] / 10**4, '.4f') + ' %'})"


def own(measured):
    """The runs of junheng itself in the same form."""
    runs = []
    for run in measured["runs"]:
        is_ours = run["method"] == "ours"
        runs.append(
            {
                "solver": "junheng" if is_ours else run["method"],
                "program": "tight",
                "mode": "goals" if is_ours else "relaxation",
                "sum_bound": run["weighted_bound"],
                "sum": run["weighted"],
                "remark": run["failure"],
                **{key: run[key] for key in ("seconds", "stop", "nodes", "peak_kib", "tiers")},
            }
        )
    return runs


def write(out, facts, runs):
    """The three files, in a folder that did not exist."""
    wrong = disagreements(runs)
    out.mkdir(parents=True)
    (out / "peers.json").write_text(json.dumps({"facts": facts, "runs": runs, "disagreements": wrong}, indent=1))
    (out / "peers.md").write_text(markdown(facts, runs, wrong))
    with (out / "peers.csv").open("w", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(
            ["case", "solver", "program", "mode", "seconds", "stop", "nodes", "peak_kib", "sum", "sum_bound", "tier", "value", "bound", "gap_ppm"]
        )
        for run in runs:
            head = [facts["case"], run["solver"], run["program"], run["mode"], f"{run['seconds']:.6f}", run["stop"], run["nodes"]]
            head += [run.get("peak_kib"), run.get("sum"), run.get("sum_bound")]
            for tier in run["tiers"] or [{}]:
                lines.writerow(head + [tier.get(key) for key in ("name", "value", "bound", "gap_ppm")])
    for one in wrong:
        print("DISAGREEMENT:", *one, file=sys.stderr)
    return wrong


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("input")
    parser.add_argument("--policy", required=True)
    parser.add_argument("--year")
    parser.add_argument("--years", type=int, default=1, help="school years planned together")
    parser.add_argument("--junheng", required=True, help="the executable")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds of each solve")
    parser.add_argument("--threads", type=int, default=1, help="for junheng and for every peer that can use them")
    parser.add_argument("--solvers", default=",".join([*solvers.WHOLE, *solvers.RELAXED]))
    parser.add_argument("--programs", default="tight,plain")
    parser.add_argument("--modes", default="goals,sum,exact")
    parser.add_argument("-o", "--out", type=Path, required=True)
    args = parser.parse_args()
    unknown = set(args.solvers.split(",")) - set(solvers.PACKAGES)
    unknown |= (set(args.programs.split(",")) - {"tight", "plain"}) | (set(args.modes.split(",")) - {"goals", "sum", "exact"})
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    if args.limit < 0 or args.threads < 1:
        parser.error("the limit must not be negative, and there must be a thread")
    if args.out.exists():
        parser.error(f"{args.out} exists already")
    return args


def main():
    if sys.argv[1:2] == ["--child"]:
        child(json.loads(sys.argv[2]))
        return 0
    args = arguments()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        digests, measured = export(args, folder), ours(args)
        pinned = {"tight": measured["facts"]["tight_sha256"], "plain": measured["facts"]["plain_sha256"]}
        if any(digests[name] != digest for name, digest in pinned.items()):
            sys.exit("the exported programs are not those that junheng measured")
        if measured["facts"]["cones"]:
            print("The program has limits on spread: peers solve the relaxation without them.", file=sys.stderr)
        runs = own(measured)
        tiers = [{key: tier[key] for key in ("name", "per_unit", "tolerance_ppm")} for tier in runs[0]["tiers"]]
        build = 30.0 + 60.0 * measured["facts"]["tight"][2] / 10**5
        for solver in args.solvers.split(","):
            for program in args.programs.split(","):
                for mode in args.modes.split(",") if solver in solvers.WHOLE else ["relaxation"]:
                    print(f"{solver} {program} {mode} …", file=sys.stderr)
                    job = {"solver": solver, "mode": mode, "program": str(folder / f"{program}.mps"), "sum": str(folder / "sum.mps")}
                    runs.append(race(job | {"limit": args.limit, "threads": args.threads, "tiers": tiers, "build": build}))
    versions = {name: importlib.metadata.version(name) for name in sorted({solvers.PACKAGES[s] for s in args.solvers.split(",")})}
    facts = {
        "case": measured["facts"]["case"],
        "policy": measured["facts"]["policy"],
        "date": measured["facts"]["date"],
        "cores": os.cpu_count(),
        "threads": args.threads,
        "limit": args.limit,
        "junheng": f"{measured['facts']['junheng']}, {measured['facts']['highs']}",
        "python": platform.python_version(),
        **versions,
        "limits on spread left out": measured["facts"]["cones"],
        **{f"sha256 of {name}.mps": digest for name, digest in digests.items()},
    }
    wrong = write(args.out, facts, runs)
    print((args.out / "peers.md").read_text())
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
