//! The development slip: what is planned for a person, what may be reached besides, and what is lacking.

use super::Context;
use super::sections::lack;
use crate::domain::eligibility::Lack;
use crate::domain::words::{Award, Holds};
use crate::messages::{Lang, Text, say};
use crate::report::content::{Body, Cell, Section};
use crate::report::number::percent;
use crate::talent::naming::Nominee;
use crate::talent::path::Step;
use crate::talent::standing::State;
use std::collections::BTreeSet;

impl Context<'_> {
    /// The slip of one person.
    pub(super) fn slip(&self, person: usize) -> Vec<Section> {
        let teacher = &self.case.teachers[person];
        let record = &teacher.record;
        let title = if self.lang == Lang::Zh { record.title.zh() } else { record.title.code() };
        let since = record.title_since.map_or_else(String::new, |since| since.to_string());
        let pair = |key: &'static str, value: String| (say(self.lang, key), value);
        let pairs = vec![
            pair("talent.col.unit", self.names.unit(&self.case.units[teacher.unit.at()].code)),
            pair("talent.col.kind", self.names.kind_ix(teacher.kind)),
            pair("talent.col.title", title.to_owned()),
            pair("talent.col.title-since", since),
            pair("talent.slip.honors", self.held(person)),
            pair("talent.slip.retires", teacher.retires.to_string()),
        ];
        let states = &self.talent.standing[person];
        if states.is_empty() {
            let none = self.lines(&[Text::new("talent.slip.not-nominated")]);
            return vec![
                Section { title: String::new(), body: Body::Pairs(pairs) },
                Section { title: String::new(), body: none },
            ];
        }
        let plan: Vec<String> = self.planned(person).into_iter().map(|(text, _)| text).collect();
        let plan = if plan.is_empty() { vec![say(self.lang, "talent.slip.no-plan")] } else { plan };
        let mut table = self.table(&[("talent.col.date", 10), ("talent.col.award", 24), ("talent.col.state", 50)]);
        for (round, state) in self.talent.rounds.iter().zip(states) {
            let award = Cell::text(self.award(round.award));
            table.push(vec![Cell::text(round.date.to_string()), award, Cell::text(self.state(state))]);
        }
        vec![
            Section { title: String::new(), body: Body::Pairs(pairs) },
            self.section("talent.slip.plan", Body::Lines(plan)),
            self.section("talent.slip.rounds", Body::Table(table)),
        ]
    }

    /// One row for everybody who is to be nominated.
    pub(super) fn slips(&self) -> Vec<Section> {
        let mut table = self.table(&[
            ("talent.col.person", 12),
            ("talent.col.unit", 26),
            ("talent.col.kind", 10),
            ("talent.slip.honors", 24),
            ("talent.slip.plan", 44),
            ("talent.slip.odds", 24),
            ("talent.slip.besides", 30),
            ("talent.slip.later", 40),
        ]);
        let separator = say(self.lang, "doctor.separator");
        for nominee in &self.talent.nominees {
            let teacher = &self.case.teachers[nominee.person];
            let planned = self.planned(nominee.person);
            let (besides, later) = self.besides(nominee);
            table.push(vec![
                Cell::text(self.names.person(&teacher.record.id)),
                Cell::text(self.names.unit(&self.case.units[teacher.unit.at()].code)),
                Cell::text(self.names.kind_ix(teacher.kind)),
                Cell::text(self.held(nominee.person)),
                Cell::text(planned.iter().map(|(text, _)| text.clone()).collect::<Vec<_>>().join(&separator)),
                Cell::text(planned.into_iter().map(|(_, odds)| odds).collect::<Vec<_>>().join(&separator)),
                Cell::text(besides.join(&separator)),
                Cell::text(later.join(&separator)),
            ]);
        }
        table.frozen = 1;
        vec![self.section("talent.slips.title", Body::Table(table))]
    }

    /// The other awards for which a nominee may be nominated, with their first round, and those for which one thing is lacking in the last.
    fn besides(&self, nominee: &Nominee) -> (Vec<String>, Vec<String>) {
        let (mut besides, mut later) = (Vec::new(), Vec::new());
        let planned = |award: Award| nominee.path.iter().any(|step| self.talent.rounds[step.round].award == award);
        let states = || self.talent.rounds.iter().zip(&self.talent.standing[nominee.person]);
        for &award in Award::ALL.iter().filter(|award| !planned(**award)) {
            let mut of = states().filter(|(round, _)| round.award == award);
            if let Some((round, _)) = of.clone().find(|(_, state)| **state == State::Able) {
                besides.push(format!("{} {}", round.date, self.award(award)));
            } else if let Some((_, State::Lacks(lacks))) = of.next_back()
                && let [Lack::Title | Lack::TitleMonths(_) | Lack::Degree | Lack::Service(_) | Lack::Rural(_)] =
                    lacks[..]
            {
                later.push(format!("{}({})", self.award(award), self.state(&State::Lacks(lacks.clone()))));
            }
        }
        (besides, later)
    }

    /// The nominations of a person in words, each with its rate of success.
    fn planned(&self, person: usize) -> Vec<(String, String)> {
        let path = self.talent.nominees.iter().find(|nominee| nominee.person == person);
        let step = |path: &[Step], step: &Step| {
            let round = &self.talent.rounds[step.round];
            let gain = if step.trained { round.training_gain } else { 0 };
            let rate = |rate: i64| percent((rate + gain).min(1000));
            let key = if step.trained { "talent.slip.step-trained" } else { "talent.slip.step" };
            let text = Text::new(key).with("date", round.date).with("award", self.award(round.award));
            let rests = self.conditions_of(path, step);
            let text = text.render(self.lang);
            let text = if rests.is_empty() { text } else { format!("{text}({rests})") };
            let odds = Text::new("talent.slip.rate").with("rate", rate(round.rate));
            (text, odds.with("low", rate(round.low_rate)).with("high", rate(round.high_rate)).render(self.lang))
        };
        path.map_or_else(Vec::new, |nominee| nominee.path.iter().map(|of| step(&nominee.path, of)).collect())
    }

    /// The awards that a person holds and that some round gives, asks for or some target counts.
    fn held(&self, person: usize) -> String {
        let month = self.case.year.start();
        let teacher = &self.case.teachers[person];
        let held = |award: &&Award| matches!(award.holds(), Holds::Honor(..)) && teacher.holds(**award, month);
        let held: Vec<String> = Award::ALL.iter().filter(held).map(|&award| self.award(award)).collect();
        held.join(&say(self.lang, "doctor.separator"))
    }

    pub(super) fn state(&self, state: &State) -> String {
        let separator = say(self.lang, "doctor.separator");
        match state {
            State::Holds => say(self.lang, "talent.state.holds"),
            State::Able => say(self.lang, "talent.state.able"),
            State::After(lists) => {
                let list = |awards: &BTreeSet<Award>| {
                    let awards: Vec<String> = awards.iter().map(|&award| self.award(award)).collect();
                    awards.join(&say(self.lang, "talent.and"))
                };
                let lists: Vec<String> = lists.iter().map(list).collect();
                let text = Text::new("talent.only-if.won").with("award", lists.join(&say(self.lang, "talent.or")));
                text.render(self.lang)
            }
            State::Lacks(lacks) => {
                let lacks: Vec<String> = lacks.iter().map(|&of| lack(of).render(self.lang)).collect();
                Text::new("talent.state.lacks").with("lacks", lacks.join(&separator)).render(self.lang)
            }
        }
    }
}
