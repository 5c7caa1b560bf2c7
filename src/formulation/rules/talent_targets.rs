//! By a date the district has so many teachers of the highest title and with honors of the city or above. It only reports.
//!
//! Formula: `holders whose month of retirement comes after the date ≥ target`, for the title 正高级 and eight honors. A holder is on the staff
//! when the school year begins and has the title, or a live honor of the kind at municipal level or above; each person counts once per
//! target. That an honor which ends before the date is renewed is taken for granted. Unit: persons.
//! Why: programme item 9, by the end of 2027 (standards §8). Nobody gets a title or an honor by being posted, so no row is declared and
//! nothing is ever broken, at any strength: what a target misses is told as a note.
//!
//! A studio counts by the person who leads it. How far the district is, whom to nominate and how likely the targets are is said by
//! `junheng talent`.

use super::{Assessment, Context, Entry, Page, Rule, finding};
use crate::domain::words::Award;
use crate::domain::{Case, YearMonth};
use crate::formulation::assembly::Assembly;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSettings, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "senior_rank", kind: ParamKind::Number, unit: "persons" },
            ParamSpec { name: "special_grade", kind: ParamKind::Number, unit: "persons" },
            ParamSpec { name: "subject_leaders", kind: ParamKind::Number, unit: "persons" },
            ParamSpec { name: "key_principals", kind: ParamKind::Number, unit: "persons" },
            ParamSpec { name: "master_teachers", kind: ParamKind::Number, unit: "persons" },
            ParamSpec { name: "key_teachers", kind: ParamKind::Number, unit: "persons" },
            ParamSpec { name: "master_candidates", kind: ParamKind::Number, unit: "persons" },
            ParamSpec { name: "municipal_studios", kind: ParamKind::Number, unit: "persons" },
            ParamSpec { name: "national_studios", kind: ParamKind::Number, unit: "persons" },
            ParamSpec { name: "by_year", kind: ParamKind::Number, unit: "year" },
            ParamSpec { name: "by_month", kind: ParamKind::Number, unit: "month" },
        ],
    },
    page: Page {
        zh: "高层次人才目标",
        en: "Talent targets",
        sentence_zh: "到规定年月，正高级教师、特级教师和市级及以上各类名师达到规定人数；届时已退休的不计，一人在一项中计一次，名师工作室按主持人计。本规则只报告，不影响方案；推荐谁、达标的把握有多大，见 talent 命令。",
        sentence_en: "By the stated month the district has the stated numbers of teachers of the highest title and with each honor of the city or above; who has retired by then does not count, and a person counts once per target, a studio by who leads it. The rule only reports and changes no plan; whom to nominate and how likely the targets are is said by the command talent.",
        formula: "holders with retirement > date ≥ target",
        unit: "person",
        source: "大足委教发〔2025〕22号 第9条",
    },
    make: |_, settings| Box::new(TalentTargets::new(settings)),
};
const NAME: &str = "talent-targets";

/// What is asked for: parameter, name of the indicator, name in the catalog, what is counted.
const ASKED: [(&str, &str, &str, Award); 9] = [
    ("senior_rank", "talents-senior-rank", "rule.talent.senior-rank", Award::Professor),
    ("special_grade", "talents-special-grade", "rule.talent.special-grade", Award::SpecialGrade),
    ("subject_leaders", "talents-subject-leaders", "rule.talent.subject-leaders", Award::SubjectLeader),
    ("key_principals", "talents-key-principals", "rule.talent.key-principals", Award::KeyPrincipal),
    ("master_teachers", "talents-master-teachers", "rule.talent.master-teachers", Award::MasterTeacher),
    ("key_teachers", "talents-key-teachers", "rule.talent.key-teachers", Award::KeyTeacher),
    ("master_candidates", "talents-master-candidates", "rule.talent.master-candidates", Award::MasterCandidate),
    ("municipal_studios", "talents-municipal-studios", "rule.talent.municipal-studios", Award::MunicipalStudio),
    ("national_studios", "talents-national-studios", "rule.talent.national-studios", Award::NationalStudio),
];

struct TalentTargets {
    /// In the order of `ASKED`.
    targets: [i64; ASKED.len()],
    by: YearMonth,
}

/// How one target stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What is asked for, a key of the catalog.
    pub what: &'static str,
    /// The indicator.
    pub indicator: &'static str,
    /// Holders when the school year begins.
    pub now: i64,
    /// Those of them who have not retired by the date.
    pub then: i64,
    /// The target.
    pub target: i64,
    /// The date.
    pub by: YearMonth,
}

impl Standing {
    /// Persons missing at the date.
    #[must_use]
    pub fn missing(&self) -> i64 {
        (self.target - self.then).max(0)
    }
}

/// How the targets stand, in the order of the programme; `None` where the rule is off.
#[must_use]
pub fn standings(case: &Case, policy: &Policy) -> Option<Vec<Standing>> {
    Some(TalentTargets::new(policy.rule(NAME)?).standings(case))
}

/// The targets of a policy, in the order of the programme, and their month; `None` where the rule is off.
#[must_use]
pub fn goals(policy: &Policy) -> Option<(Vec<(Award, i64)>, YearMonth)> {
    let rule = TalentTargets::new(policy.rule(NAME)?);
    Some((ASKED.iter().map(|asked| asked.3).zip(rule.targets).collect(), rule.by))
}

impl TalentTargets {
    fn new(settings: &RuleSettings) -> Self {
        let number = |name| u32::try_from(settings.whole(name)).unwrap_or(0);
        let year = i32::try_from(settings.whole("by_year")).unwrap_or(0);
        // A date that does not exist is as far away as it can be.
        let by = YearMonth::new(year, number("by_month").clamp(1, 12)).or(YearMonth::new(2200, 12));
        Self { targets: ASKED.map(|(param, ..)| settings.whole(param)), by: by.expect("December 2200 is a month") }
    }

    fn standings(&self, case: &Case) -> Vec<Standing> {
        let standing = |((_, indicator, what, award), &target): ((&str, &'static str, &'static str, Award), &i64)| {
            let holders = case.teachers.iter().filter(|t| t.holds(award, case.year.start()));
            let (now, then) =
                holders.fold((0, 0), |(now, then), teacher| (now + 1, then + i64::from(teacher.retires > self.by)));
            Standing { what, indicator, now, then, target, by: self.by }
        };
        ASKED.into_iter().zip(&self.targets).map(standing).collect()
    }
}

impl Rule for TalentTargets {
    fn build<'a>(&'a self, _: &Context<'a>, _: &mut Assembly<'a>) {}

    fn assess(&self, case: &Case, _: &Policy, _: &Plan) -> Assessment {
        let mut assessment = Assessment::default();
        for standing in self.standings(case) {
            let Standing { what, indicator, now, then, target, by } = standing;
            let missing = standing.missing();
            let measured = Indicator::state(indicator, Some(then * 1000));
            assessment.indicators.push(measured.limited(target * 1000, Some(missing == 0)));
            if missing > 0 {
                let text = Text::new("rule.talent-targets").with_text("what", Text::new(what)).with("by", by);
                let text = text.with("now", now).with("then", then).with("target", target).with("missing", missing);
                assessment.findings.push(finding(NAME, &Strength::Report, "", (missing * 1000, "person"), text));
            }
        }
        assessment
    }
}
