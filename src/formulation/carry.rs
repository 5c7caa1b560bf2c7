//! From one year to the next: who is where, and what has become of them. The one description of what a path over several years may
//! be: listing, grouping, decoding and checking all ask it.
//!
//! A person who moves stays for a minimum of years and moves once in the horizon, and teaches the main subject and general work there,
//! as in the year of the move; who has been retrained teaches the new subject from
//! the next year on; who retires or is known to leave is on the staff no more; who is hired belongs to the staff of the next year,
//! held by the bond of the channel. Where rotations have a term, who has rotated may go back in the first year after it, or remains for good;
//! who goes back counts as having moved again and teaches there what they taught before. Relief for age goes with who has moved, relief for a role stays where it was.

use super::columns::Path;
use super::rules::{Admission, minimum_stay, rotation_term};
use crate::domain::eligibility;
use crate::domain::records::{CertificateRecord, TeacherRecord};
use crate::domain::resolve::{is_taught, retires};
use crate::domain::words::{CertificateKind, PostType, Setting};
use crate::domain::{Away, Case, ChannelIx, KindIx, SchoolYear, Stage, Teacher, UnitIx};
use crate::formulation::cohort::Mobility;
use crate::plan::paths::hire_id;
use crate::plan::{MoveKind, Plan};
use crate::policy::{Policy, RuleSettings};

/// How people come from one year into the next.
pub struct Carry<'h> {
    /// The facts of every year; people are where they are now.
    cases: &'h [Case],
    terms: Terms,
}

/// What the policy says of paths over several years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// School years that who has moved stays at least.
    pub least_stay: i32,
    /// Whether nobody moves twice in the horizon.
    pub one_move: bool,
    /// School years of a term of principals and deputies.
    pub term_years: i32,
    /// School years of a rotation, after which people may go back; none where it has no term.
    pub rotation: Option<i32>,
}

impl Terms {
    /// The terms of `policy`, or what holds where it says nothing.
    #[must_use]
    pub fn of(policy: &Policy) -> Self {
        let whole =
            |settings: &RuleSettings, name| i32::try_from(settings.whole(name)).unwrap_or(i32::MAX).min(MOST_YEARS);
        let rotation =
            policy.rule(rotation_term::NAME).map(|settings| whole(settings, "years")).filter(|&years| years > 0);
        let Some(settings) = policy.rule(minimum_stay::NAME) else {
            return Self { least_stay: 3, one_move: true, term_years: 4, rotation };
        };
        let years = |name| whole(settings, name);
        let (least_stay, term_years) = (years("least_stay"), years("term_years"));
        Self { least_stay, one_move: settings.flag("one_move"), term_years, rotation }
    }
}

/// More years than anybody works: larger numbers of years mean the same.
const MOST_YEARS: i32 = 100;
/// Age in years at which new teachers begin; an assumption, which decides their retirement only.
const ENTRY_AGE: i32 = 23;

impl<'h> Carry<'h> {
    /// Over the years of `cases`, at least one.
    #[must_use]
    pub fn new(cases: &'h [Case], policy: &Policy) -> Self {
        Self { cases, terms: Terms::of(policy) }
    }

    /// The person at the start of the year after `at`, after taking `path` in it; none where they are on the staff no more.
    #[must_use]
    pub fn person(&self, at: usize, teacher: &Teacher, path: Path) -> Option<Teacher> {
        let (now, next) = (&self.cases[at], &self.cases[at + 1]);
        // A published plan names the place of a year; of who is hired on the way none does.
        let mut then = if teacher.entered.is_some() {
            teacher.clone()
        } else {
            let found = next.teachers.binary_search_by(|t| t.record.id.cmp(&teacher.record.id)).ok()?;
            next.teachers[found].clone()
        };
        let listed = then.unit;
        let unit = path.unit(teacher.unit).unwrap_or(teacher.unit);
        let rural = path.unit(teacher.unit).is_some_and(|unit| now.school_of(unit).setting == Setting::Rural);
        let (of, old) = (&now.units[unit.at()], &teacher.record);
        then.unit = unit;
        then.kind = teacher.kind;
        then.others.clone_from(&teacher.others);
        then.arrived = teacher.arrived;
        then.away = teacher.away.clone().filter(|away| away.ends > now.year);
        let record = &mut then.record;
        record.school.clone_from(&now.schools[of.school.at()].code);
        record.stage = of.stage;
        record.rural_years = old.rural_years + i64::from(rural);
        record.in_school_since = old.in_school_since;
        record.exempt_until = record.exempt_until.max(old.exempt_until);
        (record.terms, record.role_since) = (old.terms, old.role_since);
        match path {
            Path::Move(_, kind) => {
                self.settle(now, &mut then);
                self.post(now, (teacher, kind), listed, &mut then);
            }
            Path::Retrain(new) => retrain(&mut then, new),
            Path::Stay | Path::Share(_) | Path::Unplaced => self.serve(next, &mut then),
        }
        let rural = next.school_of(then.unit).setting == Setting::Rural;
        then.rural_owed = eligibility::rural_owed(&next.rounds, &then, rural, next.year);
        Some(then)
    }

