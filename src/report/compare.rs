//! Several plans side by side: what each comes to, and what looking further ahead is worth.
//!
//! It compares what was found and says what of the questions differs; it judges no plan.

use super::content::{Body, Cell, Section, Table};
use super::sheets::by_year::lessons_missing;
use super::{goals, names, number};
use crate::domain::Case;
use crate::messages::{Lang, Text, say};
use crate::pipeline::Ahead;
use crate::plan::rows::thousandths;
use crate::plan::{MoveKind, Plan};
use crate::policy::Policy;
use crate::report::manifest::{Digest, Identity};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One goal of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComparedGoal {
    /// Name in the policy.
    pub name: String,
    /// Value in the small unit.
    pub exact_value: i64,
    /// Proven bound in the small unit.
    pub exact_bound: Option<i64>,
    /// Small units per stated unit.
    pub per_unit: i64,
    /// Stated unit.
    pub unit: String,
}

/// What one result folder comes to.
#[derive(Clone, Debug, Serialize)]
pub struct Compared {
    /// The folder, as it was typed.
    pub folder: String,
    /// What the run was.
    #[serde(flatten)]
    pub identity: Identity,
    /// The tables that it was made from.
    #[serde(skip)]
    pub inputs: Vec<Digest>,
    /// The policy.
    #[serde(skip)]
    pub policy: Policy,
    /// Goals in order.
    pub tiers: Vec<ComparedGoal>,
    /// What the plan does.
    #[serde(flatten)]
    pub counts: Counts,
}

/// Counts of a plan over several years.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Moves of all years.
    pub moves: i64,
    /// People hired in all years.
    pub hires: i64,
    /// People who move more than once; going back after the term of a rotation is not counted.
    pub moved_twice: i64,
    /// Lessons a week without a teacher after the plan, in thousandths, by school year.
    pub missing_lessons: BTreeMap<i32, i64>,
}

impl Counts {
    /// The counts of these years.
    #[must_use]
    pub fn of<'a>(years: impl Iterator<Item = (&'a Case, &'a Plan)>) -> Self {
        let (mut counts, mut moved) = (Self::default(), BTreeMap::<&str, i64>::new());
        for (case, plan) in years {
            for (posting, kind) in plan.postings.iter().filter_map(|posting| Some((posting, posting.moved?))) {
                let again = moved.entry(&case.teachers[posting.teacher.at()].record.id).or_default();
                *again += i64::from(kind != MoveKind::Return);
                counts.moves += 1;
            }
            counts.hires += plan.hires.iter().map(|hire| hire.count).sum::<i64>();
            counts.missing_lessons.insert(case.year.0, lessons_missing(case, plan).small());
        }
        counts.moved_twice = moved.values().map(|&times| i64::from(times > 1)).sum();
        counts
    }
}

/// What of the questions differs from the first: plans of different questions cannot be held against each other without saying so.
#[must_use]
pub fn differences(all: &[Compared]) -> Vec<Text> {
    let Some((first, others)) = all.split_first() else { return Vec::new() };
    others.iter().flat_map(|other| differs(first, other)).collect()
}

fn differs(first: &Compared, other: &Compared) -> Vec<Text> {
    let (a, b) = (&first.identity, &other.identity);
    let text = |key, ours: String, theirs: String| {
        let text = Text::new(key).with("first", &first.folder).with("other", &other.folder);
        text.with("ours", ours).with("theirs", theirs)
    };
    let mut told = Vec::new();
    if a.policy != b.policy {
        let named = |of: &Digest| format!("{} {}", of.name, of.sha256.get(..12).unwrap_or_default());
        told.push(text("report.compare.policy", named(&a.policy), named(&b.policy)));
    }
    let tables = unlike(&first.inputs, &other.inputs);
    if !tables.is_empty() {
        told.push(text("report.compare.inputs", tables.join(", "), String::new()));
    }
    if (a.year, a.years) != (b.year, b.years) {
        told.push(text("report.compare.horizon", span(a), span(b)));
    }
    told
}

