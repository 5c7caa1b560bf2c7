//! From curriculum, classes and weekly load to the lessons each unit must teach.

use super::calendar::SchoolYear;
use super::case::{Demand, StageWorkload, Teacher, Unit};
use super::id::{KindIx, UnitIx};
use super::quantity::Lessons;
use super::words::{Role, Sex, Stage};
use std::collections::BTreeMap;

/// Pupils per class by standard: 45 primary, 50 junior (优质均衡 2.5), 30 kindergarten (1987 rules, middle class),
/// 50 senior, 40 vocational and 8 special (assumptions, standards §2.3–2.5).
#[must_use]
pub const fn class_size(stage: Stage) -> i64 {
    match stage {
        Stage::Primary => 45,
        Stage::Junior | Stage::Senior => 50,
        Stage::Kindergarten => 30,
        Stage::Vocational => 40,
        Stage::Special => 8,
    }
}

/// Classes needed for `pupils` at the class-size standard.
#[must_use]
pub const fn classes_for(stage: Stage, pupils: i64) -> i64 {
    (pupils + class_size(stage) - 1) / class_size(stage)
}

impl Demand {
    /// Full posts that the lessons fill, rounded up.
    #[must_use]
    pub fn full_posts(&self) -> i64 {
        let load = self.load.small().max(1);
        (self.lessons.small() + load - 1) / load
    }
}

/// Ages in full years, men and women, from which teachers give fewer lessons (a county example, standards §3.3; an
/// assumption for other places).
pub const SENIOR_AGE: (i32, i32) = (55, 50);

/// Lessons taken off a person for age.
#[must_use]
pub fn age_relief(workload: &StageWorkload, teacher: &Teacher, year: SchoolYear) -> Lessons {
    let from = if teacher.record.sex == Sex::Male { SENIOR_AGE.0 } else { SENIOR_AGE.1 };
    if teacher.age(year.start()) >= from { workload.senior_age } else { Lessons::ZERO }
}

/// Adds the relief of the present staff of open units, where the unit teaches the person's kind: for role or age, whichever is
/// more, at most a full load. Roles whose holder no longer teaches are left to somebody else, who has the relief for role.
pub(super) fn add_relief(
    demand: &mut [Demand],
    units: &[Unit],
    (teachers, roles_left): (&[Teacher], &[(UnitIx, KindIx, Role)]),
    workload: &BTreeMap<Stage, StageWorkload>,
    year: SchoolYear,
) {
    let mut add = |(unit, kind, role): (UnitIx, KindIx, Role), teacher: Option<&Teacher>| {
        let Some(workload) = workload.get(&units[unit.at()].stage).filter(|_| units[unit.at()].open) else { return };
        if let Ok(at) = demand.binary_search_by_key(&(unit, kind), |d| (d.unit, d.kind)) {
            let load = workload.load.get(&kind).copied().unwrap_or_default();
            let for_role = workload.role.get(&role).copied().unwrap_or_default();
            let for_age = teacher.map_or(Lessons::ZERO, |t| age_relief(workload, t, year));
            let lessons = for_role.max(for_age).min(load);
            demand[at].relief += lessons;
            demand[at].lessons += lessons;
        }
    };
    for teacher in teachers.iter().filter(|t| t.teaches()) {
        add((teacher.unit, teacher.kind, teacher.record.role), Some(teacher));
    }
    for &left in roles_left {
        add(left, None);
    }
}

/// Lessons by unit and kind: curriculum times classes, plus the homeroom load of every class under `general`, plus break supervision
/// and electives of every class under the kind whose load they are.
/// Entries without lessons or without a weekly load are left out (ingest reports a missing load).
#[must_use]
pub fn lessons(
    units: &[Unit],
    curriculum: &BTreeMap<(Stage, i64, KindIx), Lessons>,
    workload: &BTreeMap<Stage, StageWorkload>,
    general: Option<KindIx>,
) -> Vec<Demand> {
    let mut sums: BTreeMap<(UnitIx, KindIx), i64> = BTreeMap::new();
    let mut extra: BTreeMap<(UnitIx, KindIx), i64> = BTreeMap::new();
    for (at, unit) in units.iter().enumerate().filter(|(_, u)| u.open) {
        let ix = UnitIx::new(at);
        for grade in &unit.grades {
            let of_grade = curriculum
                .range((unit.stage, grade.grade, KindIx::new(0))..(unit.stage, grade.grade + 1, KindIx::new(0)));
            for (&(_, _, kind), lessons) in of_grade {
                *sums.entry((ix, kind)).or_default() += lessons.small() * grade.classes;
            }
        }
        if let (Some(general), Some(load)) = (general, workload.get(&unit.stage)) {
            *sums.entry((ix, general)).or_default() += load.homeroom.small() * unit.classes();
        }
        for (&kind, load) in workload.get(&unit.stage).into_iter().flat_map(|w| &w.duties) {
            let lessons = load.small() * unit.classes();
            *extra.entry((ix, kind)).or_default() += lessons;
            *sums.entry((ix, kind)).or_default() += lessons;
        }
    }
    sums.into_iter()
        .filter(|&(_, lessons)| lessons > 0)
        .filter_map(|((unit, kind), lessons)| {
            let load = *workload.get(&units[unit.at()].stage)?.load.get(&kind)?;
            (load > Lessons::ZERO).then_some(Demand {
                unit,
                kind,
                lessons: Lessons::from_small(lessons),
                extra: Lessons::from_small(extra.get(&(unit, kind)).copied().unwrap_or_default()),
                relief: Lessons::ZERO,
                expected: Lessons::ZERO,
                load,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_rounded_up_at_the_standard() {
        // 46 children need two primary classes, 45 need one, none need none.
        assert_eq!(classes_for(Stage::Primary, 46), 2);
        assert_eq!(classes_for(Stage::Primary, 45), 1);
        assert_eq!(classes_for(Stage::Junior, 0), 0);
    }
}
