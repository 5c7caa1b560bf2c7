//! Vocational units have a teacher for so many pupils, and enough of those who teach the trade are double-qualified 双师型.
//!
//! Formula: `Σ teachers + s ≥ ⌈pupils / pupils_per_teacher⌉` and `Σ dual − share·Σ teachers of the kinds + t ≥ 0`, the second times 1000,
//! so that `t = ⌈share·n⌉ − dual` is whole persons; for every open public vocational unit with pupils. Unit: persons missing.
//! Teachers are people with a teaching post, at work or not, and the hires of the plan; who is new is not double-qualified.
//! Why: 1 : 20 (教职成〔2010〕12号; standards §2.4); a higher share of 双师型 is item 9 of the programme, which gives no number (the
//! country stands at 55.5 %).

use super::rotation_share::needed;
use super::staff_limit::{count_people, most_people, teachers_after};
use super::{Assessment, Context, Entry, Mark, Page, Rule, finding, with_unit};
use crate::domain::words::{PostType, Stage};
use crate::domain::{Case, KindIx, Teacher, Unit, UnitIx};
use crate::formulation::assembly::{Assembly, Inside, RowHandle};
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{ParamKind, ParamSpec, Policy, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec {
        name: NAME,
        listing: false,
        params: &[
            ParamSpec { name: "pupils_per_teacher", kind: ParamKind::Number, unit: "pupils" },
            ParamSpec { name: "kinds", kind: ParamKind::Words, unit: "" },
            ParamSpec { name: "dual_share", kind: ParamKind::Number, unit: "share" },
        ],
    },
    page: Page {
        zh: "中职师资",
        en: "Staff of vocational schools",
        sentence_zh: "中职单位的专任教师按生师比配足，专业课教师中双师型教师不低于规定比例；新招聘教师不计为双师型。",
        sentence_en: "A vocational unit has a teacher for the stated number of pupils, and of those whose main kind is vocational the stated share is double-qualified; new teachers are not.",
        formula: "Σ teachers + s ≥ ⌈pupils/pupils_per_teacher⌉; dual + t ≥ dual_share·(vocational teachers)",
        unit: "person",
        source: "教职成〔2010〕12号; 大足委教发〔2025〕22号 第9条; 双师型比例为假设",
    },
    make: |case, settings| {
        Box::new(VocationalStaff {
            strength: settings.strength.clone(),
            each: settings.whole("pupils_per_teacher").max(1),
            kinds: super::kind_staff::kinds(case, settings, "kinds"),
            share: settings.milli("dual_share"),
        })
    },
};
const NAME: &str = "vocational-staff";

struct VocationalStaff {
    strength: Strength,
    /// Pupils for one teacher.
    each: i64,
    /// Kinds that are the trade.
    kinds: Vec<KindIx>,
    /// Thousandths of those who teach the trade.
    share: i64,
}

fn is_teacher(teacher: &Teacher) -> bool {
    teacher.record.post == PostType::Teaching
}

/// Units that are looked at.
fn covered(case: &Case) -> impl Iterator<Item = (UnitIx, &Unit)> {
    case.units_ix().filter(|&(ix, unit)| {
        unit.stage == Stage::Vocational && unit.open && case.is_public(ix) && unit.pupils().small() > 0
    })
}

impl VocationalStaff {
    /// Teachers that the pupils of a unit ask for.
    fn asked(&self, unit: &Unit) -> i64 {
        (unit.pupils().small() + self.each - 1) / self.each
    }

    fn is_of_trade(&self, teacher: &Teacher) -> bool {
        is_teacher(teacher) && self.kinds.contains(&teacher.kind)
    }

    /// Whether somebody of the trade adds to the double-qualified.
    fn weight(&self, dual: bool) -> i64 {
        1000 * i64::from(dual) - self.share
    }

    fn count_dual<'a>(&'a self, rows: Vec<Option<RowHandle>>, case: &'a Case, program: &mut Assembly<'a>) {
        let for_hires = rows.clone();
        program.each_path(move |cohort, path, terms| {
            let Some(row) = path.path.unit(cohort.key.home).and_then(|unit| rows[unit.at()]) else { return };
            let somebody = cohort.somebody(case);
            if self.is_of_trade(somebody) {
                terms.row(row, self.weight(somebody.record.dual_qualified));
            }
        });
        program.each_hire(move |hire, terms| {
            if let Some(row) = for_hires[hire.unit.at()].filter(|_| self.kinds.contains(&hire.kind)) {
                terms.row(row, self.weight(false));
            }
        });
    }

    /// What is wrong in one unit: the sentence, how many there are of how many, the limit.
    fn faults(&self, unit: &Unit, teachers: i64, (dual, trade): (i64, i64)) -> [(Text, i64, i64, i64); 2] {
        let pupils = unit.pupils().small();
        [
            (Text::new("rule.vocational-staff.teachers"), teachers, pupils, self.asked(unit)),
            (Text::new("rule.vocational-staff.dual"), dual, trade, needed(self.share, trade)),
        ]
    }
}

