//! Who goes to the country first: people who owe years there for a title or an honor.
//!
//! Formula: `min Σ x[moving to a rural school from another] of people who owe no year there`; somebody owes years who lacks nothing else for a round
//! of the table `honors` and can still serve them in time ([`crate::domain::eligibility::rural_owed`]). Unit: persons. People on whom the
//! office has decided and who go home do not count; those of closing units do.
//! Why: titles ask for years in rural schools (standards §4.3), so that the same move serves the school and the person. Meant to choose
//! among those who go: in a goal after that of moves. Before it, or hard, it also keeps people from the country, or has one more move.

use super::{Admission, Assessment, Context, Entry, Mark, Page, Rule, finding, with_unit};
use crate::domain::words::Setting;
use crate::domain::{Case, Teacher, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::formulation::cohort::Mobility;
use crate::formulation::columns::Path;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec { name: NAME, listing: false, params: &[] },
    page: Page {
        zh: "乡村任教优先安排",
        en: "Country first for who owes it",
        sentence_zh: "调往乡村学校的，优先安排评职称或荣誉只差乡村任教年限、还来得及补上的教师(条件见表 honors)；其他人调往乡村的每人计一次，已定岗的和期满返回的不计。宜放在调动目标之后。",
        sentence_en: "Those go to rural schools first who lack only years there for a title or an honor and can still serve them in time (conditions in the table honors); everybody else who is moved there counts once, people already decided on or going home do not. Best in a goal after that of moves.",
        formula: "min Σ x[to the country, owing no year there]",
        unit: "person",
        source: "standards §4.3 (其他省份的公开规定); 作为优先顺序为假设",
    },
    make: |_, settings| Box::new(RuralService { strength: settings.strength.clone() }),
};
const NAME: &str = "rural-service";

struct RuralService {
    strength: Strength,
}

/// Whether a move from `from` leads to the country.
fn leads_to_country(case: &Case, from: UnitIx, to: UnitIx) -> bool {
    let rural = |unit: UnitIx| case.school_of(unit).setting == Setting::Rural;
    rural(to) && !rural(from)
}

/// Whether a move of such people is nobody's choice: the office has decided, or they go home.
const fn is_decided(mobility: Mobility) -> bool {
    matches!(mobility, Mobility::Pinned | Mobility::Returning)
}

impl Rule for RuralService {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        program.each_path(move |cohort, path, terms| {
            if let Path::Move(to, _) = path.path
                && !is_decided(cohort.key.mobility)
                && cohort.somebody(case).rural_owed == 0
                && leads_to_country(case, cohort.key.home, to)
            {
                terms.cost(&self.strength, 1);
            }
        });
    }

    fn mark<'a>(&'a self, case: &'a Case, policy: &Policy) -> Mark<'a> {
        let admission = Admission::new(case, policy);
        Box::new(move |teacher: &Teacher| {
            let mobility = admission.mobility(teacher);
            i64::from(teacher.rural_owed > 0 && mobility != Mobility::Fixed && !is_decided(mobility))
        })
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let admission = Admission::new(case, policy);
        let mut assessment = Assessment::default();
        let mut serving = 0;
        for posting in &plan.postings {
            let teacher = &case.teachers[posting.teacher.at()];
            let Some(to) = posting.unit.filter(|&to| leads_to_country(case, teacher.unit, to)) else { continue };
            if is_decided(admission.mobility(teacher)) {
                continue;
            }
            if teacher.rural_owed > 0 {
                serving += 1;
                continue;
            }
            let id = &teacher.record.id;
            let text = with_unit(Text::new("rule.rural-service").with("id", id), case, &case.units[to.at()]);
            assessment.violation += 1;
            assessment.findings.push(finding(NAME, &self.strength, id, (1000, "person"), text));
        }
        assessment.indicators.push(Indicator::flow("moves-to-country-owed", Some(serving * 1000)));
        assessment
    }
}
