//! At least a share of the eligible rotates every year.
//!
//! Formula: `Σ x[rotating paths of eligible cohorts] + s ≥ ⌈share · eligible⌉`. Eligible people are those of `who-may-rotate`;
//! which kinds of move count is said by `counts`. Unit: persons.
//! Why: rotation ≥ 10 % of the eligible (优质均衡 2.11; 教师〔2014〕4号; standards §1.7, §4.1).

use super::{Admission, Assessment, Context, Entry, Page, Rule, finding};
use crate::domain::{Case, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::formulation::cohort::Mobility;
use crate::formulation::columns::Path;
use crate::messages::Text;
use crate::plan::{Indicator, MoveKind, Plan, Posting};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSettings, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "share", kind: ParamKind::Number, unit: "share" },
            ParamSpec { name: "counts", kind: ParamKind::Words, unit: "" },
        ],
    },
    page: Page {
        zh: "交流轮岗比例",
        en: "Rotation share",
        sentence_zh: "每年交流轮岗人数不低于符合交流条件教师的规定比例。",
        sentence_en: "At least the stated share of the eligible teachers rotates every year.",
        formula: "Σ x[rotating] + s ≥ ⌈share·eligible⌉",
        unit: "person",
        source: "优质均衡督导评估 2.11; 教师〔2014〕4号",
    },
    make: |_, settings| {
        Box::new(RotationShare {
            strength: settings.strength.clone(),
            share: settings.milli("share"),
            counts: Counts::new(settings),
        })
    },
};
pub(crate) const NAME: &str = "rotation-share";

/// Which moves count as rotation.
#[derive(Clone, Debug)]
pub struct Counts(Vec<MoveKind>);

impl Counts {
    /// From the parameter `counts`.
    #[must_use]
    pub fn new(settings: &RuleSettings) -> Self {
        Self(settings.words("counts").iter().filter_map(|word| MoveKind::parse(word)).collect())
    }

    /// Whether this kind of move counts.
    #[must_use]
    pub fn has(&self, kind: MoveKind) -> bool {
        self.0.contains(&kind)
    }
}

struct RotationShare {
    strength: Strength,
    /// Thousandths.
    share: i64,
    counts: Counts,
}

/// Who is eligible under `policy`, and the postings of those who rotate.
pub(super) fn rotating<'p>(case: &Case, policy: &Policy, plan: &'p Plan, counts: &Counts) -> (i64, Vec<&'p Posting>) {
    let admission = Admission::new(case, policy);
    let is_eligible =
        |posting: &&Posting| admission.mobility(&case.teachers[posting.teacher.at()]) == Mobility::Eligible;
    let eligible: Vec<&Posting> = plan.postings.iter().filter(is_eligible).collect();
    let total = i64::try_from(eligible.len()).unwrap_or(i64::MAX);
    (total, eligible.into_iter().filter(|p| p.moved.is_some_and(|kind| counts.has(kind))).collect())
}

/// Persons that `share` thousandths of `eligible` come to, rounded up.
#[must_use]
pub const fn needed(share: i64, eligible: i64) -> i64 {
    (share * eligible + 999) / 1000
}

/// Declares `those who rotate and are wanted + s ≥ share · those who rotate`, share in thousandths.
pub(super) fn share_of_rotating<'a>(
    name: &'static str,
    (share, counts): (i64, &'a Counts),
    strength: &Strength,
    wanted: impl Fn(&super::Cohort, UnitIx) -> bool + 'a,
    context: &Context<'a>,
    program: &mut Assembly<'a>,
) {
    let people = context.people;
    let unit = gcd(1000, share);
    let (whole, share) = (1000 / unit, share / unit);
    let row = program.row(name, "", Some(0), None);
    program.slack(row, whole, people, strength, 1);
    program.each_path(move |cohort, path, terms| {
        if let Path::Move(to, kind) = path.path
            && cohort.key.mobility == Mobility::Eligible
            && counts.has(kind)
        {
            terms.row(row, if wanted(cohort, to) { whole - share } else { -share });
        }
    });
}

/// Greatest common divisor; `gcd(a, 0) = a`.
const fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

impl RotationShare {
    /// In a later year it is decided before who is eligible: `1000·(rotating + s) ≥ share·eligible`.
    fn build_later<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let unit = gcd(1000, self.share);
        let (whole, share) = (1000 / unit, self.share / unit);
        let row = program.row(NAME, "", Some(0), None);
        program.slack(row, whole, context.people, &self.strength, 1);
        program.each_path(move |cohort, path, terms| {
            if cohort.key.mobility == Mobility::Eligible {
                let counts = matches!(path.path, Path::Move(_, kind) if self.counts.has(kind));
                terms.row(row, if counts { whole - share } else { -share });
            }
        });
    }
}

impl Rule for RotationShare {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        if context.is_later() {
            return self.build_later(context, program);
        }
        let eligible: i64 =
            context.cohorts.iter().filter(|c| c.key.mobility == Mobility::Eligible).map(super::Cohort::most).sum();
        let row = program.row(NAME, "", Some(needed(self.share, eligible)), None);
        program.slack(row, 1, needed(self.share, eligible), &self.strength, 1);
        program.each_path(move |cohort, path, terms| {
            if let Path::Move(_, kind) = path.path
                && cohort.key.mobility == Mobility::Eligible
                && self.counts.has(kind)
            {
                terms.row(row, 1);
            }
        });
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let (eligible, moved) = rotating(case, policy, plan, &self.counts);
        let rotated = i64::try_from(moved.len()).unwrap_or(i64::MAX);
        let missing = (needed(self.share, eligible) - rotated).max(0);
        let mut assessment = Assessment { violation: missing, ..Assessment::default() };
        if missing > 0 {
            let text = Text::new("rule.rotation-share")
                .with("rotated", rotated)
                .with("eligible", eligible)
                .with("missing", missing);
            assessment.findings.push(finding(NAME, &self.strength, "", (missing * 1000, "person"), text));
        }
        let share = (eligible > 0).then(|| rotated * 1000 / eligible);
        assessment
            .indicators
            .push(Indicator::flow("rotation-share", share).limited(self.share, (eligible > 0).then_some(missing == 0)));
        assessment.indicators.push(Indicator::flow("eligible", Some(eligible * 1000)));
        assessment.indicators.push(Indicator::flow("rotating", Some(rotated * 1000)));
        assessment
    }
}
