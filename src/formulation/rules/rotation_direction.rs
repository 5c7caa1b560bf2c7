//! Who rotates goes where teachers are wanted most: from town to country, from stronger to weaker schools.
//!
//! Formula: `1000·(Σ x[rotating downwards] + s) − share·Σ x[rotating] ≥ 0`; downwards is to a rural school from one that is not,
//! or to a weaker school. Unit: persons.
//! Why: rotation leads from urban and good schools to rural and weak ones (教师〔2014〕4号; standards §4.1); the share is an assumption.

use super::rotation_share::{Counts, needed, rotating, share_of_rotating};
use super::{Assessment, Context, Entry, Page, Rule, finding};
use crate::domain::words::{Setting, Strength as SchoolStrength};
use crate::domain::{Case, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

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
        zh: "交流方向",
        en: "Direction of rotation",
        sentence_zh: "交流轮岗教师中，由城镇到乡村或由强校到弱校的不低于规定比例。",
        sentence_en: "Among those who rotate at least the stated share goes from town to country or from a stronger to a weaker school.",
        formula: "rotating downwards + s ≥ share·rotating",
        unit: "person",
        source: "教师〔2014〕4号; 比例为假设",
    },
    make: |_, settings| {
        Box::new(RotationDirection {
            strength: settings.strength.clone(),
            share: settings.milli("share"),
            counts: Counts::new(settings),
        })
    },
};
const NAME: &str = "rotation-direction";

struct RotationDirection {
    strength: Strength,
    /// Thousandths.
    share: i64,
    counts: Counts,
}

/// Whether a move leads to the country, and whether to a weaker school.
fn direction(case: &Case, from: UnitIx, to: UnitIx) -> (bool, bool) {
    let (from, to) = (case.school_of(from), case.school_of(to));
    let rank = |strength: SchoolStrength| match strength {
        SchoolStrength::Strong => 2,
        SchoolStrength::Ordinary => 1,
        SchoolStrength::Weak => 0,
    };
    let to_country = from.setting != Setting::Rural && to.setting == Setting::Rural;
    (to_country, rank(from.strength) > rank(to.strength))
}

impl Rule for RotationDirection {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        let wanted = move |cohort: &super::Cohort, to| {
            let (country, weaker) = direction(case, cohort.key.home, to);
            country || weaker
        };
        share_of_rotating(NAME, (self.share, &self.counts), &self.strength, wanted, context, program);
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let (_, moved) = rotating(case, policy, plan, &self.counts);
        let count = |of: &dyn Fn((bool, bool)) -> bool| {
            let goes = moved
                .iter()
                .filter(|p| p.unit.is_some_and(|to| of(direction(case, case.teachers[p.teacher.at()].unit, to))));
            i64::try_from(goes.count()).unwrap_or(i64::MAX)
        };
        let rotated = i64::try_from(moved.len()).unwrap_or(i64::MAX);
        let (country, weaker, down) = (count(&|d| d.0), count(&|d| d.1), count(&|d| d.0 || d.1));
        let missing = (needed(self.share, rotated) - down).max(0);
        let mut assessment = Assessment { violation: missing, ..Assessment::default() };
        if missing > 0 {
            let text = Text::new("rule.rotation-direction").with("down", down).with("rotated", rotated);
            let text = text.with("missing", missing);
            assessment.findings.push(finding(NAME, &self.strength, "", (missing * 1000, "person"), text));
        }
        let share = (rotated > 0).then(|| down * 1000 / rotated);
        let indicator = Indicator::flow("rotation-direction-share", share);
        assessment.indicators.push(indicator.limited(self.share, share.map(|_| missing == 0)));
        assessment.indicators.push(Indicator::flow("rotating-to-country", Some(country * 1000)));
        assessment.indicators.push(Indicator::flow("rotating-to-weaker", Some(weaker * 1000)));
        assessment
    }
}
