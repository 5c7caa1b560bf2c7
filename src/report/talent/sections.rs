//! The sections: targets, years, rounds, nominations, gaps.

use super::Context;
use crate::domain::eligibility::Lack;
use crate::domain::words::Award;
use crate::messages::{Lang, Text, say};
use crate::plan::rows::thousandths;
use crate::report::content::{Body, Cell, Section, Table};
use crate::report::number::percent;
use crate::talent::advice::{Advice, Change, Places};
use crate::talent::path::Step;
use crate::talent::progress::Progress;

impl Context<'_> {
    pub(super) fn section(&self, title: &'static str, body: Body) -> Section {
        Section { title: say(self.lang, title), body }
    }

    pub(super) fn table(&self, columns: &[(&'static str, u16)]) -> Table {
        Table::new(columns.iter().map(|&(key, width)| (say(self.lang, key), width)))
    }

    pub(super) fn lines(&self, texts: &[Text]) -> Body {
        Body::Lines(texts.iter().map(|text| text.render(self.lang)).collect())
    }

    pub(super) fn award(&self, award: Award) -> String {
        if self.lang == Lang::Zh { award.zh().to_owned() } else { award.code().replace('-', " ") }
    }

    /// The page to read first.
    pub(super) fn summary(&self) -> Vec<Section> {
        let mut sections = vec![self.standing()];
        sections.push(Section { title: String::new(), body: self.lines(&[Text::new("talent.targets.note")]) });
        sections.push(self.prospects());
        sections.push(self.years());
        sections.push(self.plan());
        sections.push(self.section("talent.proof.title", self.lines(&self.proof())));
        if !self.talent.advice.is_empty() {
            // Who lacks one condition only stands on a sheet of its own.
            sections.push(self.section("talent.gaps.title", self.lines(&self.advice())));
        }
        sections
    }

    /// How each target stands today.
    fn standing(&self) -> Section {
        let mut table = self.table(&[
            ("talent.col.target", 24),
            ("talent.col.goal", 8),
            ("talent.col.held", 8),
            ("talent.col.certain", 8),
            ("talent.col.expected-losses", 8),
            ("talent.col.needed", 8),
            ("talent.col.rounds", 8),
            ("talent.col.places", 8),
            ("talent.col.eligible-now", 12),
            ("talent.col.eligible", 12),
            ("talent.col.eligible-after", 12),
        ]);
        for progress in &self.talent.progress {
            let mut cells = vec![Cell::text(self.award(progress.award))];
            cells.extend([progress.goal, progress.held, progress.certain_losses].map(Cell::Whole));
            cells.push(Cell::Decimal(progress.expected_losses));
            let rest = [progress.needed(), progress.rounds, progress.places];
            let able = [progress.eligible_now, progress.eligible, progress.eligible_after];
            cells.extend(rest.into_iter().chain(able).map(Cell::Whole));
            table.push(cells);
        }
        table.frozen = 1;
        self.section("talent.standing.title", Body::Table(table))
    }

    /// What is to be expected with the nominations.
    fn prospects(&self) -> Section {
        let mut table = self.table(&[
            ("talent.col.target", 24),
            ("talent.col.goal", 8),
            ("talent.col.nominations", 12),
            ("talent.col.expected", 8),
            ("talent.col.band", 12),
            ("talent.col.chance", 10),
            ("talent.col.on-track", 10),
        ]);
        for progress in &self.talent.progress {
            let last = progress.odds.dates.last();
            let nominations = self.nominations_for(progress.award);
            table.push(vec![
                Cell::text(self.award(progress.award)),
                Cell::Whole(progress.goal),
                Cell::Whole(nominations),
                last.map_or(Cell::Empty, |last| Cell::Decimal(tenths(last.mean))),
                last.map_or(Cell::Empty, |last| Cell::text(format!("{}–{}", last.p10, last.p90))),
                Cell::Percent(progress.probability() / 1000),
                Cell::text(say(self.lang, on_track(progress))),
            ]);
        }
        table.frozen = 1;
        self.section("talent.prospects.title", Body::Table(table))
    }

    /// The line from today to the target, year by year.
    fn years(&self) -> Section {
        let dates = self.talent.progress.first().map_or(&[][..], |first| first.odds.dates.as_slice());
        let mut columns = vec![(say(self.lang, "talent.col.target"), 24), (say(self.lang, "talent.col.today"), 8)];
        columns.extend(dates.iter().map(|spread| (spread.date.to_string(), 18)));
        columns.push((say(self.lang, "talent.col.goal"), 8));
        let mut table = Table::new(columns);
        for progress in &self.talent.progress {
            let mut cells = vec![Cell::text(self.award(progress.award)), Cell::Whole(progress.held)];
            cells.extend(
                progress
                    .odds
                    .dates
                    .iter()
                    .map(|at| Cell::text(format!("{} ({}–{})", thousandths(tenths(at.mean)), at.p10, at.p90))),
            );
            cells.push(Cell::Whole(progress.goal));
            table.push(cells);
        }
        table.frozen = 1;
        self.section("talent.years.title", Body::Table(table))
    }

    fn plan(&self) -> Section {
        let mut table = self.table(&[
            ("talent.col.date", 10),
            ("talent.col.award", 24),
            ("talent.col.places", 8),
            ("talent.col.nominated", 10),
            ("talent.col.trained", 10),
            ("talent.col.rural", 10),
            ("talent.col.schools", 10),
        ]);
        for (at, round) in self.talent.rounds.iter().enumerate() {
            let of: Vec<_> = self.nominations().filter(|(_, _, step)| step.round == at).collect();
            let is_target = self.talent.settings.targets.iter().any(|target| target.award == round.award);
            if of.is_empty() && !is_target {
                continue;
            }
            let number = |count: usize| Cell::Whole(i64::try_from(count).unwrap_or(i64::MAX));
            let unit = |person: usize| self.case.teachers[person].unit;
            let rural =
                |person: usize| self.case.school_of(unit(person)).setting == crate::domain::words::Setting::Rural;
            let schools: std::collections::BTreeSet<_> =
                of.iter().map(|(person, ..)| self.case.units[unit(*person).at()].school).collect();
            table.push(vec![
                Cell::text(round.date.to_string()),
                Cell::text(self.award(round.award)),
                Cell::Whole(round.places),
                number(of.len()),
                number(of.iter().filter(|(_, _, step)| step.trained).count()),
                number(of.iter().filter(|(person, ..)| rural(*person)).count()),
                number(schools.len()),
            ]);
        }
        self.section("talent.plan.title", Body::Table(table))
    }

    /// What further places would do.
    fn advice(&self) -> Vec<Text> {
        self.talent.advice.iter().flat_map(|advice| self.advised(advice)).collect()
    }

    fn advised(&self, advice: &Advice) -> Vec<Text> {
        let award = || self.award(advice.award);
        if advice.places.is_empty() {
            return vec![Text::new("talent.gaps.no-round").with("award", award())];
        }
        let place = |places: &Places| {
            let key = match places.more {
                Some(more) if more <= places.free => "talent.gaps.limits",
                Some(_) => "talent.gaps.places",
                None if places.able == 0 => "talent.gaps.nobody",
                None => "talent.gaps.not-enough",
            };
            let text = Text::new(key).with("award", award()).with("date", self.talent.rounds[places.round].date);
            let text = text.with("able", places.able);
            let more = places.more.unwrap_or(0);
            let more = if more > places.free { more - places.free } else { more };
            let text = text.with("more", more).with("free", places.free);
            text.with("chance", percent(places.reached / 1000)).with("level", percent(self.talent.settings.level))
        };
        let mut texts: Vec<Text> = advice.places.iter().map(place).collect();
        let changes = [
            (&advice.together, "talent.gaps.together", "talent.gaps.together-not-enough"),
            (&advice.training, "talent.gaps.training", "talent.gaps.training-not-enough"),
        ];
        for (change, enough, short) in changes {
            if let Some(change) = change.as_ref().filter(|change| !change.split.is_empty()) {
                let text = self.change(change, if change.is_enough { enough } else { short });
                texts.push(text.with("award", award()));
            }
        }
        texts
    }

    fn change(&self, change: &Change, key: &'static str) -> Text {
        let split = change.split.iter().map(|&(round, more)| {
            let text = Text::new("talent.gaps.split").with("date", self.talent.rounds[round].date);
            text.with("more", more).render(self.lang)
        });
        let split: Vec<String> = split.collect();
        let all: i64 = change.split.iter().map(|(_, more)| more).sum();
        let text = Text::new(key).with("more", all).with("split", split.join(&say(self.lang, "doctor.separator")));
        text.with("chance", percent(change.reached / 1000)).with("level", percent(self.talent.settings.level))
    }

    /// Who lacks one condition only.
    fn conditions(&self) -> Table {
        let mut table = self.table(&[
            ("talent.col.award", 24),
            ("talent.col.date", 10),
            ("talent.col.people", 10),
            ("talent.col.lack", 30),
            ("talent.col.nearest", 60),
        ]);
        for advice in &self.talent.advice {
            for condition in &advice.conditions {
                let person = |&at: &usize| self.names.person(&self.case.teachers[at].record.id);
                let people: Vec<String> = condition.nearest.iter().map(person).collect();
                let nearest = people.join(&say(self.lang, "doctor.separator"));
                table.push(vec![
                    Cell::text(self.award(advice.award)),
                    Cell::text(self.talent.rounds[condition.round].date.to_string()),
                    Cell::Whole(condition.people),
                    Cell::text(lack(condition.lack).render(self.lang)),
                    if is_graded(condition.lack) { Cell::text(nearest) } else { Cell::Empty },
                ]);
            }
        }
        table
    }

    /// Whom to nominate, round by round.
    pub(super) fn nomination_list(&self) -> Vec<Section> {
        let mut table = self.table(&[
            ("talent.col.date", 10),
            ("talent.col.award", 22),
            ("talent.col.person", 12),
            ("talent.col.unit", 26),
            ("talent.col.kind", 10),
            ("talent.col.title", 10),
            ("talent.col.title-since", 10),
            ("talent.col.training", 8),
            ("talent.col.only-if", 40),
        ]);
        for (person, path, step) in self.nominations() {
            let (teacher, round) = (&self.case.teachers[person], &self.talent.rounds[step.round]);
            let record = &teacher.record;
            let title = if self.lang == Lang::Zh { record.title.zh() } else { record.title.code() };
            table.push(vec![
                Cell::text(round.date.to_string()),
                Cell::text(self.award(round.award)),
                Cell::text(self.names.person(&record.id)),
                Cell::text(self.names.unit(&self.case.units[teacher.unit.at()].code)),
                Cell::text(self.names.kind_ix(teacher.kind)),
                Cell::text(title),
                record.title_since.map_or(Cell::Empty, |since| Cell::text(since.to_string())),
                Cell::text(if step.trained { say(self.lang, "talent.yes") } else { String::new() }),
                Cell::text(self.conditions_of(path, step)),
            ]);
        }
        table.frozen = 3;
        vec![
            self.section("talent.nominations.title", Body::Table(table)),
            Section { title: String::new(), body: self.lines(&[Text::new("talent.nominations.note")]) },
        ]
    }

    /// On what a nomination rests, in words.
    pub(super) fn conditions_of(&self, path: &[Step], step: &Step) -> String {
        let rests = self.rests_on(path, step).into_iter().map(|(awards, won)| {
            let awards: Vec<String> = awards.into_iter().map(|award| self.award(award)).collect();
            let key = if won { "talent.only-if.won" } else { "talent.only-if.not-won" };
            Text::new(key).with("award", awards.join(&say(self.lang, "talent.or"))).render(self.lang)
        });
        rests.collect::<Vec<_>>().join(&say(self.lang, "doctor.separator"))
    }

    /// What would close the gaps.
    pub(super) fn gaps(&self) -> Vec<Section> {
        let lines = self.advice();
        let lines = if lines.is_empty() { vec![Text::new("talent.gaps.none")] } else { lines };
        let mut sections = vec![self.section("talent.gaps.title", self.lines(&lines))];
        let conditions = self.conditions();
        if !conditions.is_empty() {
            sections.push(self.section("talent.conditions.title", Body::Table(conditions)));
        }
        sections
    }

    /// The rounds as the data have them.
    pub(super) fn round_list(&self) -> Vec<Section> {
        let mut table = self.table(&[
            ("talent.col.date", 10),
            ("talent.col.award", 24),
            ("talent.col.places", 8),
            ("talent.col.training-places", 10),
            ("talent.col.low-rate", 10),
            ("talent.col.rate", 10),
            ("talent.col.high-rate", 10),
            ("talent.col.training-gain", 10),
        ]);
        for round in &self.talent.rounds {
            let mut cells = vec![Cell::text(round.date.to_string()), Cell::text(self.award(round.award))];
            cells.extend([round.places, round.training_places].map(Cell::Whole));
            cells.extend([round.low_rate, round.rate, round.high_rate, round.training_gain].map(Cell::Percent));
            table.push(cells);
        }
        vec![self.section("talent.rounds.title", Body::Table(table))]
    }
}

/// To one decimal: more would only look exact.
pub(super) const fn tenths(thousandths: i64) -> i64 {
    (thousandths + 50).div_euclid(100) * 100
}

const fn on_track(progress: &Progress) -> &'static str {
    if progress.on_track { "talent.yes" } else { "talent.no" }
}

/// Whether there is a nearest one.
const fn is_graded(lack: Lack) -> bool {
    matches!(lack, Lack::TitleMonths(_) | Lack::Service(_) | Lack::Rural(_) | Lack::Age(_))
}

/// What somebody lacks.
pub(super) fn lack(lack: Lack) -> Text {
    match lack {
        Lack::Title => Text::new("talent.lack.title"),
        Lack::TitleMonths(months) => Text::new("talent.lack.title-years").with("months", months),
        Lack::Degree => Text::new("talent.lack.degree"),
        Lack::Service(months) => Text::new("talent.lack.service").with("months", months),
        Lack::Rural(missing) => Text::new("talent.lack.rural").with("years", missing),
        Lack::Age(over) => Text::new("talent.lack.age").with("years", over),
        Lack::Role => Text::new("talent.lack.role"),
        Lack::Award => Text::new("talent.lack.award"),
    }
}
