//! Programs of several years with all steps on paths listed, and with steps priced on demand: the same proven values.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot prepare its case fails; the count is told"
)]

mod tiny;

use junheng::domain::{Case, Norms, SchoolYear};
use junheng::formulation::{formulate_years, start};
use junheng::solver::{Paths, Settings, Silent, Termination, solve};
use rayon::prelude::*;
use tiny::{YEAR, settings, stated, tiny};

const CASES: usize = 100;

/// Whether both ways agree, and whether they have moved or hired anybody; none where nothing can be decided, or staying is no plan to begin with.
fn agrees(seed: u64, years: usize) -> Option<bool> {
    let mut tiny = tiny(seed);
    if seed % 2 == 1 {
        tiny::rotation_term(&mut tiny.policy, 1);
    }
    let cases = Case::horizon(&tiny.records, SchoolYear(YEAR), years, &Norms::default()).unwrap();
    let formulation = formulate_years(&cases, &tiny.policy);
    let staying = start::present_years(&cases, &tiny.policy);
    let staying: Vec<_> = staying.iter().map(|of| (&of.case, &of.plan)).collect();
    let first = start::values_of_years(&tiny.policy, &formulation, &staying);
    if formulation.program.check(&first).is_some() {
        return None;
    }
    let solved = |paths| {
        let settings = Settings { paths, ..settings() };
        solve(&formulation.program, &settings, Some(&first), &Silent)
    };
    let (listed, priced) = (solved(Paths::Listed), solved(Paths::Priced));
    assert_eq!(listed.termination, Termination::Proven, "seed {seed}, {years} years, listed");
    assert_eq!(priced.termination, Termination::Proven, "seed {seed}, {years} years, priced");
    assert_eq!(stated(&priced), stated(&listed), "seed {seed}, {years} years");
    Some(listed.solution.as_deref() != Some(first.as_slice()))
}

#[test]
fn listing_and_pricing_agree() {
    // On a hundred tiny cases of two to four years both prove the same value of every goal; in every other case people may go back a year
    // after they have rotated.
    let (mut seed, mut all, mut changed) = (0, 0, 0);
    while all < CASES {
        let batch: Vec<bool> = (seed..seed + 48)
            .into_par_iter()
            .filter_map(|seed| agrees(seed, 2 + usize::try_from(seed % 3).unwrap()))
            .collect();
        all += batch.len();
        changed += batch.iter().filter(|changed| **changed).count();
        seed += 48;
        assert!(seed < 10_000, "too few cases have a plan to begin with");
    }
    println!("{all} cases agree, in {changed} something was decided, of {seed} seeds");
    assert!(2 * changed > all, "in {changed} of {all} cases something was decided");
}

#[test]
fn one_year_may_be_priced_too() {
    // Nothing comes later, and programs that fall apart are priced part by part: the values are the same.
    let all: Vec<bool> = (0..48_u64).into_par_iter().filter_map(|seed| agrees(seed, 1)).collect();
    assert!(all.len() > 10 && all.iter().any(|changed| *changed), "{all:?}");
}
