//! At least a share of those who rotate are key teachers 骨干教师.
//!
//! Formula: `1000·(Σ x[rotating key teachers] + s) − share·Σ x[rotating] ≥ 0`, share in thousandths. Unit: persons.
//! Key teachers are holders of a live honor (骨干教师, 学科带头人, 名师, 特级) of the district or above, counted once; which titles count
//! is not confirmed (standards §1.3), so this is the assumption of §1.3.
//! Why: key teachers ≥ 20 % of those who rotate (优质均衡 2.11; standards §1.7).

use super::rotation_share::{Counts, needed, rotating, share_of_rotating};
use super::{Assessment, Context, Entry, Page, Rule, finding};
use crate::domain::{Case, Teacher};
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
            ParamSpec { name: "honors", kind: ParamKind::Words, unit: "" },
        ],
    },
    page: Page {
        zh: "骨干教师交流比例",
        en: "Key teachers among those who rotate",
        sentence_zh: "交流轮岗教师中骨干教师不低于规定比例。",
        sentence_en: "Among those who rotate at least the stated share are key teachers.",
        formula: "key rotating + s ≥ share·rotating",
        unit: "person",
        source: "优质均衡督导评估 2.11",
    },
    make: |_, settings| {
        Box::new(KeyTeacherShare {
            strength: settings.strength.clone(),
            share: settings.milli("share"),
            counts: Counts::new(settings),
        })
    },
};
pub(crate) const NAME: &str = "key-teacher-share";

struct KeyTeacherShare {
    strength: Strength,
    /// Thousandths.
    share: i64,
    counts: Counts,
}

/// Whether the person holds a live honor that makes a key teacher.
#[must_use]
pub fn is_key_teacher(case: &Case, teacher: &Teacher) -> bool {
    teacher.live_honors(case.year.start()).any(|d| case.key_honors.contains(&d.honor))
}

impl Rule for KeyTeacherShare {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let wanted = |cohort: &super::Cohort, _| cohort.key.key_teacher;
        share_of_rotating(NAME, (self.share, &self.counts), &self.strength, wanted, context, program);
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let (_, moved) = rotating(case, policy, plan, &self.counts);
        let rotated = i64::try_from(moved.len()).unwrap_or(i64::MAX);
        let key = i64::try_from(moved.iter().filter(|p| is_key_teacher(case, &case.teachers[p.teacher.at()])).count())
            .unwrap_or(i64::MAX);
        let missing = (needed(self.share, rotated) - key).max(0);
        let mut assessment = Assessment { violation: missing, ..Assessment::default() };
        if missing > 0 {
            let text =
                Text::new("rule.key-teacher-share").with("key", key).with("rotated", rotated).with("missing", missing);
            assessment.findings.push(finding(NAME, &self.strength, "", (missing * 1000, "person"), text));
        }
        let share = (rotated > 0).then(|| key * 1000 / rotated);
        assessment.indicators.push(
            Indicator::flow("key-teacher-share", share).limited(self.share, (rotated > 0).then_some(missing == 0)),
        );
        assessment
    }
}
