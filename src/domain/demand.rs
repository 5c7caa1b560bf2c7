//! From curriculum, classes and weekly load to the lessons each unit must teach.

use super::case::{Demand, StageWorkload, Unit};
use super::id::{KindIx, UnitIx};
use super::quantity::Lessons;
use super::words::Stage;
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

/// Lessons by unit and kind: curriculum times classes, plus the homeroom load of every class under `general`.
/// Entries without lessons or without a weekly load are left out (ingest reports a missing load).
#[must_use]
pub fn lessons(
    units: &[Unit],
    curriculum: &BTreeMap<(Stage, i64, KindIx), Lessons>,
    workload: &BTreeMap<Stage, StageWorkload>,
    general: Option<KindIx>,
) -> Vec<Demand> {
    let mut sums: BTreeMap<(UnitIx, KindIx), i64> = BTreeMap::new();
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
    }
    sums.into_iter()
        .filter(|&(_, lessons)| lessons > 0)
        .filter_map(|((unit, kind), lessons)| {
            let load = *workload.get(&units[unit.at()].stage)?.load.get(&kind)?;
            (load > Lessons::ZERO).then_some(Demand { unit, kind, lessons: Lessons::from_small(lessons), load })
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
