//! The distance from the best is proven again from `certificate.json`, without a solver.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

mod common;
mod support;
mod verify_support;

use junheng::domain::SchoolYear;
use junheng::messages::Lang;
use junheng::pipeline::{self, Ahead, Job};
use junheng::program::Program;
use junheng::report::certificate::Page;
use junheng::report::manifest::Run;
use junheng::report::{folder, tables};
use junheng::solver::peers::{Peer, race};
use junheng::solver::{Settings, Silent, Termination, TierResult};
use junheng::synth::{Profile, generate};
use serde_json::Value;
use std::time::Duration;
use verify_support::{POLICY, Written, said, shown};

/// A folder whose certificate has been changed, all digests made anew.
fn altered(change: impl FnOnce(&mut Value)) -> verify_support::Said {
    let written = Written::new();
    written.json("certificate.json", change);
    written.cover_up();
    written.verify()
}

/// The same, sealed anew, so that only arithmetic can find what was changed.
fn sealed(change: impl FnOnce(&mut Value)) -> verify_support::Said {
    altered(|page| {
        change(page);
        *page = serde_json::to_value(Page::from_value(page.clone()).unwrap().sealed()).unwrap();
    })
}

#[test]
fn what_is_written_is_proven_again() {
    // Every goal has a bound that follows from the certificate, no higher than the value; most goals need no branching, and there it is
    // the bound that is stated.
    let said = Written::new().verify();
    assert_eq!(said.code, Some(0), "{}", said.text);
    let mut stated = 0;
    for tier in said.json["tiers"].as_array().unwrap() {
        let number = |key: &str| tier[key].as_i64().unwrap();
        assert!(number("certified_bound") <= number("exact_bound"), "{tier}");
        assert!(number("exact_bound") <= number("exact_value"), "{tier}");
        stated += usize::from(number("certified_bound") == number("exact_bound"));
    }
    assert!(stated >= 3, "{stated}");
}

#[test]
fn a_stated_bound_that_does_not_follow_is_refused() {
    // Nobody may claim more, or less, than the certificate proves.
    for by in [-1, 1] {
        let said = sealed(|page| {
            let bound = &mut page["bounds"][0]["exact_bound"];
            *bound = (bound.as_i64().unwrap() + by).into();
        });
        assert_eq!(said.code, Some(1));
        assert!(said.text.contains("differ from those proven again"), "{}", said.text);
    }
}

#[test]
fn an_altered_number_of_the_proof_is_refused() {
    // A total, a price: what is stated no longer follows. A slip of one in a price may prove as much; the seal tells.
    /// The first goal with prices.
    fn goal(page: &mut Value) -> &mut Value {
        let mut goals = page["goals"].as_array_mut().unwrap().iter_mut();
        goals.find(|goal| !goal["rows"].as_array().unwrap().is_empty()).unwrap()
    }
    let number = |value: &mut Value| *value = (value.as_i64().unwrap() + 1).into();
    let total = |page: &mut Value| {
        let total: i128 = goal(page)["total"].as_str().unwrap().parse().unwrap();
        goal(page)["total"] = (total + 1).to_string().into();
    };
    let slip = |page: &mut Value| number(&mut goal(page)["weights"][0]);
    let price = |page: &mut Value| goal(page)["rows"][0][1] = 1_000_000_000_000_i64.into();
    for (what, said) in [("total", sealed(total)), ("price", sealed(price))] {
        assert_eq!(said.code, Some(1), "{what}");
        assert!(said.text.contains("does not give the number stated"), "{}", said.text);
    }
    for said in [altered(total), altered(price), altered(slip)] {
        assert!(said.code == Some(1) && said.text.contains("does not fit its own seal"), "{}", said.text);
    }
}

#[test]
fn a_certificate_that_cannot_be_read_or_was_changed_is_refused() {
    // Half a page proves nothing; and any changed byte is seen by its digest.
    let said = altered(|page| page["goals"] = Value::Null);
    assert!(said.code == Some(1) && said.text.contains("cannot be understood"), "{}", said.text);
    let said = altered(|page| page["format"] = 9.into());
    assert!(said.code == Some(1) && said.text.contains("format 9"), "{}", said.text);
    let written = Written::new();
    written.json("certificate.json", |page| page["goals"][0]["shift"] = 1.into());
    let said = written.verify();
    assert!(said.code == Some(1) && said.text.contains("The file certificate.json was changed"), "{}", said.text);
}

#[test]
fn the_gaps_of_ten_districts_are_proven_again() {
    // Long: ten generated districts; `verify` proves every stated bound again and finds every goal within its tolerance.
    if !common::long("ten generated districts are solved") {
        return;
    }
    let policy = pipeline::policy(POLICY).unwrap();
    let mut again = 0;
    for seed in 1..=10 {
        let records = generate(&Profile::named("small").unwrap(), seed);
        let (year, settings) = (SchoolYear(2026), Settings { threads: 2, ..Settings::default() });
        let problem = pipeline::problem(&records, (year, 1), &policy).unwrap();
        let job =
            Job { records, year, sources: Vec::new(), years: 1, ahead: Ahead::All, policy: policy.clone(), settings };
        let solved = pipeline::solve(job, &Silent).unwrap();
        assert_eq!(solved.outcome.termination, Termination::Proven, "seed {seed}");
        for program in [&problem.program, &problem.plain()] {
            no_contradiction(program, &solved.outcome.tiers, seed);
        }
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("result");
        let run = Run::new(&solved, String::new(), String::new(), 1);
        let files = folder::files(&solved, tables::csv_tables(&solved.records), &run, Lang::Zh).unwrap();
        folder::write(&target, &files).unwrap();
        let said = said(&["verify", &shown(&target)]);
        assert_eq!(said.code, Some(0), "seed {seed}: {}", said.text);
        for (tier, known) in said.json["tiers"].as_array().unwrap().iter().zip(&solved.outcome.tiers) {
            assert!(known.proven(), "seed {seed}: {tier}");
            if tier["certified_bound"].as_i64() == known.bound {
                again += 1;
            }
        }
    }
    // A goal that is settled by branching has a stated bound above the one that is certified.
    assert!(again >= 40, "{again} of 50 goals");
}

/// HiGHS on the same program, for some seconds: nobody's bound is above the plan of the other that is as good in the goals before.
fn no_contradiction(program: &Program, ours: &[TierResult], seed: u64) {
    let standing = race(program, Peer::Highs, None, Some(Duration::from_secs(5)), 0, &mut |_| {});
    let mut as_good = [true; 2];
    for (mine, theirs) in ours.iter().zip(&standing.tiers) {
        let (Some(value), bound) = (theirs.value, theirs.bound) else { return };
        assert!(!as_good[0] || bound.is_none_or(|bound| bound <= mine.value), "seed {seed}: {mine:?} {theirs:?}");
        assert!(!as_good[1] || mine.bound.unwrap() <= value, "seed {seed}: {mine:?} {theirs:?}");
        as_good = [as_good[0] && mine.value <= value, as_good[1] && value <= mine.value];
    }
}