/// Tables that are not the same in both.
fn unlike(first: &[Digest], other: &[Digest]) -> Vec<String> {
    let lacks = |of: &[Digest], digest: &Digest| !of.contains(digest);
    let mut names: Vec<String> = first.iter().filter(|d| lacks(other, d)).map(|d| d.name.clone()).collect();
    names.extend(other.iter().filter(|d| lacks(first, d)).map(|d| d.name.clone()));
    names.sort();
    names.dedup();
    names
}

/// What looking further ahead saves of each goal, in small units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Foresight {
    /// Who looks less far ahead.
    pub nearer: String,
    /// Who looks further ahead.
    pub further: String,
    /// Value of `nearer` less that of `further`, goal by goal.
    pub saved: Vec<i64>,
}

/// What looking further ahead is worth, where plans of the same question look ahead in different ways.
#[must_use]
pub fn foresight(all: &[Compared]) -> Vec<Foresight> {
    if !differences(all).is_empty() {
        return Vec::new();
    }
    let rank = |of: &Compared| match of.identity.ahead.parse() {
        Ok(Ahead::Yearly) => 0,
        Ok(Ahead::Rolling { window, .. }) => window,
        Ok(Ahead::All) | Err(()) => usize::MAX,
    };
    let mut pairs: Vec<(&Compared, &Compared)> = Vec::new();
    for nearer in all {
        let further = all.iter().filter(|of| rank(of) > rank(nearer) && of.identity.frozen == nearer.identity.frozen);
        pairs.extend(further.map(|further| (nearer, further)));
    }
    pairs.sort_by_key(|(nearer, further)| (std::cmp::Reverse(rank(further)), rank(nearer)));
    let worth = |(nearer, further): (&Compared, &Compared)| Foresight {
        nearer: nearer.folder.clone(),
        further: further.folder.clone(),
        saved: nearer.tiers.iter().zip(&further.tiers).map(|(n, f)| n.exact_value - f.exact_value).collect(),
    };
    pairs.into_iter().map(worth).collect()
}

/// The comparison as tables and sentences.
#[must_use]
pub fn sections(all: &[Compared], lang: Lang) -> Vec<Section> {
    let mut sections = Vec::new();
    let differ = differences(all);
    if !differ.is_empty() {
        let lines = differ.iter().map(|text| text.render(lang)).collect();
        sections.push(Section { title: say(lang, "report.compare.differ"), body: Body::Lines(lines) });
    }
    sections.push(Section { title: say(lang, "report.compare.title"), body: Body::Table(table(all, lang)) });
    let worth = foresight(all);
    if !worth.is_empty() {
        let table = worth_table(all, &worth, lang);
        sections.push(Section { title: say(lang, "report.compare.foresight"), body: Body::Table(table) });
        let note = vec![say(lang, "report.compare.foresight.note")];
        sections.push(Section { title: String::new(), body: Body::Lines(note) });
    }
    sections
}

/// A number of one plan in small units, none where it has none, with what makes it a stated one.
type Measured = (Option<i64>, i64);

