//! The nominations, and what is proven of them.
//!
//! First everybody once ([`super::assignment`]), held against what no nominations can fall below ([`super::apart`]): with enough candidates the
//! two meet, and nothing is left to search. Where they do not, candidates are few, and the program over seeded futures ([`super::nominate`])
//! looks at everything that people may do one after the other. Whichever of the two has the smaller expected shortfall is taken.

use super::naming::{self, Nominee};
use super::nominate::{Sample, gap_ppm, nominate};
use super::{Facts, Solve, apart, assignment, expectation};

/// One person in millionths.
const PERSON: i64 = 1_000_000;

/// What is known of the nominations chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Their expected shortfall, weighted, in millionths of a person; none where too many rounds bear on one target to compute it.
    pub value: Option<i64>,
    /// No nominations have less.
    pub bound: Option<i64>,
    /// The gap asked for, in millionths.
    pub asked_ppm: i64,
    /// What the program over futures has proven of them; none where it was not needed or where these nominations are not its own.
    pub sample: Option<Sample>,
    /// Nominees of one school or subject beyond what the policy allows, where it cannot be kept.
    pub beyond: i64,
}

impl Proof {
    /// The proven gap of the expectation in millionths of it, or of one person where that is more, rounded up; none where nothing is proven.
    #[must_use]
    pub fn gap_ppm(&self) -> Option<i64> {
        gap_ppm(self.value?, self.bound?, PERSON)
    }

    /// Whether the gap of the expectation is within what is asked for.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.beyond == 0 && self.gap_ppm().is_some_and(|gap| gap <= self.asked_ppm)
    }

    /// Whether the nominations are proven, in expectation or over the sample.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.is_exact() || self.beyond == 0 && self.sample.is_some_and(|sample| sample.is_closed())
    }
}

/// The nominees and their proof; `seed` decides the futures where they are needed.
#[must_use]
pub fn choose(facts: &Facts<'_>, seed: u64, solve: Solve<'_>) -> (Vec<Nominee>, Proof) {
    let bound = apart::bound(facts);
    let known = |nominees: &[Nominee]| Proof {
        value: expectation::weighted(facts, nominees),
        bound,
        asked_ppm: facts.settings.gap_ppm,
        sample: None,
        beyond: naming::excess(facts, nominees),
    };
    let once = assignment::assign(facts, solve).map(|nominees| (known(&nominees), nominees));
    if let Some((proof, nominees)) = &once
        && proof.is_exact()
    {
        return (nominees.clone(), *proof);
    }
    let (groups, sample) = nominate(facts, seed, solve);
    let nominees = naming::name(facts, &groups, solve);
    let proof = known(&nominees);
    // What was proven over the sample is about other nominations where these are better in expectation.
    let better = |once: &Proof| match (once.value, proof.value) {
        (Some(one), Some(other)) => (once.beyond, one) < (proof.beyond, other),
        _ => false,
    };
    match once {
        Some((once, by_once)) if better(&once) => (by_once, once),
        _ => (nominees, Proof { sample: Some(sample), ..proof }),
    }
}
