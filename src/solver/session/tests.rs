//! One test per trap of the solver that the session guards against.

use super::handle::{Context, read_text};
use super::*;
use std::sync::mpsc::channel;

fn clock() -> Clock {
    Clock::start(None, Arc::default())
}

fn rows(all: impl IntoIterator<Item = (f64, f64, Vec<(i32, f64)>)>) -> Rows {
    let mut rows = Rows::default();
    all.into_iter().for_each(|(lower, upper, terms)| rows.push(lower, upper, terms));
    rows
}

/// `min −x − y` with `2x + 3y ≤ 7`, both in 0..=5.
fn small() -> Model {
    Model {
        cost: vec![-1.0, -1.0],
        lower: vec![0.0; 2],
        upper: vec![5.0; 2],
        integer: vec![true; 2],
        rows: rows([(f64::NEG_INFINITY, 7.0, vec![(0, 2.0), (1, 3.0)])]),
    }
}

/// A knapsack-like program that branch and bound cannot finish quickly (market split).
fn hard(rows: usize, columns: usize) -> Model {
    let mut state = 12_345_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(state >> 33).expect("31 bits") % 100)
    };
    let mut model = Model {
        cost: vec![0.0; columns],
        lower: vec![0.0; columns],
        upper: vec![1.0; columns],
        integer: vec![true; columns],
        ..Model::default()
    };
    let count = |n: usize| i32::try_from(n).expect("small");
    for row in 0..rows {
        let values: Vec<f64> = (0..columns).map(|_| next()).collect();
        let half = (values.iter().sum::<f64>() / 2.0).floor();
        let slacks = [(count(columns + 2 * row), 1.0), (count(columns + 2 * row + 1), -1.0)];
        model.rows.push(half, half, (0..count(columns)).zip(values).chain(slacks));
    }
    for _ in 0..2 * rows {
        model.cost.push(1.0);
        model.lower.push(0.0);
        model.upper.push(1e4);
        model.integer.push(false);
    }
    model
}

#[test]
fn numbers_that_are_none_are_refused() {
    // HiGHS accepts NaN silently and answers "Optimal".
    for spoil in [f64::NAN, f64::INFINITY, 1e16] {
        let mut models = vec![small(), small(), small(), small(), small()];
        models[0].cost[0] = spoil;
        models[1].rows.value[1] = spoil;
        models[2].upper[0] = spoil;
        models[3].lower[1] = -spoil;
        models[4].rows.lower[0] = spoil;
        for model in models {
            let answer = run(&Task::new(model, Method::Branch, 0), &clock(), &mut |_| {});
            assert_eq!((answer.status, answer.primal), (Status::Failed, None));
        }
    }
    let mut shapeless = small();
    shapeless.rows.index[0] = 9;
    assert_eq!(run(&Task::new(shapeless, Method::Simplex, 0), &clock(), &mut |_| {}).status, Status::Failed);
}

#[test]
fn an_infeasible_model_has_no_solution_to_read() {
    // Reading anyway gives zeros that look like a solution.
    let mut model = small();
    model.rows.lower[0] = 100.0;
    model.rows.upper[0] = f64::INFINITY;
    for method in [Method::Branch, Method::Simplex, Method::Interior] {
        let answer = run(&Task::new(model.clone(), method, 0), &clock(), &mut |_| {});
        assert_eq!(answer.status, Status::Infeasible, "{method:?}");
        assert_eq!(answer.primal, None);
    }
}

#[test]
fn every_method_solves_and_gives_prices_or_a_bound() {
    // The relaxation is worth −3.5 and the price of its row −0.5; in whole numbers −3.
    for method in [Method::Simplex, Method::Interior, Method::Crossover] {
        let answer = run(&Task::new(small(), method, 0), &clock(), &mut |_| {});
        assert_eq!(answer.status, Status::Optimal, "{method:?}");
        assert!((answer.prices.expect("prices")[0] + 0.5).abs() < 1e-6, "{method:?}");
    }
    let mut found = 0;
    let answer = run(&Task::new(small(), Method::Branch, 0), &clock(), &mut |_| found += 1);
    assert_eq!(answer.primal.map(|x| x[0] + x[1]), Some(3.0));
    assert!((answer.bound + 3.0).abs() < 1e-6 && found > 0);
}