fn table(all: &[Compared], lang: Lang) -> Table {
    let mut columns = vec![(say(lang, "report.col.measured"), 40)];
    for (at, of) in all.iter().enumerate() {
        columns.push((label(all, &of.folder), 18));
        columns.extend((at > 0).then(|| (say(lang, "report.compare.difference"), 12)));
    }
    let mut table = Table::new(columns);
    words(&mut table, all, say(lang, "report.compare.ahead"), &|of| of.identity.ahead.clone());
    words(&mut table, all, say(lang, "report.compare.years"), &|of| span(&of.identity));
    words(&mut table, all, say(lang, "report.compare.frozen"), &|of| of.identity.frozen.to_string());
    words(&mut table, all, say(lang, "report.compare.stopped"), &|of| of.identity.outcome.clone());
    for goal in &all[0].tiers {
        let unit = names::measure(lang, &goal.unit);
        let name = format!("{} ({unit})", goals::name_of(&all[0].policy, &goal.name, lang));
        let bound = format!("{name}: {}", say(lang, "report.compare.bound"));
        let same = |of: &Compared| of.tiers.iter().find(|g| (&g.name, &g.unit) == (&goal.name, &goal.unit)).cloned();
        numbers(&mut table, all, name, &|of| same(of).map_or((None, 1), |g| (Some(g.exact_value), g.per_unit)));
        words(&mut table, all, bound, &|of| {
            let stated = |g: ComparedGoal| Some(number::stated(g.exact_bound?, g.per_unit));
            same(of).and_then(stated).unwrap_or_else(|| "-".to_owned())
        });
    }
    numbers(&mut table, all, say(lang, "report.compare.moves"), &|of| (Some(of.counts.moves), 1));
    numbers(&mut table, all, say(lang, "report.compare.moved-twice"), &|of| (Some(of.counts.moved_twice), 1));
    numbers(&mut table, all, say(lang, "report.compare.hires"), &|of| (Some(of.counts.hires), 1));
    let years: BTreeSet<i32> = all.iter().flat_map(|of| of.counts.missing_lessons.keys().copied()).collect();
    for year in years {
        let name = Text::new("report.compare.missing").with("year", year).render(lang);
        numbers(&mut table, all, name, &|of| (of.counts.missing_lessons.get(&year).copied(), 1000));
    }
    table
}

/// The last part of the name of a folder, where that tells it from the others.
#[must_use]
pub fn label(all: &[Compared], folder: &str) -> String {
    let last = |folder: &str| folder.trim_end_matches('/').rsplit('/').next().unwrap_or(folder).to_owned();
    let alike = all.iter().filter(|of| last(&of.folder) == last(folder)).count();
    if alike > 1 { folder.to_owned() } else { last(folder) }
}

fn span(of: &Identity) -> String {
    let last = i64::from(of.year) + i64::try_from(of.years).unwrap_or(1) - 1;
    if of.years > 1 { format!("{}—{last}", of.year) } else { of.year.to_string() }
}

fn words(table: &mut Table, all: &[Compared], name: String, word: &dyn Fn(&Compared) -> String) {
    let mut row = vec![Cell::text(name)];
    for (at, of) in all.iter().enumerate() {
        row.push(Cell::text(word(of)));
        row.extend((at > 0).then_some(Cell::Empty));
    }
    table.push(row);
}

fn numbers(table: &mut Table, all: &[Compared], name: String, measure: &dyn Fn(&Compared) -> Measured) {
    let mut row = vec![Cell::text(name)];
    let (first, _) = measure(&all[0]);
    for (at, of) in all.iter().enumerate() {
        let (value, per_unit) = measure(of);
        row.push(value.map_or(Cell::Empty, |value| Cell::Decimal(number::in_thousandths(value, per_unit))));
        let difference = value.zip(first).map(|(value, first)| Cell::text(signed(value - first, per_unit)));
        row.extend((at > 0).then(|| difference.unwrap_or(Cell::Empty)));
    }
    table.push(row);
}

/// A difference with its sign.
fn signed(small: i64, per_unit: i64) -> String {
    let value = number::in_thousandths(small, per_unit);
    if value > 0 { format!("+{}", thousandths(value)) } else { thousandths(value) }
}

fn worth_table(all: &[Compared], worth: &[Foresight], lang: Lang) -> Table {
    let mut columns = vec![(say(lang, "report.col.goal"), 40)];
    let pair = |of: &Foresight| format!("{} − {}", label(all, &of.nearer), label(all, &of.further));
    columns.extend(worth.iter().map(|of| (pair(of), 24)));
    let first = &all[0];
    let mut table = Table::new(columns);
    for (at, goal) in first.tiers.iter().enumerate() {
        let unit = names::measure(lang, &goal.unit);
        let name = format!("{} ({unit})", goals::name_of(&first.policy, &goal.name, lang));
        let saved = worth.iter().map(|of| Cell::text(signed(of.saved[at], goal.per_unit)));
        table.push(std::iter::once(Cell::text(name)).chain(saved).collect());
    }
    table
}
