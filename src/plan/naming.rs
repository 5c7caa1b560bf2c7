//! From cohorts to names: an exact min-cost assignment inside each cohort (Kuhn–Munkres).
//!
//! The program says how many of a cohort take each path; who goes is decided by a stated order: recognized hardship stays,
//! preferred schools first, then the longest time in the school goes first; ties are broken by a lottery drawn from a recorded
//! seed, so that anyone can repeat the draw. No claim is made beyond the cohort.

use super::{MoveKind, Visit};
use crate::domain::{Case, KindIx, TeacherIx, UnitIx};
use pathfinding::kuhn_munkres::kuhn_munkres_min;
use pathfinding::matrix::Matrix;
use rand::Rng;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// One place that somebody of a cohort takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Where; `None` where no place was found.
    pub unit: Option<UnitIx>,
    /// How; `None` for staying.
    pub moved: Option<MoveKind>,
    /// Part of the time in a second unit.
    pub visit: Option<Visit>,
    /// The subject for which the person is retrained.
    pub retrained: Option<KindIx>,
}

impl Slot {
    /// Whether nothing changes for who takes it.
    #[must_use]
    pub const fn is_unchanged(self) -> bool {
        self.moved.is_none() && self.visit.is_none() && self.retrained.is_none()
    }
}

/// Lottery numbers below this.
const LOTTERY: i64 = 1_000;
/// Weight of a month in the school.
const MONTH: i64 = LOTTERY;
/// Weight of a preferred school: more than any number of months.
const PREFERENCE: i64 = MONTH * 1_000;
/// Weight of recognized hardship: more than any preference.
const HARDSHIP: i64 = PREFERENCE * 10;

/// Gives each member of a cohort one of the `slots` (as many as members): pairs in the order of the members.
///
/// # Panics
/// When there are not as many slots as members.
#[must_use]
pub fn name(case: &Case, members: &[TeacherIx], slots: &[Slot], seed: u32) -> Vec<(TeacherIx, Slot)> {
    assert_eq!(members.len(), slots.len(), "one slot per member");
    if slots.iter().all(|slot| slot == &slots[0]) {
        return members.iter().map(|&member| (member, slots[0])).collect();
    }
    let costs =
        Matrix::from_fn(members.len(), slots.len(), |(row, column)| cost(case, members[row], slots[column], seed));
    let (_, chosen) = kuhn_munkres_min(&costs);
    members.iter().zip(chosen).map(|(&member, at)| (member, slots[at])).collect()
}

/// What it costs that `member` takes `slot`: smaller is better.
fn cost(case: &Case, member: TeacherIx, slot: Slot, seed: u32) -> i64 {
    if slot.is_unchanged() {
        return 0;
    }
    let teacher = &case.teachers[member.at()];
    let months = i64::from(case.year.start().months_since(teacher.record.in_school_since)).clamp(0, 900);
    let school = slot.unit.map(|unit| &case.school_of(unit).code);
    let preferred = school.is_some_and(|code| teacher.record.preferences.contains(code));
    let hardship = if teacher.record.hardship { HARDSHIP } else { 0 };
    let preference = if preferred { 0 } else { PREFERENCE };
    hardship + preference - months * MONTH + lottery(&teacher.record.id, seed)
}

/// The lottery number of a person: drawn from the seed and the person's code, so that it depends on nobody else.
#[must_use]
pub fn lottery(id: &str, seed: u32) -> i64 {
    let digest = Sha256::digest(id.as_bytes());
    let mut key = [0; 32];
    key.copy_from_slice(&digest);
    for (byte, of_seed) in key.iter_mut().zip(seed.to_le_bytes()) {
        *byte ^= of_seed;
    }
    i64::from(ChaCha8Rng::from_seed(key).next_u32()) % LOTTERY
}