#[test]
fn many_solves_from_several_threads_do_not_meet_an_old_scheduler() {
    // HiGHS keeps a scheduler per OS thread; an instance with other settings on the same thread fails.
    let solve = || {
        for _ in 0..5 {
            let answer = run(&Task::new(small(), Method::Branch, 1), &clock(), &mut |_| {});
            assert_eq!(answer.status, Status::Optimal);
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(solve);
        scope.spawn(solve);
        solve();
    });
}

#[test]
fn our_clock_stops_a_solver_that_would_go_on() {
    // Limits of the solver are overrun; ours must hold, and what was found must not be lost.
    let begin = Instant::now();
    let limited = Clock::start(Some(Duration::from_millis(300)), Arc::default());
    let mut last = None;
    let answer = run(&Task::new(hard(5, 40), Method::Branch, 0), &limited, &mut |x| last = Some(x.to_vec()));
    assert_eq!(answer.status, Status::Stopped);
    assert!(begin.elapsed() < Duration::from_secs(6), "{:?}", begin.elapsed());
    assert!(last.is_some(), "solutions found on the way are handed out");
}

#[test]
fn an_interrupt_from_outside_stops_it_too() {
    // Ctrl-C sets a flag; nothing else tells the solver.
    let flag = Arc::new(AtomicBool::new(false));
    let clock = Clock::start(None, flag.clone());
    let begin = Instant::now();
    let timer = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(200));
        flag.store(true, Ordering::Relaxed);
    });
    let answer = run(&Task::new(hard(5, 40), Method::Branch, 0), &clock, &mut |_| {});
    timer.join().expect("timer");
    assert_eq!(answer.status, Status::Stopped);
    assert!(begin.elapsed() < Duration::from_secs(6));
}

#[test]
fn the_watchdog_leaves_a_worker_that_does_not_listen() {
    // Presolve of large programs calls no callback for many seconds.
    let (sender, receiver) = channel();
    let stop = AtomicBool::new(false);
    let clock = Clock::start(Some(Duration::ZERO), Arc::default());
    let begin = Instant::now();
    let answer = wait(&receiver, &clock, (&stop, GRACE), &mut |_| {});
    assert_eq!(answer.status, Status::Stopped);
    assert!(stop.load(Ordering::Relaxed) && begin.elapsed() >= GRACE);
    drop(sender);
    // A worker that died without an answer is a failure, not a wait for ever.
    assert_eq!(wait(&receiver, &self::clock(), (&stop, GRACE), &mut |_| {}).status, Status::Failed);
}

#[test]
fn failures_climb_the_ladder_and_end() {
    // "Optimal", then SolveError: other seeds and presolve flipped are tried, each once, and then it is said.
    let mut tried = Vec::new();
    let answer = climb(Task::new(small(), Method::Branch, 7), |task| {
        tried.push((task.seed, task.presolve));
        Answer::empty(if tried.len() == 3 { Status::Optimal } else { Status::Failed })
    });
    assert_eq!(answer.status, Status::Optimal);
    assert_eq!(tried, vec![(7, true), (8, true), (9, false)]);
    let mut count = 0;
    let answer = climb(Task::new(small(), Method::Branch, 7), |_| {
        count += 1;
        Answer::empty(Status::Failed)
    });
    assert_eq!((answer.status, count), (Status::Failed, 4));
}

#[test]
fn a_panic_in_the_callback_becomes_a_failure() {
    // Unwinding through C++ would be undefined.
    let (sender, receiver) = channel();
    let context = Context::new(sender, Arc::default()).that_panics();
    work(&Task::new(hard(3, 20), Method::Branch, 0), Some(Duration::from_secs(5)), &context);
    let last = receiver.try_iter().last();
    assert!(matches!(last, Some(Message::Done(Answer { status: Status::Failed, .. }))));
}

