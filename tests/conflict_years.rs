//! Where several years together have no plan, the user is told in which of them what stands against it.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

mod support;
mod tiny;
mod verify_support;

use junheng::domain::records::PublishedRecord;
use junheng::domain::{Records, SchoolYear, Stage};
use junheng::pipeline::{self, Ahead, Job, Known, PipelineError, solve, solve_from};
use junheng::report::tables::csv_tables;
use junheng::solver::{Settings, Silent, Termination};
use std::fs;
use tiny::YEAR;
use tiny::hand::{district, person};
use verify_support::{POLICY, said, shown};

const P: Stage = Stage::Primary;
const ROLLING: Ahead = Ahead::Rolling { window: 2, step: 1 };

/// The yearly policy, and a published plan must be kept to the letter.
fn policy() -> String {
    let exactly =
        "\n[rule.published-plan]\nstrength = \"hard\"\nmost = { value = 0, assumed = true, note = \"a test\" }\n";
    format!("{POLICY}{exactly}")
}

/// For `year` a1 was published at b, which has so many posts; b1 is pinned there.
fn records(year: i32, posts: i64) -> Records {
    let mut records = district(&[("a", P, 80, 10), ("b", P, 80, 1)]);
    records.curriculum.retain(|row| row.stage == P);
    let school = "b".to_owned();
    person(&mut records, "b1").pinned = Some(school.clone());
    records.establishment.iter_mut().filter(|row| row.school == "b").for_each(|row| row.posts = Some(posts));
    records.published.push(PublishedRecord { teacher: "a1".to_owned(), school, stage: P, year: Some(year) });
    records
}

fn job(records: Records, years: usize, ahead: Ahead) -> Job {
    let (year, policy, settings) = (SchoolYear(YEAR), pipeline::policy(&policy()).unwrap(), Settings::default());
    Job { records, year, years, ahead, sources: Vec::new(), policy, settings }
}

/// Year and rule of all that stands against a plan, and the first year of the piece for which there is none.
fn conflicts(result: Result<pipeline::Solved, PipelineError>) -> (Vec<(i32, &'static str)>, Option<i32>) {
    let Err(PipelineError::NoPlan { outcome, conflicts, piece, .. }) = result else { panic!("a plan was found") };
    assert_eq!(outcome.termination, Termination::Infeasible);
    (conflicts.into_iter().map(|(year, finding)| (year.0, finding.rule)).collect(), piece.map(|year| year.0))
}

/// Either the published place gives way or the posts of b do: one of the two, once, in this year.
fn is_of(found: &[(i32, &'static str)], year: i32) -> bool {
    matches!(found, [(of, "published-plan" | "establishment")] if *of == year)
}

#[test]
fn a_conflict_is_named_with_its_year() {
    // b is full, so that a1 cannot be where she was published: in the second or third of three years, however far one looks ahead. With a post
    // more there is a plan. Years decided before without regard to what follows are told, unless they were given.
    assert!(solve(job(records(YEAR + 1, 2), 2, Ahead::All), &Silent).is_ok(), "a post more is enough");
    for year in [YEAR, YEAR + 1, YEAR + 2] {
        for ahead in [Ahead::All, Ahead::Yearly, ROLLING] {
            let (found, piece) = conflicts(solve(job(records(year, 1), 3, ahead), &Silent));
            assert!(is_of(&found, year), "{year} {ahead}: {found:?}");
            let begins = match ahead {
                Ahead::All => None,
                Ahead::Yearly => Some(year).filter(|&year| year > YEAR),
                Ahead::Rolling { .. } => Some(YEAR + 1).filter(|_| year == YEAR + 2),
            };
            assert_eq!(piece, begins, "{year} {ahead}");
        }
    }
}

#[test]
fn a_conflict_with_years_that_stay_is_named_with_its_year() {
    // The plan of the first year is given; there is none for the second, and nobody is told to plan the first anew.
    let first = solve(job(records(YEAR + 1, 1), 1, Ahead::All), &Silent).unwrap();
    let job = job(records(YEAR + 1, 1), 2, Ahead::All);
    let cases = pipeline::cases(&job.records, job.year, 2, &job.policy).unwrap();
    let known = Known::of(&cases, &job.policy, "known".to_owned(), |at, _| (at == 0).then(|| (first.plan.clone(), 0)));
    let (found, piece) = conflicts(solve_from(job, Some(&Known { frozen: 1, ..known }), &Silent));
    assert!(is_of(&found, YEAR + 1) && piece.is_none(), "{found:?} {piece:?}");
}

#[test]
fn the_command_says_the_year_of_what_is_in_the_way() {
    // Exit code 1, the year before the sentence of the rule, and a word on looking ahead where years were decided one after the other. Of one
    // year the sentence stands alone.
    let told = |year: i32, more: &[&str]| {
        let place = tempfile::tempdir().unwrap();
        let (input, rules) = (place.path().join("inputs"), place.path().join("policy.toml"));
        fs::create_dir(&input).unwrap();
        for (name, bytes) in csv_tables(&records(year, 1)) {
            fs::write(input.join(name), bytes).unwrap();
        }
        fs::write(&rules, policy()).unwrap();
        let (input, rules, to) = (shown(&input), shown(&rules), shown(&place.path().join("out")));
        let told = said(&[&["solve", &input, "-p", &rules, "-o", &to], more].concat());
        assert_eq!(told.code, Some(1), "{}", told.json);
        assert!(!told.text.is_empty(), "{}", told.json);
        told.text
    };
    let (all, yearly) = (told(2027, &["--years", "2"]), told(2027, &["--years", "2", "--ahead", "yearly"]));
    assert!(all.contains("School year 2027: ") && yearly.contains("School year 2027: "), "{all}\n{yearly}");
    let hint = "There is no plan from school year 2027 on";
    assert!(!all.contains(hint) && yearly.contains(hint), "{all}\n{yearly}");
    let one = told(2026, &[]);
    assert!(one.lines().count() >= 3 && !one.contains("School year"), "{one}");
}
