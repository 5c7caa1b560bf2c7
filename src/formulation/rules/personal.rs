//! Moves that weigh on people cost more: hardship, couples torn apart, the country again, a school nobody wished for.
//!
//! Formula: `min Σ x[moving] · (hardship + couple + rural + preference)`, each price where it applies: `hardship` to who has a recognized
//! hardship; `couple` where the new school is farther than `couple_minutes` from the present school of the spouse and the old one was not;
//! `rural` where somebody with at least `rural_years` in rural schools goes to a rural school from one that is not; `preference` where
//! somebody states preferred schools and goes to none of them. Where minutes are not known no couple is counted. Unit: minutes.
//! Staff of closing units is counted too; not who is sent where the office has decided.
//! Why: rotation takes account of real difficulties (教师〔2014〕4号; standards §4.2); the prices are assumptions.

use super::{Admission, Assessment, Context, Entry, Mark, Page, Rule, finding, with_unit};
use crate::domain::words::Setting;
use crate::domain::{Case, Minutes, SchoolIx, Teacher, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::formulation::cohort::Mobility;
use crate::formulation::columns::Path;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};
use std::collections::BTreeSet;

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "hardship", kind: ParamKind::Number, unit: "minutes" },
            ParamSpec { name: "couple", kind: ParamKind::Number, unit: "minutes" },
            ParamSpec { name: "couple_minutes", kind: ParamKind::Number, unit: "minutes" },
            ParamSpec { name: "rural", kind: ParamKind::Number, unit: "minutes" },
            ParamSpec { name: "rural_years", kind: ParamKind::Number, unit: "years" },
            ParamSpec { name: "preference", kind: ParamKind::Number, unit: "minutes" },
        ],
    },
    page: Page {
        zh: "照顾个人情况",
        en: "What weighs on people",
        sentence_zh: "调动有特殊困难的教师、使夫妻两校变远、让乡村任教已满年限的再去乡村、调往志愿以外的学校，按折合分钟计价；已定岗的不计。",
        sentence_en: "Moves of people with hardship, away from the spouse, to the country again after years there, or to a school that was not wished for are priced in minutes; people already decided on are not counted.",
        formula: "min Σ x[moving]·(hardship + couple + rural + preference)",
        unit: "minute",
        source: "教师〔2014〕4号; 折合分钟为假设",
    },
    make: |_, settings| {
        Box::new(Personal {
            strength: settings.strength.clone(),
            hardship: settings.whole("hardship"),
            couple: settings.whole("couple"),
            couple_minutes: Minutes::whole(settings.whole("couple_minutes")),
            rural: settings.whole("rural"),
            rural_years: settings.whole("rural_years"),
            preference: settings.whole("preference"),
        })
    },
};
const NAME: &str = "personal";

struct Personal {
    strength: Strength,
    /// Minutes.
    hardship: i64,
    /// Minutes.
    couple: i64,
    /// Distance up to which a couple is together.
    couple_minutes: Minutes,
    /// Minutes.
    rural: i64,
    /// Years after which the country has been served.
    rural_years: i64,
    /// Minutes.
    preference: i64,
}

/// What matters of a person: hardship, the school of a spouse near by, whether the country has been served and is left, preferred schools.
type Situation<'a> = (bool, Option<SchoolIx>, bool, BTreeSet<&'a str>);