#[test]
fn a_start_is_used_and_a_node_limit_is_told_apart() {
    // A limit on nodes is the deterministic limit; with a start there is always a solution to return.
    let model = hard(5, 40);
    let start: Vec<f64> = {
        let mut x = vec![0.0; model.cost.len()];
        for (row, &side) in model.rows.lower.iter().enumerate() {
            x[40 + 2 * row] = side;
        }
        x
    };
    let mut first = None;
    let task = Task { limit: Some(1), start: Some(start.clone()), ..Task::new(model, Method::Branch, 0) };
    let answer = run(&task, &clock(), &mut |x| first = first.take().or(Some(x.to_vec())));
    assert_eq!(answer.status, Status::Limit);
    assert!(answer.primal.is_some() && answer.bound.is_finite());
}

#[test]
fn lp_and_mps_text_are_read_back_as_the_same_program() {
    // The solver's own reader must see the same optimum as we do, names and constants included.
    use crate::program::{Col, Column, Program, Row, RowName, Tier, lp_text, mps_text};
    let column = |name: &str, upper| Column { name: name.into(), lower: 0, upper, integer: true };
    let row = |place: &str, lower, upper, terms: &[(usize, i64)]| Row {
        name: RowName { rule: "subject-coverage", place: place.into() },
        lower,
        upper,
        terms: terms.iter().map(|&(c, a)| (Col::new(c), a)).collect(),
        block: None,
    };
    let program = Program {
        columns: vec![column("path|龙岗 小学/primary|c17", 3), column("3e5", 7), column("x<=y +", 9)],
        rows: vec![
            row("大足|音乐", Some(4), Some(9), &[(0, 2), (2, 1)]),
            row("e1", Some(2), Some(2), &[(1, 1), (2, -1)]),
            row("z-9", None, Some(11), &[(1, 1), (2, 3)]),
        ],
        cones: Vec::new(),
        stages: Vec::new(),
        tiers: vec![
            Tier {
                name: "cover age".into(),
                constant: 5,
                terms: vec![(Col::new(0), 3), (Col::new(1), 1), (Col::new(2), 1)],
                per_unit: 1,
                tolerance_ppm: 0,
            },
            Tier { name: "成本".into(), constant: 1, terms: vec![(Col::new(1), 1)], per_unit: 1, tolerance_ppm: 0 },
        ],
    };
    let best = (0..=3).flat_map(|x| (0..=7).flat_map(move |y| (0..=9).map(move |z| vec![x, y, z])));
    let best = best.filter(|v| program.check(v).is_none()).map(|v| program.tiers[0].value(&v)).min().expect("feasible");
    for (ending, text) in [("lp", lp_text(&program)), ("mps", mps_text(&program))] {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join(format!("program.{ending}"));
        std::fs::write(&path, &text).expect("writable");
        let value = read_text(&path).unwrap_or_else(|| panic!("{ending} is not read:\n{text}"));
        assert!((value - super::super::exact::real(best)).abs() < 1e-6, "{ending} {value} {best}\n{text}");
    }
}

#[test]
fn a_relaxation_in_memory_answers_like_a_new_one() {
    // Warm starts may change the way, never the value; a row with a price must be where it was added.
    let mut live = Live::start(Task::new(small(), Method::Simplex, 0)).expect("loaded");
    assert!((live.solve(&clock(), None).bound + 3.5).abs() < 1e-9);
    live.add(rows([(f64::NEG_INFINITY, 2.0, vec![(0, 1.0)])]));
    let answer = live.solve(&clock(), None);
    // x = 2, y = 1: worth −3; the new row has the price −1/3.
    assert!((answer.bound + 3.0).abs() < 1e-9);
    assert!((answer.prices.expect("prices")[1] + 1.0 / 3.0).abs() < 1e-9);
    live.costs(vec![0.0, -3.0]);
    assert!((live.solve(&clock(), None).bound + 7.0).abs() < 1e-9);
}

#[test]
fn a_relaxation_in_memory_is_lost_after_nonsense_and_says_so() {
    // Going on with half of what was asked would answer another question.
    let spoil: [fn(&mut Live); 3] = [
        |live| live.costs(vec![f64::NAN, 0.0]),
        |live| live.costs(vec![1.0]),
        |live| live.add(rows([(0.0, 1.0, vec![(5, 1.0)])])),
    ];
    for spoil in spoil {
        let mut live = Live::start(Task::new(small(), Method::Simplex, 0)).expect("loaded");
        spoil(&mut live);
        assert_eq!(live.solve(&clock(), None).status, Status::Failed);
        assert_eq!(live.solve(&clock(), None).status, Status::Failed);
    }
    let mut unsound = small();
    unsound.cost[0] = f64::NAN;
    assert!(Live::start(Task::new(unsound, Method::Simplex, 0)).is_none());
}

