//! Cases and plans put together by hand under the policy of the national balance: a line per unit, everybody stays unless said
//! otherwise.
//!
//! A unit has one grade of one class; every class has 6 lessons of math and 3 of PE, a full post is 12 lessons. Everybody is a
//! woman of 36 with ten years in the school, a bachelor's degree, a middle title and the certificate of the stage, and teaches
//! math. Posts are plenty. All schools are in towns, 10 minutes from each other.

use super::{YEAR, answer, facts};
use junheng::domain::records::TeacherRecord;
use junheng::domain::words::{HonorKind, PostType};
use junheng::domain::{Case, ChannelIx, Fte, Records, SchoolYear, Stage, TeacherIx, UnitIx};
use junheng::formulation::rules::{self, Assessment};
use junheng::pipeline::{self, Ahead, Job, PipelineError};
use junheng::plan::{Finding, Hire, MoveKind, Plan, Posting};
use junheng::policy::{Policy, Strength};
use junheng::solver::{Settings, Silent};

/// Units as (school, stage, pupils, staff); the people of school `a` are `a1`, `a2`, …
pub fn district(units: &[(&str, Stage, i64, usize)]) -> Records {
    let stages = [Stage::Primary, Stage::Junior];
    let mut records = Records {
        curriculum: stages
            .iter()
            .flat_map(|&s| [facts::curriculum(s, "math", 6000), facts::curriculum(s, "pe", 3000)])
            .collect(),
        workload: stages.iter().flat_map(|&s| [facts::load(s, "math", 12_000), facts::load(s, "pe", 12_000)]).collect(),
        channels: vec![facts::channel("open", 9, 80_000)],
        ..Records::default()
    };
    for &(school, stage, pupils, staff) in units {
        if records.schools.iter().all(|s| s.id != school) {
            let ways = records.schools.iter().map(|other| facts::travel(&other.id, school, 10));
            records.travel.extend(ways);
            records.schools.push(facts::school(school));
        }
        records.enrollment.push(facts::enrollment(school, stage, pupils, 1));
        records.establishment.push(facts::posts(school, stage, 99));
        let first = records.teachers.iter().filter(|t| t.school == school).count();
        for at in first..first + staff {
            let id = format!("{school}{}", at + 1);
            records.teachers.push(facts::teacher(&id, school, stage, "math"));
            records.certificates.push(facts::certificate(&id, stage));
        }
    }
    records
}

/// The row of a person.
pub fn person<'a>(records: &'a mut Records, id: &str) -> &'a mut TeacherRecord {
    records.teachers.iter_mut().find(|t| t.id == id).unwrap()
}

/// Makes these people key teachers of the district.
pub fn honored(records: &mut Records, people: &[&str]) {
    records.distinctions.extend(people.iter().map(|id| facts::honor(id, HonorKind::KeyTeacher)));
}

/// The case of `records`, posts and classes that are not given following the norms of `policy`.
pub fn case(records: &Records, policy: &Policy) -> Case {
    pipeline::case(records, SchoolYear(YEAR), policy).unwrap()
}

/// Everybody stays and teaches the main subject all the time.
pub fn stay(case: &Case) -> Plan {
    let posting = |(teacher, t): (TeacherIx, &junheng::domain::Teacher)| {
        let shares = if t.teaches() { vec![(t.kind, Fte::whole(1))] } else { Vec::new() };
        Posting { shares, ..Posting::at(teacher, Some(t.unit)) }
    };
    let postings = case.teachers_ix().map(posting).collect();
    Plan { year: case.year, postings, hires: Vec::new(), placements: Vec::new() }
}

fn unit(case: &Case, code: &str) -> UnitIx {
    UnitIx::new(case.units.iter().position(|u| u.code == code).unwrap())
}

