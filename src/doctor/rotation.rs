//! The arithmetic of the rotation quotas: how many are eligible, how many are asked, and whether that can be met at all.

use super::count;
use super::people::Person;
use crate::domain::Case;
use crate::formulation::cohort::Mobility;
use crate::formulation::columns::move_kind;
use crate::formulation::rules::key_teacher_share::{self, is_key_teacher};
use crate::formulation::rules::rotation_share::{self, Counts, needed};
use crate::plan::MoveKind;
use crate::policy::{Policy, RuleSettings};

/// What a quota asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The share, in thousandths.
    pub share: i64,
    /// The persons that it comes to; for key teachers, of as many as the rotation share asks to rotate.
    pub asked: i64,
    /// The eligible persons who have a unit to go to.
    pub able: i64,
    /// Persons missing whatever the plan does: for key teachers, as long as the rotation share is met.
    pub missing: i64,
}

/// Who may rotate, and what the quotas ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// Persons who are eligible.
    pub eligible: i64,
    /// Key teachers among them.
    pub key_teachers: i64,
    /// What the rotation share asks; none where the rule is off.
    pub rotating: Option<Quota>,
    /// What the key teachers' share asks; none where one of the two rules is off, or counts moves that the other does not.
    pub key: Option<Quota>,
}

impl Rotation {
    /// Whether all that is asked can be met, as far as counting tells.
    #[must_use]
    pub fn can_be_met(&self) -> bool {
        self.rotating.into_iter().chain(self.key).all(|quota| quota.missing == 0)
    }
}

pub(super) fn rotation(case: &Case, policy: &Policy, people: &[Person<'_>]) -> Option<Rotation> {
    let (share, key_share) = (policy.rule(rotation_share::NAME), policy.rule(key_teacher_share::NAME));
    if share.is_none() && key_share.is_none() {
        return None;
    }
    let eligible: Vec<&Person<'_>> = people.iter().filter(|p| p.mobility == Mobility::Eligible).collect();
    let key: Vec<&Person<'_>> = eligible.iter().copied().filter(|p| is_key_teacher(case, p.teacher)).collect();
    let rotating = share.map(|settings| quota(case, settings, count(eligible.len()), &eligible));
    // The key teachers' share is of those who rotate: with fewer moves in its count than the rotation share has, nobody can say of
    // how many.
    let comparable = share.zip(key_share).is_some_and(|(rotation, key)| {
        let (rotation, key) = (Counts::new(rotation), Counts::new(key));
        MoveKind::ALL.iter().all(|&kind| key.has(kind) || !rotation.has(kind))
    });
    let of = rotating.filter(|_| comparable).map(|quota| quota.asked);
    Some(Rotation {
        eligible: count(eligible.len()),
        key_teachers: count(key.len()),
        rotating,
        key: key_share.zip(of).map(|(settings, of)| quota(case, settings, of, &key)),
    })
}

/// What the share in `settings` asks of `of` persons, and how many of `people` could count.
fn quota(case: &Case, settings: &RuleSettings, of: i64, people: &[&Person<'_>]) -> Quota {
    let (share, counts) = (settings.milli("share"), Counts::new(settings));
    let able = count(people.iter().filter(|person| can_rotate(case, person, &counts)).count());
    let asked = needed(share, of);
    Quota { share, asked, able, missing: (asked - able).max(0) }
}

/// Whether there is a unit to which the person could go and be counted.
pub(super) fn can_rotate(case: &Case, person: &Person<'_>, counts: &Counts) -> bool {
    let from = case.units[person.teacher.unit.at()].stage;
    person.elsewhere.iter().any(|to| counts.has(move_kind(person.mobility, from, case.units[to.at()].stage)))
}