#[test]
fn a_stopped_relaxation_is_not_solved_any_further() {
    // What a stopped solver leaves in memory is neither optimal nor to be trusted.
    let mut live = Live::start(Task::new(hard(5, 40), Method::Branch, 0)).expect("loaded");
    let limited = Clock::start(Some(Duration::from_millis(200)), Arc::default());
    assert_eq!(live.solve(&limited, None).status, Status::Stopped);
    assert_eq!(live.solve(&clock(), None).status, Status::Failed);
}

#[test]
fn a_small_model_is_asked_again_with_other_numbers() {
    // Bounds and rows change in place; nonsense and large models are refused.
    let mut loaded = Loaded::new(&Task::new(small(), Method::Branch, 0)).expect("loaded");
    assert!((loaded.run(None).bound + 3.0).abs() < 1e-6);
    loaded.bounds(&[0.0, 2.0], &[5.0, 5.0]).expect("sound");
    assert!((loaded.run(None).bound + 2.0).abs() < 1e-6);
    loaded.add(&rows([(1.0, f64::INFINITY, vec![(0, 1.0)])])).expect("sound");
    assert_eq!(loaded.run(None).status, Status::Infeasible);
    assert!(loaded.bounds(&[0.0], &[1.0]).is_none());
    assert!(loaded.add(&rows([(0.0, 1.0, vec![(2, 1.0)])])).is_none());
    assert!(Loaded::new(&Task::new(hard(1, 3_000), Method::Branch, 0)).is_none());
}

#[test]
fn simplex_stops_after_so_many_steps() {
    // A limit that does not depend on the machine: whoever asked goes on otherwise.
    let task = Task { limit: Some(1), presolve: false, ..Task::new(hard(8, 60), Method::Simplex, 0) };
    assert_eq!(run(&task, &clock(), &mut |_| {}).status, Status::Limit);
}

#[test]
fn a_search_that_is_done_claims_the_bound_that_goes_with_it() {
    // “Optimal” within a gap of 10 at 13,248 with a bound of 13,029 was seen; a search that was cut short claims no such thing.
    let task = Task { gap: 0.25, ..Task::new(small(), Method::Branch, 0) };
    let answer = |status, bound| Answer { primal: Some(vec![3.0, 0.0]), bound, ..Answer::empty(status) };
    assert!((answer(Status::Optimal, -9.0).claimed(&task) + 3.25).abs() < 1e-12);
    assert!((answer(Status::Optimal, -3.0).claimed(&task) + 3.0).abs() < 1e-12);
    assert!((answer(Status::Limit, -9.0).claimed(&task) + 9.0).abs() < 1e-12);
    assert!(answer(Status::Optimal, -9.0).is_doubtful(&task) && !answer(Status::Optimal, -3.2).is_doubtful(&task));
}

#[test]
fn a_claim_beyond_the_stated_bound_needs_a_second_search() {
    // “Optimal” at 89 with a bound of 74 was seen where 74 is reached (docs/adr/0007): the lesser claim and the better point count;
    // where the second search was cut short, nothing but what was stated.
    let task = Task { gap: 0.25, ..Task::new(small(), Method::Branch, 0) };
    let answer = |status, at, bound| Answer { primal: Some(vec![at, 0.0]), bound, ..Answer::empty(status) };
    let first = || answer(Status::Optimal, 3.0, -9.0);
    let same = first().agreed(answer(Status::Optimal, 3.0, -5.0), &task);
    assert!((same.bound + 3.25).abs() < 1e-12);
    let better = first().agreed(answer(Status::Optimal, 4.0, -4.0), &task);
    assert!((better.bound + 4.0).abs() < 1e-12 && better.primal == Some(vec![4.0, 0.0]));
    let cut = first().agreed(answer(Status::Limit, 4.0, -8.0), &task);
    assert!((cut.bound + 8.0).abs() < 1e-12 && cut.primal == Some(vec![3.0, 0.0]));
}
