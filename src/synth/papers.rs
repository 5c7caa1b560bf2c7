//! Certificates and honors of the made people.

use super::dice::Dice;
use super::map::{Fate, Map};
use super::profile::Profile;
use super::pupils::Roll;
use crate::domain::records::{CertificateRecord, DistinctionRecord, TeacherRecord};
use crate::domain::words::{CertificateKind, HonorKind, HonorLevel, PostType, Role, State, Title};
use crate::domain::{SchoolYear, Stage, YearMonth};
use std::collections::{BTreeMap, BTreeSet};

/// The table `certificates`: the stage taught or a higher one; a few people have none yet or one for another subject.
pub(super) fn certificates(people: &[TeacherRecord], dice: &mut Dice) -> Vec<CertificateRecord> {
    let mut rows = Vec::new();
    for person in people {
        let row = |certificate, stage, kind: Option<&str>| CertificateRecord {
            teacher: person.id.clone(),
            certificate,
            stage,
            kind: kind.map(str::to_owned),
            valid_until: None,
        };
        match person.kind.as_str() {
            "admin" => {}
            "health" => rows.extend(dice.chance(800).then(|| row(CertificateKind::Health, None, None))),
            "accounting" => rows.push(row(CertificateKind::Accounting, None, None)),
            "nursery" => rows.extend(dice.chance(850).then(|| row(CertificateKind::Nursery, None, None))),
            kind => {
                if dice.chance(6) && person.role == Role::Teacher {
                    continue;
                }
                let subject = if dice.chance(930) || kind == "vocational" { kind } else { neighbor(kind) };
                rows.push(row(CertificateKind::Teaching, Some(certified(person.stage, dice)), Some(subject)));
                if kind == "special" {
                    rows.push(row(CertificateKind::Special, None, None));
                }
                let psychology = kind == "psychology" || person.other_kinds.iter().any(|k| k == "psychology");
                if psychology || dice.chance(6) {
                    rows.push(row(CertificateKind::Psychology, None, None));
                }
            }
        }
    }
    rows
}

/// The stage on the certificate: most have their own, some a higher one (valid at and below its stage).
fn certified(stage: Stage, dice: &mut Dice) -> Stage {
    let higher: &[Stage] = match stage {
        Stage::Primary => &[Stage::Primary, Stage::Junior, Stage::Senior],
        Stage::Junior => &[Stage::Junior, Stage::Senior],
        Stage::Special => &[Stage::Primary, Stage::Junior],
        Stage::Vocational => &[Stage::Senior, Stage::Vocational],
        Stage::Kindergarten | Stage::Senior => return stage,
    };
    higher[dice.weighted([790, 170, 40].into_iter().take(higher.len()))]
}

/// The subject on the certificate of a person who teaches another one.
fn neighbor(kind: &str) -> &'static str {
    match kind {
        "chinese" => "morality",
        "math" | "it" => "physics",
        "labor" | "psychology" | "morality" => "chinese",
        "special" | "preschool" => "preschool",
        "science" => "biology",
        _ => "math",
    }
}

/// Rank for honors: title, then a draw.
fn worthy(profile: &Profile, person: &TeacherRecord) -> bool {
    let age = SchoolYear(profile.year).start().years_since(person.birth);
    person.post == PostType::Teaching
        && person.state == State::Active
        && person.title >= Title::Second
        && (27..=57).contains(&age)
        && person.kind != "nursery"
}

