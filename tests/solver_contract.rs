//! What `solver::solve` promises for every input: legal odd inputs, limits, starts, determinism.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "helpers of tests fail loudly and use files of their own"
)]

use junheng::program::{Col, Column, Program, Row, RowName, Tier};
use junheng::solver::{Event, Progress, Settings, Silent, Termination, solve};
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

fn column(lower: i64, upper: i64) -> Column {
    Column { name: String::new(), lower, upper, integer: true }
}

fn row(lower: Option<i64>, upper: Option<i64>, terms: &[(usize, i64)]) -> Row {
    let terms = terms.iter().map(|&(col, a)| (Col::new(col), a)).collect();
    Row { name: RowName { rule: "test", place: String::new() }, lower, upper, terms, block: None }
}

fn tier(constant: i64, costs: &[(usize, i64)]) -> Tier {
    let terms = costs.iter().map(|&(col, cost)| (Col::new(col), cost)).collect();
    Tier { name: "goal".into(), constant, terms, per_unit: 1, tolerance_ppm: 0 }
}

/// Market split: hard to prove, easy to satisfy with slack.
fn hard(rows: usize, columns: usize) -> Program {
    let mut state = 99_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(state >> 33).expect("31 bits") % 100
    };
    let mut program = Program { columns: vec![column(0, 1); columns], ..Program::default() };
    let mut costs = Vec::new();
    for at in 0..rows {
        let mut terms: Vec<(usize, i64)> = (0..columns).map(|col| (col, 1 + next())).collect();
        let half = terms.iter().map(|&(_, a)| a).sum::<i64>() / 2;
        let slack = columns + 2 * at;
        program.columns.extend([column(0, 10_000), column(0, 10_000)]);
        terms.extend([(slack, 1), (slack + 1, -1)]);
        costs.extend([(slack, 1), (slack + 1, 1)]);
        program.rows.push(row(Some(half), Some(half), &terms));
    }
    program.tiers.push(tier(0, &costs));
    program
}

fn limited(millis: u64) -> Settings {
    Settings { time_limit: Some(Duration::from_millis(millis)), ..Settings::default() }
}

#[test]
fn the_empty_program_is_solved() {
    // No columns, no rows, no tiers: the empty plan, proven.
    let outcome = solve(&Program::default(), &Settings::default(), None, &Silent);
    assert_eq!((outcome.termination, outcome.solution), (Termination::Proven, Some(Vec::new())));
    let constant = Program { tiers: vec![tier(7, &[])], ..Program::default() };
    let outcome = solve(&constant, &Settings::default(), None, &Silent);
    assert_eq!(outcome.termination, Termination::Proven);
    assert_eq!((outcome.tiers[0].value, outcome.tiers[0].bound), (7, Some(7)));
}

#[test]
fn no_columns_but_an_impossible_row_is_infeasible() {
    // There is nothing to decide, and still the answer is not "proven".
    let program = Program { rows: vec![row(Some(1), None, &[])], ..Program::default() };
    let outcome = solve(&program, &Settings::default(), None, &Silent);
    assert_eq!((outcome.termination, outcome.solution), (Termination::Infeasible, None));
    assert!(outcome.tiers.is_empty());
}

#[test]
fn a_program_without_rows_takes_the_cheapest_values() {
    // Bounds alone decide, also below zero and for fixed columns.
    let program = Program {
        columns: vec![column(-3, 5), column(4, 4), column(0, 9)],
        rows: Vec::new(),
        cones: Vec::new(),
        stages: Vec::new(),
        tiers: vec![tier(1, &[(0, 2), (1, 3)])],
    };
    let outcome = solve(&program, &Settings::default(), None, &Silent);
    assert_eq!(outcome.termination, Termination::Proven);
    assert_eq!((outcome.tiers[0].value, outcome.tiers[0].bound), (7, Some(7)));
    assert_eq!(outcome.solution.expect("solved")[..2], [-3, 4]);
}

#[test]
fn a_zero_time_limit_returns_the_start_checked() {
    // The limit is legal; with a valid start there is a plan, without one there is none.
    let program = hard(3, 20);
    let mut start = vec![0; program.columns.len()];
    for (at, row) in program.rows.iter().enumerate() {
        start[20 + 2 * at] = row.lower.expect("equality");
    }
    let outcome = solve(&program, &limited(0), Some(&start), &Silent);
    assert_eq!((outcome.termination, outcome.solution.as_ref()), (Termination::TimeLimit, Some(&start)));
    assert_eq!(outcome.tiers[0].bound, Some(0));
    let outcome = solve(&program, &limited(0), None, &Silent);
    assert_eq!((outcome.termination, outcome.solution), (Termination::TimeLimit, None));
    assert!(outcome.tiers.is_empty());
}

#[test]
fn invalid_starts_are_ignored() {
    // A start that breaks a row, a bound or has the wrong length must neither be returned nor panic.
    let program = hard(2, 8);
    for start in [vec![0; program.columns.len()], vec![-1; program.columns.len()], vec![0; 3]] {
        let outcome = solve(&program, &limited(0), Some(&start), &Silent);
        assert_eq!(outcome.solution, None);
    }
}