/// By unit: of the people with a teaching post after a plan whose main kind is the trade, who is double-qualified, and all.
fn trade_after(rule: &VocationalStaff, case: &Case, plan: &Plan) -> Vec<(i64, i64)> {
    let mut counts = vec![(0, 0); case.units.len()];
    for posting in &plan.postings {
        let teacher = &case.teachers[posting.teacher.at()];
        if let Some(unit) = posting.unit.filter(|_| rule.is_of_trade(teacher)) {
            counts[unit.at()].0 += i64::from(teacher.record.dual_qualified);
            counts[unit.at()].1 += 1;
        }
    }
    for hire in plan.hires.iter().filter(|hire| rule.kinds.contains(&hire.kind)) {
        counts[hire.unit.at()].1 += hire.count;
    }
    counts
}

impl Rule for VocationalStaff {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let case = context.case;
        let (mut teachers, mut dual) = (vec![None; case.units.len()], vec![None; case.units.len()]);
        for (ix, unit) in covered(case) {
            let needed = self.asked(unit);
            let place = format!("{}|teachers", unit.code);
            let row = program.row_about((ix, Inside::Staff), NAME, place, Some(needed), None);
            program.slack(row, 1, needed, &self.strength, 1);
            teachers[ix.at()] = Some(row);
            let place = format!("{}|dual", unit.code);
            let row = program.row_about((ix, Inside::Staff), NAME, place, Some(0), None);
            program.slack(row, 1000, most_people(context, ix), &self.strength, 1);
            dual[ix.at()] = Some(row);
        }
        count_people(teachers, move |cohort, _| is_teacher(cohort.somebody(case)), |_| true, program);
        self.count_dual(dual, case, program);
    }

    fn mark<'a>(&'a self, case: &'a Case, _: &Policy) -> Mark<'a> {
        let somewhere = covered(case).next().is_some();
        Box::new(move |teacher| {
            let dual = self.is_of_trade(teacher) && teacher.record.dual_qualified;
            i64::from(somewhere && is_teacher(teacher)) + 2 * i64::from(somewhere && dual)
        })
    }

    fn assess(&self, case: &Case, _: &Policy, plan: &Plan) -> Assessment {
        let teachers = teachers_after(case, plan, |_| true, true);
        let trade = trade_after(self, case, plan);
        let mut assessment = Assessment::default();
        let (mut missing, mut of_trade) = (0, (0, 0));
        for (ix, unit) in covered(case) {
            let (staff, dual) = (teachers[ix.at()].1, trade[ix.at()]);
            missing += (self.asked(unit) - staff).max(0);
            of_trade = (of_trade.0 + dual.0, of_trade.1 + dual.1);
            let value = (dual.1 > 0).then(|| dual.0 * 1000 / dual.1);
            let met = value.map(|_| dual.0 >= needed(self.share, dual.1));
            assessment.indicators.push(Indicator::of_unit(unit, "dual-share", value).limited(self.share, met));
            for (text, count, of, limit) in self.faults(unit, staff, dual) {
                let off = limit - count;
                if off <= 0 {
                    continue;
                }
                let text = with_unit(text, case, unit).with("of", of).with("count", count).with("limit", limit);
                assessment.violation += off;
                assessment.findings.push(finding(NAME, &self.strength, &unit.code, (off * 1000, "person"), text));
            }
        }
        let share = (of_trade.1 > 0).then(|| of_trade.0 * 1000 / of_trade.1);
        let met = share.map(|_| 1000 * of_trade.0 >= self.share * of_trade.1);
        assessment.indicators.push(Indicator::state("dual-share", share).limited(self.share, met));
        let missing_all = Indicator::state("vocational-teachers-missing", Some(missing * 1000));
        assessment.indicators.push(missing_all.limited(0, Some(missing == 0)));
        assessment
    }
}