/// The same with these people moved.
pub fn moved(case: &Case, moves: &[(&str, &str, MoveKind)]) -> Plan {
    let mut plan = stay(case);
    for &(id, to, kind) in moves {
        let at = case.teachers.iter().position(|t| t.record.id == id).unwrap();
        (plan.postings[at].unit, plan.postings[at].moved) = (Some(unit(case, to)), Some(kind));
    }
    plan
}

/// Lets somebody teach these kinds, thousandths of a post each; nothings are left out.
pub fn teach(case: &Case, plan: &mut Plan, id: &str, shares: &[(&str, i64)]) {
    let at = case.teachers.iter().position(|t| t.record.id == id).unwrap();
    let share = |&(kind, time): &(&str, i64)| (case.kind_by_code(kind).unwrap(), Fte::from_small(time));
    plan.postings[at].shares = shares.iter().map(share).filter(|&(_, time)| time > Fte::ZERO).collect();
    plan.postings[at].shares.sort();
}

/// The same with `count` teachers of `kind` hired at `to`.
pub fn hired(case: &Case, to: &str, kind: &str, count: i64) -> Plan {
    let kind = case.kind_by_code(kind).unwrap();
    let shares = vec![(kind, Fte::whole(count))];
    let hire = Hire { unit: unit(case, to), kind, channel: ChannelIx::new(0), count, shares };
    Plan { hires: vec![hire], ..stay(case) }
}

/// What one rule says of a plan.
pub fn assess(case: &Case, policy: &Policy, rule: &str, plan: &Plan) -> Assessment {
    let active = rules::active(case, policy).into_iter().find(|a| a.entry.spec.name == rule).unwrap();
    active.rule.assess(case, policy, plan)
}

/// By how much a rule is broken where everybody stays.
pub fn violation(records: &Records, policy: &Policy, rule: &str) -> i64 {
    let case = case(records, policy);
    assess(&case, policy, rule, &stay(&case)).violation
}

/// What the best plan breaks of `rule` where it is soft and before everything, and where it is only reported.
pub fn held_and_free(case: &Case, policy: &Policy, rule: &str) -> Option<(i64, i64)> {
    let of = |strength: Strength| {
        let mut policy = policy.clone();
        super::strength(&mut policy, rule, strength);
        Some(assess(case, &policy, rule, &answer(case, &policy).plan?).violation)
    };
    Some((of(Strength::Soft { tier: 0, weight: 100_000 })?, of(Strength::Report)?))
}

/// What a rule measures: the indicator of this name in a scope and stage, in thousandths.
pub fn measured(assessment: &Assessment, name: &str, scope: &str, stage: &str) -> Option<i64> {
    let found = assessment.indicators.iter().find(|i| i.indicator == name && i.scope == scope && i.stage == stage);
    found.unwrap_or_else(|| panic!("no {name} of {scope} {stage}")).after
}

/// The people of a unit who do not teach, by id.
pub fn not_teaching(records: &mut Records, people: &[&str]) {
    for id in people {
        person(records, id).post = PostType::NonTeaching;
    }
}

/// What is named as in the way of any plan where everybody is decided on, nobody is hired and `rule` is hard under the policy that
/// `with` makes of a strength; while it only reports there is a plan.
pub fn in_the_way(rule: &str, mut records: Records, with: impl Fn(&Strength) -> Policy) -> Vec<Finding> {
    records.channels.clear();
    records.teachers.iter_mut().for_each(|t| t.pinned = Some(t.school.clone()));
    let job = |strength| {
        let (records, sources, settings) = (records.clone(), Vec::new(), Settings::default());
        Job { records, year: SchoolYear(YEAR), sources, years: 1, ahead: Ahead::All, policy: with(&strength), settings }
    };
    assert!(pipeline::solve(job(Strength::Report), &Silent).is_ok(), "{rule}: something else is in the way");
    let Err(PipelineError::NoPlan { conflicts, .. }) = pipeline::solve(job(Strength::Hard), &Silent) else {
        panic!("{rule}: a plan")
    };
    conflicts.into_iter().map(|(_, finding)| finding).collect()
}