#[test]
fn a_time_limit_that_bites_keeps_the_best_checked_solution_and_its_bound() {
    // Value and bound are separate facts, and both survive the limit.
    let program = hard(5, 40);
    let begin = Instant::now();
    let outcome = solve(&program, &limited(400), None, &Silent);
    assert!(begin.elapsed() < Duration::from_secs(8), "{:?}", begin.elapsed());
    assert_eq!(outcome.termination, Termination::TimeLimit);
    let solution = outcome.solution.expect("easy to satisfy");
    assert_eq!(program.check(&solution), None);
    assert_eq!(outcome.tiers[0].value, program.tiers[0].value(&solution));
    assert!(outcome.tiers[0].bound.is_some_and(|bound| bound < outcome.tiers[0].value));
    assert!(!outcome.tiers[0].proven());
}

#[test]
fn the_interrupt_flag_stops_it() {
    // Ctrl-C at any moment ends with what is known.
    let program = hard(5, 40);
    let settings = Settings::default();
    let flag = settings.interrupt.clone();
    let timer = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        flag.store(true, Ordering::Relaxed);
    });
    let outcome = solve(&program, &settings, None, &Silent);
    timer.join().expect("timer");
    assert_eq!(outcome.termination, Termination::Interrupted);
    assert!(outcome.solution.is_some());
}

#[test]
fn infeasible_in_whole_numbers_only_is_told() {
    // The relaxation has a solution, whole numbers have none; a prime divisor is seen without a solver, a cycle is not.
    let parity =
        Program { columns: vec![column(0, 9)], rows: vec![row(Some(3), Some(3), &[(0, 2)])], ..Program::default() };
    assert_eq!(solve(&parity, &Settings::default(), None, &Silent).termination, Termination::Infeasible);
    let cycle = Program {
        columns: vec![column(0, 1); 3],
        rows: [(0, 1), (1, 2), (0, 2)].map(|(a, b)| row(Some(1), Some(1), &[(a, 1), (b, 1)])).to_vec(),
        cones: Vec::new(),
        stages: Vec::new(),
        tiers: vec![tier(0, &[(0, 1)])],
    };
    let outcome = solve(&cycle, &Settings::default(), None, &Silent);
    assert_eq!((outcome.termination, outcome.solution), (Termination::Infeasible, None));
}

#[test]
fn slack_columns_that_come_out_fractional_are_made_whole() {
    // A column that is not branched on may be fractional at the solver's optimum; the plan must be whole all the same.
    let program = Program {
        columns: vec![column(0, 3), Column { integer: false, ..column(0, 9) }],
        rows: vec![row(Some(5), None, &[(0, 1), (1, 2)]), row(None, Some(2), &[(0, 1)])],
        cones: Vec::new(),
        stages: Vec::new(),
        tiers: vec![tier(0, &[(1, 1)]), tier(0, &[(0, 1)])],
    };
    let outcome = solve(&program, &Settings::default(), None, &Silent);
    let values: Vec<i64> = outcome.tiers.iter().map(|tier| tier.value).collect();
    assert_eq!((outcome.termination, values), (Termination::Proven, vec![2, 1]));
}

#[derive(Default)]
struct Log(Mutex<Vec<Event>>);

impl Progress for Log {
    fn event(&self, event: Event) {
        self.0.lock().expect("not poisoned").push(event);
    }
}

#[test]
fn events_tell_ever_better_solutions_and_the_last_is_the_result() {
    // A progress display that goes back and forth would be mistaken for trouble.
    let program = hard(2, 12);
    let log = Log::default();
    let outcome = solve(&program, &Settings::default(), None, &log);
    let events = log.0.into_inner().expect("not poisoned");
    let solutions: Vec<&Vec<i64>> =
        events.iter().filter_map(|e| if let Event::Solution(values) = e { Some(values) } else { None }).collect();
    assert!(!solutions.is_empty() && solutions.windows(2).all(|pair| pair[1] < pair[0]));
    assert_eq!(solutions.last().map(|values| values[0]), outcome.tiers.first().map(|tier| tier.value));
    assert!(events.contains(&Event::Tier(0)));
}

#[test]
fn the_same_program_gives_the_same_plan_for_any_number_of_threads() {
    // Identity is promised for runs without a limit that bites.
    let program = hard(2, 14);
    let runs = [1, 2, 1].map(|threads| {
        let settings = Settings { threads, ..Settings::default() };
        solve(&program, &settings, None, &Silent)
    });
    assert_eq!(runs[0].solution, runs[1].solution);
    assert_eq!(runs[0].solution, runs[2].solution);
    assert_eq!(runs[0].tiers, runs[1].tiers);
}

#[test]
fn a_gap_setting_replaces_every_tolerance() {
    // The command line may ask for less than the policy does.
    let program = hard(2, 14);
    let settings = Settings { gap_ppm: Some(1_000_000), ..Settings::default() };
    let outcome = solve(&program, &settings, None, &Silent);
    assert_eq!(outcome.termination, Termination::Proven);
    assert!(outcome.tiers.iter().all(|tier| tier.tolerance_ppm == 1_000_000 && tier.proven()));
}

#[test]
fn the_result_is_never_worse_than_the_start() {
    // Lexicographically, in exact values, whatever the solver does under a tight limit.
    let program = hard(4, 30);
    let good = solve(&program, &limited(300), None, &Silent);
    let start = good.solution.expect("easy to satisfy");
    for millis in [0, 50, 200] {
        let again = solve(&program, &limited(millis), Some(&start), &Silent);
        assert!(again.tiers[0].value <= good.tiers[0].value);
    }
}
