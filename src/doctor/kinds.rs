//! Staff of one kind that the programme asks for by name: how many, how many there are, how many are missing however people are moved, and
//! what could close the gap.
//!
//! What a rule asks is read off its `assess`: what it misses without anybody, less what it misses where every unit has plenty of the kind.
//! `missing ≥ asked by the rule that asks most − staff`, and `missing ≥ ⌈Σ lessons / load⌉ − staff − those who may teach it besides`: in
//! each, everybody who could count is taken to do so, wherever the person works. Hires and retraining come on top: they are what closes it.

use super::count;
use crate::domain::words::{CertificateKind, State};
use crate::domain::{Case, ChannelIx, Fte, KindIx, Teacher, UnitIx};
use crate::formulation::columns;
use crate::formulation::rules::{Active, Admission, active};
use crate::formulation::start;
use crate::plan::{Hire, Plan};
use crate::policy::Policy;
use std::collections::BTreeSet;

/// The kinds that the programme names, in its order (items 8, 11, 13, 14), with the certificate of their own that they may have.
const KINDS: &[(&str, Option<CertificateKind>)] = &[
    ("psychology", Some(CertificateKind::Psychology)),
    ("pe", None),
    ("music", None),
    ("art", None),
    ("labor", None),
    ("it", None),
    ("health", Some(CertificateKind::Health)),
    ("accounting", Some(CertificateKind::Accounting)),
    ("preschool", None),
    ("nursery", Some(CertificateKind::Nursery)),
    ("special", Some(CertificateKind::Special)),
];

/// Rules that ask for people of a main kind.
const ASKING: &[&str] = &[
    "presence",
    "pe-per-classes",
    "health-staff",
    "accounting-staff",
    "kindergarten-staff",
    "psychology-staff",
    "special-staff",
];

/// More than any rule asks of a unit.
const PLENTY: i64 = 1000;

/// One kind, in persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindRow {
    /// The kind.
    pub kind: KindIx,
    /// Persons asked by the rule that asks most.
    pub asked: i64,
    /// Full teachers that its lessons fill.
    pub lessons: Fte,
    /// Persons of the public schools whose main kind it is, without those who are lent out.
    pub staff: i64,
    /// Persons missing where they work now, by the rule that misses most.
    pub today: i64,
    /// Persons missing whatever the plan moves, as long as nobody is hired or retrained.
    pub missing: i64,
    /// Persons that channels may bring this year; one post may serve several kinds.
    pub hires: i64,
    /// Teachers who state it as a further subject: they could retrain or be shared.
    pub further: i64,
    /// Those of them with a certificate of the kind.
    pub certified: i64,
}

impl KindRow {
    /// Persons still missing when every post is filled with this kind.
    #[must_use]
    pub fn left(&self) -> i64 {
        (self.missing - self.hires).max(0)
    }
}

/// The kinds for which people or lessons are asked, in the order of the programme; `None` where no rule asks for people of a kind.
pub(super) fn kinds(case: &Case, policy: &Policy, admission: &Admission<'_>) -> Option<Vec<KindRow>> {
    let asking: Vec<Active> =
        active(case, policy).into_iter().filter(|a| ASKING.contains(&a.entry.spec.name)).collect();
    if asking.is_empty() {
        return None;
    }
    let present = start::present(case, policy);
    let look = Look { case, policy, asking, hires: columns::list(case, &[], admission, "").hires, present };
    let rows = KINDS.iter().filter_map(|&(code, own)| Some(look.row(case.kind_by_code(code)?, own)));
    Some(rows.filter(|row| row.asked > 0 || row.lessons > Fte::ZERO).collect())
}

struct Look<'a> {
    case: &'a Case,
    policy: &'a Policy,
    asking: Vec<Active>,
    /// Every place where somebody may be hired.
    hires: Vec<columns::HireColumn>,
    present: Plan,
}

impl Look<'_> {
    /// Persons of `kind` that the rule misses in `plan`, by the rule that misses most.
    fn missing(&self, plan: &Plan, kind: KindIx) -> i64 {
        let mut plenty = plan.clone();
        let units = self.case.units_ix().filter(|&(ix, unit)| unit.open && self.case.is_public(ix));
        let hire = |unit: UnitIx| Hire { unit, kind, channel: ChannelIx::new(0), count: PLENTY, shares: Vec::new() };
        plenty.hires.extend(units.map(|(unit, _)| hire(unit)));
        let persons = |active: &Active, plan: &Plan| -> i64 {
            let found = active.rule.assess(self.case, self.policy, plan).findings;
            found.iter().filter(|f| f.unit == "person").map(|f| f.amount / 1000).sum()
        };
        self.asking.iter().map(|rule| persons(rule, plan) - persons(rule, &plenty)).max().unwrap_or(0)
    }

    fn row(&self, kind: KindIx, own: Option<CertificateKind>) -> KindRow {
        let case = self.case;
        let nobody = Plan { postings: Vec::new(), ..self.present.clone() };
        let public = || case.teachers.iter().filter(|t| case.is_public(t.unit));
        let staff = count(public().filter(|t| t.kind == kind && t.record.state != State::Seconded).count());
        let further: Vec<&Teacher> = public().filter(|t| t.teaches() && t.others.contains(&kind)).collect();
        let asked = self.missing(&nobody, kind);
        let lessons = self.lessons(kind);
        let persons = (lessons.small() + Fte::PER_UNIT - 1) / Fte::PER_UNIT;
        let by_lessons = persons - staff - count(further.len());
        KindRow {
            kind,
            asked,
            lessons,
            staff,
            today: self.missing(&self.present, kind),
            missing: (asked - staff).max(by_lessons).max(0),
            hires: self.hires(kind),
            further: count(further.len()),
            certified: count(further.iter().filter(|t| self.is_certified(t, kind, own)).count()),
        }
    }

    /// Full teachers that the lessons fill, rounded down in each unit, so that no more are asked than can be proven.
    fn lessons(&self, kind: KindIx) -> Fte {
        let demand = self.case.demand.iter().filter(|d| d.kind == kind);
        demand.map(|d| Fte::from_small(d.lessons.small() * Fte::PER_UNIT / d.load.small().max(1))).sum()
    }

    fn hires(&self, kind: KindIx) -> i64 {
        let channels: BTreeSet<ChannelIx> =
            self.hires.iter().filter(|hire| hire.kind == kind).map(|hire| hire.channel).collect();
        channels.iter().map(|channel| self.case.channels[channel.at()].limit.small()).sum()
    }

    /// Whether the person has a live certificate for the kind.
    fn is_certified(&self, teacher: &Teacher, kind: KindIx, own: Option<CertificateKind>) -> bool {
        let code = &self.case.kinds[kind.at()].code;
        teacher.certificates.iter().any(|c| {
            let live = c.valid_until.is_none_or(|until| until >= self.case.year.start());
            live && (Some(c.certificate) == own || c.kind.as_ref() == Some(code))
        })
    }
}
