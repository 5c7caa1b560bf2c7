"""The peers: each solves one question on one program and says what it claims.

A question is a goal over the rows, columns held or not, gaps at which to stop, seconds left and a known point. Nothing is checked
here; `run.py` rounds, checks in whole numbers and compares.
"""

import os
import re
import tempfile
import time
from dataclasses import dataclass


@dataclass
class Ask:
    """One question."""

    program: object
    goal: object
    held: list  # further rows
    lower: list
    upper: list
    integer: list
    relative: float
    absolute: float
    seconds: float
    threads: int
    start: list | None


@dataclass
class Claim:
    """What a peer claims: "optimal" (within the gap), "infeasible", "limit" or "failed"; values and bound in small units."""

    stop: str
    point: list | None = None
    bound: float | None = None
    nodes: int | None = None
    seconds: float = 0.0
    remark: str = ""


def highs(ask, mixed=True):
    import highspy
    import numpy as np

    lp = highspy.HighsLp()
    lp.num_col_, rows = len(ask.lower), ask.program.rows + ask.held
    lp.num_row_ = len(rows)
    cost = np.zeros(lp.num_col_)
    cost[ask.goal.columns] = ask.goal.values
    lp.col_cost_, lp.offset_ = cost, float(ask.goal.constant)
    lp.col_lower_, lp.col_upper_ = np.array(ask.lower, float), np.array(ask.upper, float)
    inf = highspy.kHighsInf
    lp.row_lower_ = np.array([-inf if r.lower is None else r.lower for r in rows], float)
    lp.row_upper_ = np.array([inf if r.upper is None else r.upper for r in rows], float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0] + [len(r.columns) for r in rows])
    lp.a_matrix_.index_ = np.concatenate([np.array(r.columns, int) for r in rows])
    lp.a_matrix_.value_ = np.concatenate([np.array(r.values, float) for r in rows])
    if mixed:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[flag] for flag in ask.integer]
    model = highspy.Highs()
    for name, value in (
        ("output_flag", False),
        ("threads", ask.threads),
        ("time_limit", max(ask.seconds, 0.001)),
        ("mip_rel_gap", ask.relative),
        ("mip_abs_gap", max(ask.absolute, 1e-6)),
    ):
        model.setOptionValue(name, value)
    model.passModel(lp)
    if mixed and ask.start:
        known = highspy.HighsSolution()
        known.col_value = [float(value) for value in ask.start]
        model.setSolution(known)
    begin = time.monotonic()
    model.run()
    seconds = time.monotonic() - begin
    status, info = model.getModelStatus(), model.getInfo()
    known = {
        highspy.HighsModelStatus.kOptimal: "optimal",
        highspy.HighsModelStatus.kInfeasible: "infeasible",
        highspy.HighsModelStatus.kTimeLimit: "limit",
    }
    stop = known.get(status, "failed")
    has = info.primal_solution_status == 2
    point = list(model.getSolution().col_value) if has else None
    bound = info.mip_dual_bound if mixed else (info.objective_function_value if stop == "optimal" else None)
    return Claim(stop, point, bound, info.mip_node_count if mixed else None, seconds)


def scip(ask):
    from pyscipopt import Model, quicksum

    model = Model()
    model.hideOutput()
    kinds = "CI"
    columns = [
        model.addVar(lb=low, ub=high, vtype=kinds[flag]) for low, high, flag in zip(ask.lower, ask.upper, ask.integer)
    ]
    for row in ask.program.rows + ask.held:
        if not row.columns:
            continue
        total = quicksum(a * columns[c] for c, a in zip(row.columns, row.values))
        if row.lower is not None and row.lower == row.upper:
            model.addCons(total == row.lower)
            continue
        if row.lower is not None and row.upper is not None:
            model.addCons((row.lower <= total) <= row.upper)
        elif row.lower is not None:
            model.addCons(total >= row.lower)
        elif row.upper is not None:
            model.addCons(total <= row.upper)
    goal = quicksum(a * columns[c] for c, a in zip(ask.goal.columns, ask.goal.values))
    model.setObjective(goal + ask.goal.constant, "minimize")
    model.setParam("limits/time", max(ask.seconds, 0.001))
    model.setParam("limits/gap", ask.relative)
    model.setParam("limits/absgap", ask.absolute)
    if ask.start:
        known = model.createSol()
        for column, value in zip(columns, ask.start):
            model.setSolVal(known, column, value)
        model.addSol(known)
    begin = time.monotonic()
    model.optimize()
    seconds = time.monotonic() - begin
    status = model.getStatus()
    stop = {"optimal": "optimal", "gaplimit": "optimal", "infeasible": "infeasible", "timelimit": "limit"}.get(status, "failed")
    best = model.getBestSol() if model.getNSols() > 0 else None
    point = [best[column] for column in columns] if best is not None else None
    return Claim(stop, point, model.getDualbound(), model.getNTotalNodes(), seconds, "" if stop != "failed" else status)