/// The table `distinctions`. District key teachers 骨干 by the pupils and the setting of each compulsory unit (made:
/// concentrated in town); municipal honors among them and in the senior schools. Gives the highest title to some.
pub(super) fn honors(
    profile: &Profile,
    map: &Map,
    rolls: &[Roll],
    people: &mut [TeacherRecord],
    dice: &mut Dice,
) -> Vec<DistinctionRecord> {
    let mut of_unit: BTreeMap<(&str, Stage), Vec<usize>> = BTreeMap::new();
    let codes = map.by_code();
    for (at, person) in people.iter().enumerate().filter(|(_, p)| worthy(profile, p)) {
        let Some((&code, _)) = codes.get_key_value(person.school.as_str()) else { continue };
        of_unit.entry((code, person.stage)).or_default().push(at);
    }
    let mut key: Vec<usize> = Vec::new();
    for (section, roll) in map.sections.iter().zip(rolls) {
        let id = map.sites[section.site].record.id.as_str();
        let Some(mut open) = of_unit.remove(&(id, section.stage)) else { continue };
        let rate = match (section.stage, section.fate) {
            (Stage::Primary | Stage::Junior, Fate::Ordinary) => {
                profile.honors.key_per_10000.get(section.setting.code()).copied().unwrap_or(0)
            }
            (Stage::Senior | Stage::Vocational, Fate::Ordinary) => 60,
            _ => 0,
        };
        let exact = roll.pupils() * rate * dice.between(600, 1400) / 1000;
        let wanted = exact / 10_000 + i64::from(dice.between(0, 9_999) < exact % 10_000);
        dice.shuffle(&mut open);
        open.sort_by_key(|&at| people[at].title == Title::Second);
        let cap = open.len() / 2;
        key.extend(open.into_iter().take(usize::try_from(wanted).unwrap_or(0).min(cap)));
    }
    professors(profile, &key, people, dice);
    rows(profile, key, people, dice)
}

fn professors(profile: &Profile, key: &[usize], people: &mut [TeacherRecord], dice: &mut Dice) {
    let start = SchoolYear(profile.year).start();
    let mut open: Vec<usize> = key
        .iter()
        .copied()
        .filter(|&at| people[at].title == Title::Senior && start.years_since(people[at].birth) >= 45)
        .collect();
    dice.shuffle(&mut open);
    for &at in open.iter().take(profile.honors.professors) {
        people[at].title = Title::Professor;
        people[at].title_since = Some(start.plus(-i32::try_from(dice.between(8, 80)).unwrap_or(8)));
    }
}

/// Last month of an honor: five years, and five more where it would still hold when the third school year from `start` ends, as if renewed
/// (made). In the first three years the same people are honored as without, so that plans of them are the same.
fn ends(start: YearMonth, since: YearMonth) -> YearMonth {
    let ends = since.plus(60);
    if ends < start.plus(36) { ends } else { ends.plus(60) }
}

fn rows(profile: &Profile, mut key: Vec<usize>, people: &[TeacherRecord], dice: &mut Dice) -> Vec<DistinctionRecord> {
    let start = SchoolYear(profile.year).start();
    let mut rows = Vec::new();
    let mut add = |at: usize, level, honor, dice: &mut Dice| {
        let since: YearMonth = start.plus(-i32::try_from(dice.between(4, 54)).unwrap_or(4));
        rows.push(DistinctionRecord {
            teacher: people[at].id.clone(),
            level,
            honor,
            since: Some(since),
            valid_until: Some(ends(start, since)),
        });
    };
    for &at in &key {
        add(at, HonorLevel::District, HonorKind::KeyTeacher, dice);
    }
    dice.shuffle(&mut key);
    key.sort_by_key(|&at| std::cmp::Reverse(people[at].title));
    let counts = &profile.honors;
    let high: Vec<usize> = key.iter().copied().filter(|&at| people[at].title >= Title::Senior).collect();
    for &at in high.iter().take(counts.special_grade) {
        add(at, HonorLevel::Municipal, HonorKind::SpecialGrade, dice);
    }
    for &at in high.iter().skip(counts.special_grade / 2).take(counts.subject_leaders) {
        add(at, HonorLevel::Municipal, HonorKind::SubjectLeader, dice);
    }
    for &at in high.iter().skip(counts.special_grade).take(counts.master_teachers) {
        add(at, HonorLevel::Municipal, HonorKind::MasterTeacher, dice);
    }
    let special: BTreeSet<usize> = high.iter().copied().take(counts.special_grade).collect();
    let able = key.iter().copied().filter(|&at| people[at].title >= Title::First && !special.contains(&at));
    for at in able.take(counts.municipal_key) {
        add(at, HonorLevel::Municipal, HonorKind::KeyTeacher, dice);
    }
    let heads: Vec<usize> = (0..people.len())
        .filter(|&at| people[at].role == Role::Principal && people[at].title >= Title::First)
        .collect();
    let mut heads = heads;
    dice.shuffle(&mut heads);
    for &at in heads.iter().take(counts.key_principals) {
        add(at, HonorLevel::Municipal, HonorKind::KeyPrincipal, dice);
    }
    rows
}
