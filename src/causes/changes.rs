//! The changes from one question to another, and taking them back. Which of them can be taken back alone is asked of whoever checks inputs.

use super::rows::{self, Differs};
use crate::domain::Records;
use crate::policy::Policy;
use crate::policy::exchange;
use std::collections::{BTreeMap, BTreeSet};

/// Things of one table, or rules, that stand for themselves; with more they are one change.
pub const MOST: usize = 12;

/// The facts and the policy that a plan answers to.
#[derive(Clone, Debug)]
pub struct Question {
    /// The rows, each table in the order of its keys.
    pub records: Records,
    /// The policy.
    pub policy: Policy,
}

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Rows of a table.
    Rows {
        /// The table.
        table: &'static str,
        /// Codes or words of what the rows are about.
        entities: BTreeSet<String>,
    },
    /// Rules of the policy.
    Rules(BTreeSet<String>),
    /// The goals of the policy: which there are, their order and the gaps that are tolerated.
    Goals,
}

/// One change: what is taken back together.
#[derive(Clone, Debug)]
pub struct Change {
    /// What it is about, at least one thing.
    pub parts: Vec<Part>,
    /// The rows concerned in the first question and in the second.
    pub sides: [Records; 2],
    /// Whether several changes were put together because one of them could not be taken back without the others.
    pub joined: bool,
    /// Codes of schools and people that it mentions.
    names: BTreeSet<String>,
}

impl Change {
    fn of(part: Part, sides: [Records; 2], names: BTreeSet<String>) -> Self {
        Self { parts: vec![part], sides, joined: false, names }
    }

    /// Puts another change to this one.
    fn join(&mut self, other: Self) {
        self.parts.extend(other.parts);
        self.parts.sort();
        self.names.extend(other.names);
        let [before, after] = other.sides;
        rows::add(&mut self.sides[0], before);
        rows::add(&mut self.sides[1], after);
        self.joined = true;
    }

    /// Whether it is about rows of this thing in this table.
    #[must_use]
    pub fn is_about(&self, table: &str, entity: &str) -> bool {
        let about = |part: &Part| matches!(part, Part::Rows { table: of, entities } if *of == table && entities.contains(entity));
        self.parts.iter().any(about)
    }
}

/// The changes from the question `a` to the question `b`: the goals, the rules, then the tables in the order of the workbook.
#[must_use]
pub fn between(a: &Question, b: &Question) -> Vec<Change> {
    let mut changes = Vec::new();
    if exchange::goals_differ(&a.policy, &b.policy) {
        changes.push(Change::of(Part::Goals, Default::default(), BTreeSet::new()));
    }
    let rules = exchange::rules_that_differ(&a.policy, &b.policy);
    let part = |rules| Change::of(Part::Rules(rules), Default::default(), BTreeSet::new());
    if rules.len() > MOST {
        changes.push(part(rules.into_iter().collect()));
    } else {
        changes.extend(rules.into_iter().map(|rule| part([rule].into())));
    }
    let mut tables: BTreeMap<usize, Vec<Differs>> = BTreeMap::new();
    for differs in rows::differing(&a.records, &b.records) {
        let place = crate::domain::records::TABLES.iter().position(|table| *table == differs.table);
        tables.entry(place.unwrap_or_default()).or_default().push(differs);
    }
    for all in tables.into_values() {
        if all.len() > MOST {
            changes.extend(as_one(all));
        } else {
            let one = |Differs { table, entity, sides, names }| {
                Change::of(Part::Rows { table, entities: [entity].into() }, sides, names)
            };
            changes.extend(all.into_iter().map(one));
        }
    }
    changes
}

/// One change for all things of a table.
fn as_one(all: Vec<Differs>) -> Option<Change> {
    let table = all.first()?.table;
    let (mut entities, mut names) = (BTreeSet::new(), BTreeSet::new());
    let mut sides = [Records::default(), Records::default()];
    for of in all {
        entities.insert(of.entity);
        names.extend(of.names);
        for (side, rows) in sides.iter_mut().zip(of.sides) {
            rows::add(side, rows);
        }
    }
    Some(Change::of(Part::Rows { table, entities }, sides, names))
}

/// The rows and the text of the policy of `b` with these changes taken back to what they are in `a`; none where the texts of the policies
/// cannot be put together.
#[must_use]
pub fn taken_back(a: &Question, b: &Question, changes: &[&Change]) -> Option<(Records, String)> {
    let mut records = b.records.clone();
    let (mut goals, mut rules) = (false, BTreeSet::new());
    for change in changes {
        for part in &change.parts {
            match part {
                Part::Rows { table, entities } => rows::put_back(&mut records, table, entities, &change.sides[0]),
                Part::Rules(of) => rules.extend(of.iter().cloned()),
                Part::Goals => goals = true,
            }
        }
    }
    let policy = exchange::exchanged(&b.policy.text, &a.policy.text, goals, &rules)?;
    Some((records, policy))
}

/// The changes from `a` to `b` that can be taken back one at a time: what cannot is put to what it needs, first to one other that mentions the same
/// school or person, then to all of these, then to everything. `valid` says whether rows and policy are a question.
pub fn apart(a: &Question, b: &Question, valid: impl Fn(&Records, &str) -> bool) -> Vec<Change> {
    let mut changes = between(a, b);
    let stands = |change: &Change| taken_back(a, b, &[change]).is_some_and(|(records, text)| valid(&records, &text));
    let mut at = 0;
    while at < changes.len() {
        if changes.len() == 1 || stands(&changes[at]) {
            at += 1;
            continue;
        }
        let akin: Vec<usize> = (0..changes.len())
            .filter(|&other| other != at && !changes[other].names.is_disjoint(&changes[at].names))
            .collect();
        let with = |others: &[usize]| {
            let mut whole = changes[at].clone();
            for &other in others {
                whole.join(changes[other].clone());
            }
            whole
        };
        let one = akin.iter().find(|&&other| stands(&with(&[other])));
        let others = match one {
            Some(&other) => vec![other],
            None if !akin.is_empty() && stands(&with(&akin)) => akin,
            None => (0..changes.len()).filter(|&other| other != at).collect(),
        };
        let whole = with(&others);
        changes[at] = whole;
        let mut place = 0;
        changes.retain(|_| {
            place += 1;
            !others.contains(&(place - 1))
        });
        // What was put to it may have stood before it.
        at = 0;
    }
    changes
}
