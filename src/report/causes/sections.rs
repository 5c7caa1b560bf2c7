//! The sections: changes beside what they do, people, subjects of schools, hires, and what to bear in mind.

use super::{Context, Reversal};
use crate::causes::blame::Differs;
use crate::causes::{Cause, Differences};
use crate::messages::{Text, say};
use crate::plan::rows::thousandths;
use crate::report::content::{Body, Cell, Section, Table};

impl Context<'_> {
    /// All sections, at most so many rows of each list.
    pub(super) fn sections(&self, most: Option<usize>) -> Vec<Section> {
        let mut all = self.head();
        let differences = &self.of.differences;
        for (section, rows) in [
            (self.people(most), differences.people.len()),
            (self.places(most), differences.places.len()),
            (self.hires(most), differences.hires.len()),
        ] {
            if rows > 0 {
                all.push(section);
                let more = rows.saturating_sub(most.unwrap_or(rows));
                let told = (more > 0).then(|| Text::new("compare.left-out").with("count", more).render(self.lang));
                all.extend(told.map(|line| lines("", vec![line])));
            }
        }
        all.extend(self.notes());
        all
    }

    /// The changes of the input, each beside the changes of the plan that it causes.
    pub(super) fn head(&self) -> Vec<Section> {
        let title = say(self.lang, "compare.changes.title");
        if self.of.changes.is_empty() {
            return vec![lines(&title, vec![say(self.lang, "compare.changes.none")])];
        }
        let columns = [
            ("compare.col.number", 6),
            ("compare.col.change", 36),
            ("compare.col.detail", 40),
            ("compare.col.people", 10),
            ("compare.col.places", 12),
            ("compare.col.back", 18),
        ];
        let mut table = self.table_of(&columns);
        for (at, (change, reversal)) in self.of.changes.iter().enumerate() {
            let causes = |causes: &mut dyn Iterator<Item = &Cause>| {
                let caused = causes.filter(|cause| matches!(cause, Cause::Changes(found) if found.contains(&vec![at])));
                Cell::Whole(whole(caused.count()))
            };
            let Differences { people, places, .. } = &self.of.differences;
            table.push(vec![
                Cell::Whole(whole(at + 1)),
                Cell::text(self.label(change)),
                Cell::text(self.detail(change)),
                causes(&mut people.iter().map(|of| &of.cause)),
                causes(&mut places.iter().map(|of| &of.cause)),
                Cell::text(self.reversal(*reversal)),
            ]);
        }
        vec![Section { title, body: Body::Table(table) }, lines("", self.sums())]
    }

    /// How many people and places differ, and of how many the cause is one change, several together, or not known.
    fn sums(&self) -> Vec<String> {
        let Differences { people, places, hires } = &self.of.differences;
        let mut told = Vec::new();
        for (key, causes) in [
            ("compare.sum.people", people.iter().map(|of| &of.cause).collect::<Vec<_>>()),
            ("compare.sum.places", places.iter().map(|of| &of.cause).collect()),
            ("compare.sum.hires", hires.iter().map(|of| &of.cause).collect()),
        ] {
            let number = |is: fn(&Cause) -> bool| causes.iter().filter(|cause| is(cause)).count();
            let text =
                Text::new(key).with("count", causes.len()).with("named", number(|of| matches!(of, Cause::Changes(_))));
            let text = text.with("joint", number(|of| matches!(of, Cause::Joint)));
            told.push(text.with("open", number(|of| matches!(of, Cause::Open | Cause::Unsought))).render(self.lang));
        }
        told
    }

    /// Everybody whose fate differs.
    pub(super) fn people(&self, most: Option<usize>) -> Section {
        let mut table = self.table_of(&[("compare.col.code", 12), ("compare.col.name", 12)]);
        self.sides_and_cause(&mut table, 36);
        for of in limited(&self.of.differences.people, most) {
            let name = self.person(&of.key).unwrap_or_default();
            let [first, second] = &of.sides;
            table.push(vec![
                Cell::text(of.key.clone()),
                Cell::text(name),
                Cell::text(self.path(first, second)),
                Cell::text(self.path(second, first)),
                Cell::text(self.cause(&of.cause)),
            ]);
        }
        Section { title: say(self.lang, "compare.people.title"), body: Body::Table(table) }
    }

    /// Subjects of schools with other staff, hires or lessons missing.
    pub(super) fn places(&self, most: Option<usize>) -> Section {
        let years = self.years();
        let mut columns = vec![("compare.col.unit", 26), ("compare.col.kind", 12)];
        columns.extend(years.then_some(("compare.col.year", 8)));
        columns.extend([("compare.col.staff", 12), ("compare.col.hired", 12), ("compare.col.missing", 16)]);
        columns.push(("compare.col.cause", 36));
        let mut table = self.table_of(&columns);
        for of in limited(&self.of.differences.places, most) {
            let (year, unit, kind) = &of.key;
            let [first, second] = of.sides;
            let mut row = vec![Cell::text(self.unit(unit)), Cell::text(self.kind(kind))];
            row.extend(years.then(|| Cell::text(year.to_string())));
            row.push(Cell::text(from_to(&first.staff.to_string(), &second.staff.to_string())));
            row.push(Cell::text(from_to(&first.hires.to_string(), &second.hires.to_string())));
            row.push(Cell::text(from_to(&thousandths(first.missing), &thousandths(second.missing))));
            row.push(Cell::text(self.cause(&of.cause)));
            table.push(row);
        }
        Section { title: say(self.lang, "compare.places.title"), body: Body::Table(table) }
    }

    /// Other numbers of people hired.
    pub(super) fn hires(&self, most: Option<usize>) -> Section {
        let years = self.years();
        let mut columns = vec![("compare.col.unit", 26), ("compare.col.kind", 12), ("compare.col.channel", 20)];
        columns.extend(years.then_some(("compare.col.year", 8)));
        let mut table = self.table_of(&columns);
        self.sides_and_cause(&mut table, 12);
        for of in limited(&self.of.differences.hires, most) {
            let (year, unit, kind, channel) = &of.key;
            let mut row =
                vec![Cell::text(self.unit(unit)), Cell::text(self.kind(kind)), Cell::text(self.channel(channel))];
            row.extend(years.then(|| Cell::text(year.to_string())));
            row.extend(of.sides.map(Cell::Whole));
            row.push(Cell::text(self.cause(&of.cause)));
            table.push(row);
        }
        Section { title: say(self.lang, "compare.hires.title"), body: Body::Table(table) }
    }

    /// What to bear in mind: how causes are found, what was put together, what proves nothing, and what else differs.
    pub(super) fn notes(&self) -> Vec<Section> {
        let reversals = || self.of.changes.iter().map(|(_, reversal)| *reversal);
        let mut told = Vec::new();
        let sought = reversals().any(|of| of != Reversal::Unsought);
        told.extend(sought.then(|| say(self.lang, "compare.note.causes")));
        if self.of.changes.len() > 1 && !sought {
            told.push(say(self.lang, "compare.note.quick"));
        }
        if self.of.changes.iter().any(|(change, _)| change.joined) {
            told.push(say(self.lang, "compare.note.joined"));
        }
        if self.of.pairs > 0 {
            told.push(Text::new("compare.note.pairs").with("count", self.of.pairs).render(self.lang));
        }
        if reversals().any(|of| matches!(of, Reversal::NoPlan | Reversal::Stopped)) {
            told.push(say(self.lang, "compare.note.open"));
        }
        told.extend(self.of.asides.iter().map(|text| text.render(self.lang)));
        if told.is_empty() { Vec::new() } else { vec![lines(&say(self.lang, "compare.note.title"), told)] }
    }

    fn years(&self) -> bool {
        self.of.sides.iter().any(|side| side.cases.len() > 1)
    }

    fn table_of(&self, columns: &[(&'static str, u16)]) -> Table {
        Table::new(columns.iter().map(|&(key, width)| (say(self.lang, key), width)))
    }

    /// Columns for both plans and the cause.
    fn sides_and_cause(&self, table: &mut Table, width: u16) {
        let sides = Table::new(self.of.sides.each_ref().map(|side| (side.label.clone(), width)));
        table.columns.extend(sides.columns);
        table.columns.extend(self.table_of(&[("compare.col.cause", 36)]).columns);
    }
}

fn limited<K, V>(all: &[Differs<K, V>], most: Option<usize>) -> &[Differs<K, V>] {
    &all[..all.len().min(most.unwrap_or(all.len()))]
}

fn lines(title: &str, lines: Vec<String>) -> Section {
    Section { title: title.to_owned(), body: Body::Lines(lines) }
}

/// A number in both plans, once where it is the same.
fn from_to(first: &str, second: &str) -> String {
    if first == second { first.to_owned() } else { format!("{first} → {second}") }
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
