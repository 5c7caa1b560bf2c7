//! Who is enrolled: pupils and classes by section and grade for the planning year and the year before.
//!
//! Totals of the ordinary sections are those of the profile, whatever the seed; their spread is made: fewer children in
//! the lower primary grades, small classes in the villages, full ones in town.

use super::dice::{Dice, share_out};
use super::map::{Fate, Map, Section, first_grade};
use super::profile::Profile;
use crate::domain::Stage;
use crate::domain::records::EnrollmentRecord;
use crate::domain::words::Setting;

/// One grade of a section.
#[derive(Clone, Copy, Debug)]
pub(super) struct GradeRow {
    pub grade: i64,
    pub pupils: i64,
    pub classes: i64,
}

/// Grades of a section in the planning year and the year before.
#[derive(Clone, Debug, Default)]
pub(super) struct Roll {
    pub now: Vec<GradeRow>,
    pub before: Vec<GradeRow>,
}

impl Roll {
    /// Pupils of the planning year.
    pub(super) fn pupils(&self) -> i64 {
        self.now.iter().map(|g| g.pupils).sum()
    }

    /// Classes of the planning year.
    pub(super) fn classes(&self) -> i64 {
        self.now.iter().map(|g| g.classes).sum()
    }
}

/// Children of a grade in thousandths of the average grade: births fall, so the lower primary grades are smaller.
const fn trend(stage: Stage, grade_at: i64) -> i64 {
    match (stage, grade_at) {
        (Stage::Primary, 0) => 880,
        (Stage::Primary, 1) => 940,
        (Stage::Primary, 2) => 990,
        (Stage::Primary, 3) => 1030,
        (Stage::Primary, 4) => 1070,
        (Stage::Primary, _) => 1090,
        (Stage::Kindergarten, 0) => 850,
        (Stage::Kindergarten, 1) => 980,
        (Stage::Special, _) => 700,
        _ => 1000,
    }
}

/// Pupils of a stage in ordinary sections before they are brought to the total of the profile.
pub(super) fn capacity(map: &Map, stage: Stage, dice: &mut Dice) -> i64 {
    let all = map.sections.iter().map(|s| (s, raw(s, dice)));
    let counted = all.filter(|(s, _)| s.stage == stage && s.fate == Fate::Ordinary);
    counted.flat_map(|(_, grades)| grades).map(|g| g.pupils).sum()
}

/// The rolls of all sections, in their order.
pub(super) fn enroll(profile: &Profile, map: &Map, dice: &mut Dice) -> Vec<Roll> {
    let mut rolls: Vec<Roll> = map.sections.iter().map(|s| Roll { now: raw(s, dice), before: Vec::new() }).collect();
    for (stage, total) in [(Stage::Primary, profile.primary_pupils), (Stage::Junior, profile.junior_pupils)] {
        scale(map, &mut rolls, stage, total);
    }
    for (section, roll) in map.sections.iter().zip(&mut rolls) {
        roll.before = last_year(section, &roll.now, dice);
    }
    merge_closed(map, &mut rolls);
    rolls
}

fn raw(section: &Section, dice: &mut Dice) -> Vec<GradeRow> {
    let grades = if let Fate::New(grades) = section.fate { grades } else { section.grades };
    (0..grades)
        .map(|at| {
            let classes = match section.fate {
                Fate::New(_) => section.tracks - at,
                _ => section.tracks,
            };
            let size = section.class_size * trend(section.stage, at) * dice.between(940, 1060) / 1_000_000;
            GradeRow { grade: first_grade(section.stage) + at, pupils: (classes * size).max(classes), classes }
        })
        .collect()
}

fn scale(map: &Map, rolls: &mut [Roll], stage: Stage, total: i64) {
    let at: Vec<usize> = (0..rolls.len())
        .filter(|&s| map.sections[s].stage == stage && map.sections[s].fate == Fate::Ordinary)
        .collect();
    let weights: Vec<i64> = at.iter().flat_map(|&s| rolls[s].now.iter().map(|g| g.pupils)).collect();
    let mut shares = share_out(total, &weights).into_iter();
    for &s in &at {
        for grade in &mut rolls[s].now {
            grade.pupils = shares.next().unwrap_or(0);
        }
    }
}

/// The year before: each cohort one grade lower with small changes; its top grade like this year's.
fn last_year(section: &Section, now: &[GradeRow], dice: &mut Dice) -> Vec<GradeRow> {
    if matches!(section.fate, Fate::New(_)) {
        return Vec::new();
    }
    (0..now.len())
        .map(|at| {
            let cohort = now.get(at + 1).unwrap_or(&now[at]);
            GradeRow {
                grade: now[at].grade,
                pupils: (cohort.pupils * dice.between(990, 1020) / 1000).max(1),
                classes: now[at].classes,
            }
        })
        .collect()
}

/// The children whom a closed point would have this year are enrolled in the school that takes them.
fn merge_closed(map: &Map, rolls: &mut [Roll]) {
    for closed in (0..rolls.len()).filter(|&s| map.sections[s].fate == Fate::Closing) {
        let leaving = std::mem::take(&mut rolls[closed].now);
        let into = map.sites[map.sections[closed].site].record.merges_into.clone();
        let target = (0..rolls.len()).find(|&s| {
            map.sections[s].stage == Stage::Primary && Some(&map.sites[map.sections[s].site].record.id) == into.as_ref()
        });
        let Some(target) = target else { continue };
        for grade in leaving {
            if let Some(row) = rolls[target].now.iter_mut().find(|g| g.grade == grade.grade) {
                row.pupils += grade.pupils;
            }
        }
    }
}

/// The table `enrollment`.
pub(super) fn records(profile: &Profile, map: &Map, rolls: &[Roll], dice: &mut Dice) -> Vec<EnrollmentRecord> {
    let mut rows = Vec::new();
    for (section, roll) in map.sections.iter().zip(rolls) {
        let site = &map.sites[section.site].record;
        let boarding = match section.stage {
            _ if !site.boarding => 0,
            Stage::Senior | Stage::Vocational => 800,
            Stage::Junior | Stage::Special => 500,
            _ => 60,
        };
        let compulsory = matches!(section.stage, Stage::Primary | Stage::Junior);
        for (year, grades) in [(profile.year - 1, &roll.before), (profile.year, &roll.now)] {
            for grade in grades {
                rows.push(EnrollmentRecord {
                    year,
                    school: site.id.clone(),
                    stage: section.stage,
                    grade: grade.grade,
                    pupils: grade.pupils,
                    classes: Some(grade.classes),
                    boarders: grade.pupils * boarding * dice.between(80, 120) / 100_000,
                    inclusion: if compulsory && section.setting != Setting::Rural && dice.chance(220) {
                        dice.between(1, 2).min(grade.pupils)
                    } else {
                        0
                    },
                });
            }
        }
    }
    rows
}