    /// Begins anew in the school to which the person has moved.
    fn settle(&self, now: &Case, then: &mut Teacher) {
        let (start, record) = (now.year.start(), &mut then.record);
        let stay = start.plus(12 * self.terms.least_stay.max(1) - 1);
        let last = self.terms.one_move.then(|| now.last.end());
        record.exempt_until = record.exempt_until.max(Some(stay)).max(last);
        record.in_school_since = start;
        record.terms = 0;
        record.role_since = record.role_since.map(|_| start);
        then.others.clear();
        then.arrived = true;
    }

    /// Who rotates is on a posting with a term, where rotations have one. Who goes back teaches what they taught there before; relief for age
    /// is counted there again where the tables have them there (`listed`).
    fn post(&self, now: &Case, (teacher, kind): (&Teacher, MoveKind), listed: UnitIx, then: &mut Teacher) {
        let away = teacher.away.as_ref().filter(|_| kind == MoveKind::Return);
        if let Some(away) = away {
            then.others.clone_from(&away.others);
            then.arrived = teacher.entered.is_some() || listed != away.home;
        }
        let rotates = self.terms.rotation.filter(|_| kind == MoveKind::Rotate);
        let ends = |years| SchoolYear(now.year.0 + years);
        then.away = rotates.map(|years| Away { home: teacher.unit, ends: ends(years), others: teacher.others.clone() });
    }

    /// Counts the term of a leader that has ended.
    fn serve(&self, next: &Case, then: &mut Teacher) {
        let record = &mut then.record;
        if let Some(since) = record.role_since.filter(|_| record.role.leads() && self.terms.term_years > 0) {
            let years = next.year.start().years_since(since);
            record.terms += i64::from(years > 0 && years % self.terms.term_years == 0);
        }
    }

    /// One of the people hired in the year at `at`, at the start of the next year; `ordinal` tells them apart.
    #[must_use]
    pub fn hired(&self, at: usize, (unit, kind, channel): (UnitIx, KindIx, ChannelIx), ordinal: i64) -> Teacher {
        let (now, start) = (&self.cases[at], self.cases[at].year.start());
        let (of, what) = (&now.units[unit.at()], &now.kinds[kind.at()]);
        let bond = now.channels[channel.at()].bond_years;
        let id = hire_id(now, (unit, kind, channel), ordinal);
        let years = i32::try_from(bond).unwrap_or(i32::MAX).min(MOST_YEARS);
        let record = TeacherRecord {
            school: now.schools[of.school.at()].code.clone(),
            stage: of.stage,
            kind: what.code.clone(),
            post: if is_taught(what) { PostType::Teaching } else { PostType::NonTeaching },
            bond_until: (years > 0).then(|| start.plus(12 * years - 1)),
            first_employed: Some(start),
            ..TeacherRecord::plain(id, start.plus(-12 * ENTRY_AGE), start)
        };
        let certificate = CertificateRecord {
            teacher: record.id.clone(),
            certificate: if of.stage == Stage::Special { CertificateKind::Special } else { CertificateKind::Teaching },
            stage: Some(of.stage),
            kind: Some(what.code.clone()),
            valid_until: None,
        };
        let retires = retires(&record);
        Teacher {
            record,
            unit,
            kind,
            others: Vec::new(),
            certificates: vec![certificate],
            distinctions: Vec::new(),
            pinned: None,
            forbidden: Vec::new(),
            published: None,
            spouse: None,
            home_town: None,
            retires,
            arrived: true,
            entered: Some(now.year),
            rural_owed: 0,
            away: None,
        }
    }

    /// The facts of the year after `at` with everybody where `plan` for the case `now` leaves them.
    #[must_use]
    pub fn case(&self, at: usize, now: &Case, policy: &Policy, plan: &Plan) -> Case {
        let admission = Admission::new(now, policy);
        let mut opening = self.cases[at + 1].opening.clone();
        opening.transferred.clone_from(&now.opening.transferred);
        opening.retrained.clone_from(&now.opening.retrained);
        let mut teachers = Vec::with_capacity(plan.postings.len());
        for posting in &plan.postings {
            let teacher = &now.teachers[posting.teacher.at()];
            if posting.unit != Some(teacher.unit) && admission.mobility(teacher) == Mobility::Surplus {
                opening.transferred[teacher.unit.at()] += 1;
            }
            if posting.retrained.is_some() {
                *opening.retrained.entry((teacher.unit, teacher.kind)).or_default() += 1;
            }
            let path = Path::of(posting, teacher.unit).unwrap_or(Path::Stay);
            teachers.extend(self.person(at, teacher, path));
        }
        for hire in &plan.hires {
            teachers.extend((1..=hire.count).map(|n| self.hired(at, (hire.unit, hire.kind, hire.channel), n)));
        }
        teachers.sort_by(|a, b| a.record.id.cmp(&b.record.id));
        self.cases[at + 1].with_people(teachers, opening)
    }
}

/// Teaches another subject from now on, the old one besides.
fn retrain(then: &mut Teacher, new: KindIx) {
    then.others.push(then.kind);
    then.others.retain(|&kind| kind != new);
    then.others.sort();
    then.others.dedup();
    then.kind = new;
}
