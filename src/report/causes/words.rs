//! Changes, posts and causes in the words of the office.

use super::{Context, Reversal};
use crate::causes::fates::{Path, Post};
use crate::causes::{Cause, Change, Part};
use crate::domain::Records;
use crate::messages::{Lang, Text, say};
use crate::policy::{Policy, TierSpec};
use crate::report::scenario::{differing, strength};
use crate::report::tables::{Grid, grids};
use crate::report::{names, number};
use std::collections::{BTreeMap, BTreeSet};

/// Cells of a change that are told.
const MOST_CELLS: usize = 3;

impl Context<'_> {
    /// What a change is about.
    pub(super) fn label(&self, change: &Change) -> String {
        let mut labels: Vec<String> = change.parts.iter().map(|part| self.part(part)).collect();
        labels.dedup();
        labels.join(&say(self.lang, "compare.and"))
    }

    fn part(&self, part: &Part) -> String {
        let of = |table: String, what: String| Text::new("compare.part").with("table", table).with("what", what);
        match part {
            Part::Goals => say(self.lang, "compare.goals"),
            Part::Rules(rules) => {
                let what = match one(rules) {
                    Some(rule) => names::rule(self.lang, rule),
                    None => self.many("compare.many.rules", rules.len()),
                };
                of(say(self.lang, "compare.policy"), what).render(self.lang)
            }
            Part::Rows { table, entities } => {
                let what = match one(entities) {
                    Some(entity) => self.entity(table, entity),
                    None => self.many(many_of(table), entities.len()),
                };
                of(self.table(table), what).render(self.lang)
            }
        }
    }

    fn many(&self, key: &'static str, count: usize) -> String {
        Text::new(key).with("count", count).render(self.lang)
    }

    /// What people call a table.
    fn table(&self, name: &str) -> String {
        let known = crate::ingest::schema::tables().into_iter().find(|table| table.name == name);
        match known {
            Some(table) if self.lang == Lang::Zh => table.zh.to_owned(),
            _ => name.to_owned(),
        }
    }

    fn entity(&self, table: &str, code: &str) -> String {
        if code.is_empty() {
            return names::word(self.lang, "report.district").unwrap_or_default();
        }
        let named = match table {
            "schools" | "enrollment" | "establishment" | "facilities" | "travel" | "demography" => self.school(code),
            "teachers" | "certificates" | "distinctions" | "changes" | "published" => self.person(code),
            "curriculum" | "workload" => Some(self.kind(code)).filter(|name| name != code),
            _ => None,
        };
        match named {
            Some(name) if many_of(table) != "compare.many.items" && name != code => format!("{name}({code})"),
            Some(name) => name,
            None => code.to_owned(),
        }
    }

    /// The name of a school by its code, where one of the two inputs has it.
    fn school(&self, code: &str) -> Option<String> {
        let sides = self.of.sides.iter().rev();
        sides.filter_map(|side| side.cases.first()).find_map(|case| {
            let school = case.schools.iter().find(|school| school.code == code)?;
            Some(school.name.clone())
        })
    }

    /// The name of a person by their code, where one is kept.
    pub(super) fn person(&self, code: &str) -> Option<String> {
        self.names.iter().rev().find_map(|names| names.known_person(code))
    }

    /// A unit by its name.
    pub(super) fn unit(&self, code: &str) -> String {
        let known = self.names.iter().rev().find(|names| names.find_unit(code).is_some());
        known.map_or_else(|| code.to_owned(), |names| names.unit(code))
    }

    /// A subject by its name.
    pub(super) fn kind(&self, code: &str) -> String {
        let named = self.names.iter().rev().map(|names| names.kind(code)).find(|name| name != code);
        named.unwrap_or_else(|| code.to_owned())
    }

    /// A channel by its name.
    pub(super) fn channel(&self, code: &str) -> String {
        let named = self.names.iter().rev().map(|names| names.channel(code)).find(|name| name != code);
        named.unwrap_or_else(|| code.to_owned())
    }

    /// What a change says otherwise, the first cells of it.
    pub(super) fn detail(&self, change: &Change) -> String {
        let mut told = Vec::new();
        for part in &change.parts {
            match part {
                Part::Rules(rules) => rules.iter().for_each(|rule| told.extend(self.rule(rule))),
                Part::Goals => told.push(self.changed(&say(self.lang, "compare.goals"), self.goals())),
                Part::Rows { .. } => {}
            }
        }
        told.extend(self.cells(&change.sides));
        let more = told.len().saturating_sub(MOST_CELLS);
        told.truncate(MOST_CELLS);
        if more > 0 {
            told.push(self.many("compare.more", more));
        }
        told.join(&say(self.lang, "compare.and"))
    }

    fn changed(&self, what: &str, [before, after]: [String; 2]) -> String {
        let shown = |value: String| if value.is_empty() { say(self.lang, "compare.nothing") } else { value };
        let text = Text::new("compare.changed").with("what", what);
        text.with("before", shown(before)).with("after", shown(after)).render(self.lang)
    }

    fn policies(&self) -> [&Policy; 2] {
        self.of.sides.each_ref().map(|side| &side.policy)
    }

    fn goals(&self) -> [String; 2] {
        let goal = |tier: &TierSpec| format!("{} {}%", tier.name, number::stated(tier.tolerance_ppm, 10_000));
        self.policies().map(|policy| policy.tiers.iter().map(goal).collect::<Vec<_>>().join(", "))
    }

    fn rule(&self, name: &str) -> Vec<String> {
        let rules = self.policies().map(|policy| policy.rule(name));
        let stated =
            |at: usize| rules[at].map(|rule| strength(self.policies()[at], &rule.strength)).unwrap_or_default();
        let ([old, old_weight], [new, new_weight]) = (<[String; 2]>::from(stated(0)), <[String; 2]>::from(stated(1)));
        let mut told = vec![
            (say(self.lang, "scenario.strength"), [old, new]),
            (say(self.lang, "scenario.weight"), [old_weight, new_weight]),
        ];
        let params: BTreeSet<&String> = rules.iter().flatten().flat_map(|rule| rule.params.keys()).collect();
        for param in params {
            let value = |at: usize| rules[at].and_then(|rule| rule.params.get(param)).map(|p| p.value.to_string());
            told.push((param.clone(), [value(0), value(1)].map(Option::unwrap_or_default)));
        }
        told.retain(|(_, [before, after])| before != after);
        told.into_iter().map(|(what, values)| self.changed(&what, values)).collect()
    }

    /// Cells of rows that differ, and how many rows are new or gone.
    fn cells(&self, sides: &[Records; 2]) -> Vec<String> {
        let [before, after] = sides.each_ref().map(by_table);
        let mut told = Vec::new();
        for &name in crate::domain::records::TABLES {
            let (old, new) = (before.get(name), after.get(name));
            let Some(grid) = old.or(new) else { continue };
            let rows = |of: Option<&Grid>| of.map_or_else(Vec::new, |grid| grid.rows.clone());
            let change = differing(name, grid, &rows(old), &rows(new));
            for cell in change.cells {
                let column = grid.table.columns.iter().find(|column| column.name == cell.column);
                let heading = column.filter(|_| self.lang == Lang::Zh).map_or(cell.column, |column| column.zh.clone());
                told.push(self.changed(&heading, [cell.before, cell.after]));
            }
            let counts = [("compare.rows.added", change.added), ("compare.rows.removed", change.removed)];
            for (key, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
                let text = Text::new(key).with("table", self.table(name)).with("count", count);
                told.push(text.render(self.lang));
            }
        }
        told
    }

    /// What becomes of a person in the years in which that differs.
    pub(super) fn path(&self, path: &Path, other: &Path) -> String {
        let years: BTreeSet<i32> = path.keys().chain(other.keys()).copied().collect();
        let differ: Vec<i32> = years.iter().copied().filter(|year| path.get(year) != other.get(year)).collect();
        let one_year = self.of.sides.iter().all(|side| side.cases.len() == 1);
        let told = differ.into_iter().map(|year| {
            let post = self.post(path.get(&year));
            let text = Text::new("compare.post.year").with("year", year).with("post", &post);
            if one_year { post } else { text.render(self.lang) }
        });
        told.collect::<Vec<_>>().join(&say(self.lang, "compare.and"))
    }

    fn post(&self, post: Option<&Post>) -> String {
        let Some(post) = post else { return say(self.lang, "compare.post.absent") };
        let unit = |code: &Option<String>| code.as_deref().map(|code| self.unit(code)).unwrap_or_default();
        let text = match (&post.vacancy, &post.from, &post.unit, post.moved) {
            (Some(vacancy), ..) => Text::new("compare.post.vacancy").with("vacancy", vacancy),
            (None, None, ..) => Text::new("compare.post.waiting"),
            (_, Some(_), None, _) => Text::new("compare.post.unplaced").with("from", unit(&post.from)),
            (_, _, to, Some(way)) if *to != post.from => {
                let text = Text::new("compare.post.moves").with("from", unit(&post.from)).with("unit", unit(to));
                text.with("way", self.names[1].move_kind(way.code()))
            }
            _ => Text::new("compare.post.stays").with("unit", unit(&post.unit)),
        };
        let mut told = text.render(self.lang);
        if post.visit.is_some() {
            told += &Text::new("compare.post.visits").with("unit", unit(&post.visit)).render(self.lang);
        }
        if let Some(kind) = &post.retrained {
            told += &Text::new("compare.post.retrained").with("kind", self.kind(kind)).render(self.lang);
        }
        told
    }

    /// Why something differs.
    pub(super) fn cause(&self, cause: &Cause) -> String {
        let key = match cause {
            Cause::Changes(found) => return self.found(found),
            Cause::OnlyFirst => "compare.cause.only-first",
            Cause::OnlySecond => "compare.cause.only-second",
            Cause::Joint => "compare.cause.joint",
            Cause::Open => "compare.cause.open",
            Cause::Other => "compare.cause.other",
            Cause::Unsought => "compare.cause.unsought",
        };
        say(self.lang, key)
    }

    fn found(&self, found: &[Vec<usize>]) -> String {
        if let [only] = found
            && let [at] = only[..]
        {
            let text = Text::new("compare.cause.one").with("number", at + 1);
            return text.with("change", self.label(&self.of.changes[at].0)).render(self.lang);
        }
        let numbers: Vec<String> = found.iter().map(|set| joined(set)).collect();
        let key = if found.len() == 1 { "compare.cause.pair" } else { "compare.cause.each" };
        let together = numbers.join(&say(self.lang, "compare.comma"));
        Text::new(key).with("numbers", together).render(self.lang)
    }

    /// What came of taking a change back.
    pub(super) fn reversal(&self, reversal: Reversal) -> String {
        say(
            self.lang,
            match reversal {
                Reversal::Known => "compare.back.known",
                Reversal::Planned => "compare.back.planned",
                Reversal::NoPlan => "compare.back.none",
                Reversal::Stopped => "compare.back.stopped",
                Reversal::Unsought => "compare.back.unsought",
            },
        )
    }
}

/// Numbers of changes that are taken back together, counted from 1: `1+3`.
pub(super) fn joined(set: &[usize]) -> String {
    set.iter().map(|at| (at + 1).to_string()).collect::<Vec<_>>().join("+")
}

fn one(of: &BTreeSet<String>) -> Option<&String> {
    of.first().filter(|_| of.len() == 1)
}

/// How several things of a table are counted.
fn many_of(table: &str) -> &'static str {
    match table {
        "schools" | "enrollment" | "establishment" | "facilities" | "travel" => "compare.many.schools",
        "teachers" | "certificates" | "distinctions" | "changes" | "published" | "surplus" => "compare.many.people",
        _ => "compare.many.items",
    }
}

fn by_table(records: &Records) -> BTreeMap<&'static str, Grid> {
    grids(records).into_iter().map(|grid| (grid.table.name, grid)).collect()
}