def cp_sat(ask):
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    columns = [model.new_int_var(low, high, "") for low, high in zip(ask.lower, ask.upper)]
    for row in ask.program.rows + ask.held:
        total = cp_model.LinearExpr.weighted_sum([columns[c] for c in row.columns], row.values)
        low = cp_model.INT_MIN if row.lower is None else row.lower
        high = cp_model.INT_MAX if row.upper is None else row.upper
        model.add_linear_constraint(total, low, high)
    goal = cp_model.LinearExpr.weighted_sum([columns[c] for c in ask.goal.columns], ask.goal.values)
    model.minimize(goal + ask.goal.constant)
    if ask.start:
        for column, value in zip(columns, ask.start):
            model.add_hint(column, value)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(ask.seconds, 0.001)
    solver.parameters.relative_gap_limit = ask.relative
    solver.parameters.absolute_gap_limit = max(ask.absolute, 1e-4)
    solver.parameters.num_workers = ask.threads
    begin = time.monotonic()
    status = solver.solve(model)
    seconds = time.monotonic() - begin
    known = {cp_model.OPTIMAL: "optimal", cp_model.FEASIBLE: "limit", cp_model.UNKNOWN: "limit", cp_model.INFEASIBLE: "infeasible"}
    stop = known.get(status, "failed")
    point = [solver.value(column) for column in columns] if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None
    bound = solver.best_objective_bound if stop in ("optimal", "limit") else None
    return Claim(stop, point, bound, solver.num_branches, seconds, solver.status_name(status) if stop == "failed" else "")


def cbc(ask):
    import pulp

    model = pulp.LpProblem("junheng", pulp.LpMinimize)
    kinds = ("Continuous", "Integer")
    columns = [
        pulp.LpVariable(f"x{at}", low, high, kinds[flag])
        for at, (low, high, flag) in enumerate(zip(ask.lower, ask.upper, ask.integer))
    ]
    model += pulp.LpAffineExpression([(columns[c], a) for c, a in zip(ask.goal.columns, ask.goal.values)])
    for row in ask.program.rows + ask.held:
        total = pulp.LpAffineExpression([(columns[c], a) for c, a in zip(row.columns, row.values)])
        if row.lower is not None and row.lower == row.upper:
            model += total == row.lower
            continue
        if row.lower is not None:
            model += total >= row.lower
        if row.upper is not None:
            model += total <= row.upper
    if ask.start:
        for column, value in zip(columns, ask.start):
            column.setInitialValue(value)
    handle, log = tempfile.mkstemp(suffix=".log")
    os.close(handle)
    command = pulp.PULP_CBC_CMD(
        msg=False,
        timeLimit=max(ask.seconds, 1),
        gapRel=ask.relative,
        gapAbs=ask.absolute,
        threads=ask.threads,
        warmStart=bool(ask.start),
        logPath=log,
    )
    begin = time.monotonic()
    model.solve(command)
    seconds = time.monotonic() - begin
    with open(log, encoding="utf-8", errors="replace") as text:
        words = text.read()
    os.unlink(log)
    number = r"([-+0-9.e]+)"
    bound = re.findall(rf"Lower bound:\s+{number}", words) + re.findall(rf"best possible {number}", words)
    nodes = re.findall(r"Enumerated nodes:\s+(\d+)", words)
    limited = "Stopped on time" in words
    stop = {1: "limit" if limited else "optimal", 0: "limit", -1: "infeasible"}.get(model.status, "failed")
    point = [column.value() for column in columns]
    point = point if all(value is not None for value in point) and model.sol_status in (1, 2) else None
    value = sum(a * point[c] for c, a in zip(ask.goal.columns, ask.goal.values)) if point else None
    claimed = float(bound[0]) if bound else None
    if stop == "optimal" and value is not None:
        gap = max(ask.absolute, ask.relative * abs(value)) if bound else 0.0
        claimed = max(claimed, value - gap) if claimed is not None else value - gap
    claimed = None if claimed is None else claimed + ask.goal.constant
    return Claim(stop, point, claimed, int(nodes[0]) if nodes else None, seconds)


def linear(ask, name):
    """GLOP or PDLP on the relaxation, through the linear solver interface of OR-Tools."""
    from ortools.linear_solver import pywraplp

    solver = pywraplp.Solver.CreateSolver(name)
    columns = [solver.NumVar(low, high, "") for low, high in zip(ask.lower, ask.upper)]
    inf = solver.infinity()
    for row in ask.program.rows + ask.held:
        made = solver.Constraint(-inf if row.lower is None else row.lower, inf if row.upper is None else row.upper)
        for c, a in zip(row.columns, row.values):
            made.SetCoefficient(columns[c], a)
    goal = solver.Objective()
    for c, a in zip(ask.goal.columns, ask.goal.values):
        goal.SetCoefficient(columns[c], a)
    goal.SetOffset(ask.goal.constant)
    solver.set_time_limit(int(max(ask.seconds, 0.001) * 1000))
    begin = time.monotonic()
    status = solver.Solve()
    seconds = time.monotonic() - begin
    known = {solver.OPTIMAL: "optimal", solver.INFEASIBLE: "infeasible", solver.NOT_SOLVED: "limit", solver.FEASIBLE: "limit"}
    stop = known.get(status, "failed")
    return Claim(stop, None, goal.Value() if stop == "optimal" else None, None, seconds)


# Solvers of the whole question, and of the relaxation alone.
WHOLE = {"highspy": highs, "scip": scip, "cp-sat": cp_sat, "pulp-cbc": cbc}
RELAXED = {
    "highspy-lp": lambda ask: highs(ask, mixed=False),
    "glop": lambda ask: linear(ask, "GLOP"),
    "pdlp": lambda ask: linear(ask, "PDLP"),
}
PACKAGES = {
    "highspy": "highspy",
    "highspy-lp": "highspy",
    "scip": "pyscipopt",
    "cp-sat": "ortools",
    "glop": "ortools",
    "pdlp": "ortools",
    "pulp-cbc": "pulp",
}