impl Personal {
    fn situation<'t>(&self, case: &Case, teacher: &'t Teacher) -> Situation<'t> {
        let home = case.units[teacher.unit.at()].school;
        let spouse = teacher.spouse.map(|spouse| case.units[spouse.at()].school);
        let near = spouse.filter(|&s| case.minutes(home, s).is_some_and(|minutes| minutes <= self.couple_minutes));
        let served = teacher.record.rural_years >= self.rural_years;
        let rural = served && case.schools[home.at()].setting != Setting::Rural;
        (teacher.record.hardship, near, rural, teacher.record.preferences.iter().map(String::as_str).collect())
    }

    /// What a move to `to` costs somebody in this situation.
    fn price(&self, case: &Case, (hardship, spouse, rural, wishes): &Situation<'_>, to: UnitIx) -> i64 {
        let school = case.school_of(to);
        let way = spouse.and_then(|spouse| case.minutes(case.units[to.at()].school, spouse));
        let apart = way.is_some_and(|minutes| minutes > self.couple_minutes);
        let unwished = !wishes.is_empty() && !wishes.contains(school.code.as_str());
        i64::from(*hardship) * self.hardship
            + i64::from(apart) * self.couple
            + i64::from(*rural && school.setting == Setting::Rural) * self.rural
            + i64::from(unwished) * self.preference
    }

    /// What weighs on a person who has moved, in the order of the prices.
    fn burdens(&self, case: &Case, teacher: &Teacher, to: UnitIx) -> [bool; 4] {
        let (from, to) = (teacher.unit, to);
        let (old, new, record) = (case.school_of(from), case.school_of(to), &teacher.record);
        let way = |unit: UnitIx| case.minutes(case.units[unit.at()].school, case.units[teacher.spouse?.at()].school);
        let torn = matches!((way(from), way(to)), (Some(before), Some(after)) if before <= self.couple_minutes && self.couple_minutes < after);
        let to_country = new.setting == Setting::Rural && old.setting != Setting::Rural;
        let wished = record.preferences.is_empty() || record.preferences.contains(&new.code);
        [record.hardship, torn, to_country && record.rural_years >= self.rural_years, !wished]
    }
}

/// Sentences and indicators of the four prices.
const BURDENS: [(&str, &str); 4] = [
    ("rule.personal.hardship", "moves-with-hardship"),
    ("rule.personal.couple", "couples-torn-apart"),
    ("rule.personal.rural", "moves-to-country-again"),
    ("rule.personal.preference", "moves-against-wishes"),
];

/// Whether a move of such people is no new burden: the office has decided, or they go home.
const fn is_decided(mobility: Mobility) -> bool {
    matches!(mobility, Mobility::Pinned | Mobility::Returning)
}

impl Rule for Personal {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        program.each_path(move |cohort, path, terms| {
            if let Path::Move(to, _) = path.path
                && !is_decided(cohort.key.mobility)
            {
                terms.cost(&self.strength, self.price(case, &self.situation(case, cohort.somebody(case)), to));
            }
        });
    }

    fn mark<'a>(&'a self, case: &'a Case, policy: &Policy) -> Mark<'a> {
        let admission = Admission::new(case, policy);
        let plain: Situation<'_> = (false, None, false, BTreeSet::new());
        let all = case.teachers.iter().map(|teacher| self.situation(case, teacher));
        let situations: Vec<Situation<'_>> = all.chain([plain]).collect::<BTreeSet<_>>().into_iter().collect();
        Box::new(move |teacher| {
            // The first of all is that nothing weighs.
            let at = situations.binary_search(&self.situation(case, teacher)).unwrap_or_default();
            if at == 0 || admission.mobility(teacher) == Mobility::Fixed || is_decided(admission.mobility(teacher)) {
                return 0;
            }
            i64::try_from(at).unwrap_or_default()
        })
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let admission = Admission::new(case, policy);
        let prices = [self.hardship, self.couple, self.rural, self.preference];
        let mut assessment = Assessment::default();
        let mut counts = [0; 4];
        for posting in &plan.postings {
            let teacher = &case.teachers[posting.teacher.at()];
            let Some(to) = posting.unit.filter(|&to| to != teacher.unit) else { continue };
            if is_decided(admission.mobility(teacher)) {
                continue;
            }
            for (at, _) in self.burdens(case, teacher, to).into_iter().enumerate().filter(|&(_, weighs)| weighs) {
                counts[at] += 1;
                if prices[at] > 0 {
                    let id = &teacher.record.id;
                    let text = with_unit(Text::new(BURDENS[at].0).with("id", id), case, &case.units[to.at()]);
                    assessment.violation += prices[at];
                    assessment.findings.push(finding(NAME, &self.strength, id, (prices[at] * 1000, "minute"), text));
                }
            }
        }
        for ((_, name), count) in BURDENS.into_iter().zip(counts) {
            assessment.indicators.push(Indicator::flow(name, Some(count * 1000)));
        }
        assessment
    }
}
