//! What is said where no plan meets all hard rules.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::{Records, SchoolYear, Stage};
use junheng::messages::Lang;
use junheng::pipeline::{Job, PipelineError, solve};
use junheng::solver::{Settings, Silent, Termination};
use tiny::facts::{certificate, channel, curriculum, enrollment, load, posts, school, teacher, travel};
use tiny::{YEAR, annual};

const P: Stage = Stage::Primary;

/// Two schools whose posts are all taken; `a` is pinned to the other one, whose only teacher may not go elsewhere.
fn records(pinned: Option<&str>) -> Records {
    let mut staff = [("a", "s1"), ("b", "s1"), ("c", "s2")].map(|(id, at)| teacher(id, at, P, "math"));
    staff[0].pinned = pinned.map(str::to_owned);
    Records {
        schools: ["s1", "s2"].map(school).into(),
        enrollment: vec![enrollment("s1", P, 80, 2), enrollment("s2", P, 30, 1)],
        teachers: staff.into(),
        certificates: ["a", "b"].map(|id| certificate(id, P)).into(),
        curriculum: vec![curriculum(P, "math", 6000)],
        workload: vec![load(P, "math", 12_000)],
        establishment: vec![posts("s1", P, 2), posts("s2", P, 1)],
        channels: vec![channel("open", 1, 80_000)],
        travel: vec![travel("s1", "s2", 10)],
        ..Records::default()
    }
}

fn job(records: Records) -> Job {
    let mut policy = annual();
    // Half of a school of two may leave, so that only the posts are in the way.
    tiny::set(&mut policy, "school-loss", "share", junheng::policy::Value::Number(500));
    Job { records, year: SchoolYear(YEAR), sources: Vec::new(), policy, settings: Settings::default() }
}

#[test]
fn a_pin_into_a_full_school_is_answered_with_the_school_and_its_posts() {
    // “Impossible” alone would leave the office to search 9,000 people for the reason.
    assert!(solve(job(records(None)), &Silent).is_ok(), "without the pin there is a plan");
    let Err(PipelineError::NoPlan { outcome, conflicts }) = solve(job(records(Some("s2"))), &Silent) else {
        panic!("a plan over the posts of s2");
    };
    assert_eq!(outcome.termination, Termination::Infeasible);
    let found: Vec<_> = conflicts.iter().map(|f| (f.rule, f.place.as_str(), f.amount)).collect();
    assert_eq!(found, [("establishment", "s2/primary", 1000)], "{conflicts:?}");
    assert!(conflicts[0].text.render(Lang::Zh).contains("s2"), "{}", conflicts[0].text.render(Lang::Zh));
}
