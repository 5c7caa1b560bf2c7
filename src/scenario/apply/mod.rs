//! Doing the changes of a scenario.

mod chance;
mod facts;
mod people;
mod places;
mod rules;

pub use rules::limited_rule;

use super::fields::Given;
use super::{Change, Scenario, ScenarioIssue};
use crate::domain::records::Records;
use crate::domain::words::{Setting, Stage};
use crate::messages::Text;

/// An input and a policy after a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// The rows.
    pub records: Records,
    /// The text of the policy.
    pub policy: String,
    /// By change what it has touched: the scenario, the change, and rows or parameters.
    pub touched: Vec<(String, Change, usize)>,
}

/// Why a change cannot be done.
pub(super) struct Refusal {
    cause: Text,
    action: Text,
}

impl Refusal {
    fn new(cause: Text, action: Text) -> Self {
        Self { cause, action }
    }

    /// Something that is named and is not there.
    fn unknown(what: &'static str, name: &str) -> Self {
        Self::new(Text::new(what).with("name", name), Text::new("scenario.unknown.action"))
    }
}

type Done = Result<usize, Refusal>;

/// Does the changes of a chain of scenarios, the inherited ones first.
///
/// # Errors
/// Everything that cannot be done; the other changes are tried all the same.
pub fn apply(chain: &[Scenario], records: &Records, policy: &str) -> Result<Changed, Vec<ScenarioIssue>> {
    let mut changed = Changed { records: records.clone(), policy: policy.to_owned(), touched: Vec::new() };
    let mut issues = Vec::new();
    for scenario in chain {
        for change in &scenario.changes {
            let before = (changed.records.clone(), changed.policy.clone());
            let done = match change.kind {
                "enrollment" => facts::enrollment(&mut changed.records, change),
                "entrants" => facts::entrants(&mut changed.records, change),
                "lessons" => facts::lessons(&mut changed.records, change),
                "travel" => Ok(facts::travel(&mut changed.records, change)),
                "posts" => places::posts(&mut changed.records, change),
                "recruits" => places::recruits(&mut changed.records, change),
                "take-up" => Ok(chance::take_up(&mut changed.records, change)),
                "school" => places::school(&mut changed.records, change),
                "merge-points" => places::merge_points(&mut changed.records, change),
                "leavers" => people::leavers(&mut changed.records, change),
                "pin" => people::pin(&mut changed.records, change),
                "forbid" => people::forbid(&mut changed.records, change),
                "limit" => rules::limit(&mut changed.policy, change, &scenario.name),
                _ => rules::rule(&mut changed.policy, change, &scenario.name),
            };
            let nothing = || Refusal::new(Text::new("scenario.nothing"), Text::new("scenario.nothing.action"));
            let same = before.0 == changed.records && before.1 == changed.policy;
            match done.and_then(|rows| if rows == 0 || (same && !change.idle) { Err(nothing()) } else { Ok(rows) }) {
                Ok(rows) => changed.touched.push((scenario.name.clone(), change.clone(), rows)),
                Err(Refusal { cause, action }) => {
                    let (scenario, place) = (scenario.name.clone(), change.place.clone());
                    issues.push(ScenarioIssue { scenario, place, cause, action });
                }
            }
        }
    }
    if issues.is_empty() { Ok(changed) } else { Err(issues) }
}

impl Change {
    fn word(&self, key: &str) -> Option<&str> {
        match self.fields.get(key) {
            Some(Given::Word(word)) => Some(word),
            _ => None,
        }
    }

    fn whole(&self, key: &str) -> Option<i64> {
        match self.fields.get(key) {
            Some(Given::Whole(number)) => Some(*number),
            _ => None,
        }
    }

    /// In thousandths.
    fn number(&self, key: &str) -> Option<i64> {
        match self.fields.get(key) {
            Some(Given::Number(number)) => Some(*number),
            _ => None,
        }
    }

    fn year(&self, key: &str) -> Option<i32> {
        self.whole(key).and_then(|year| i32::try_from(year).ok())
    }

    fn stage(&self) -> Result<Option<Stage>, Refusal> {
        let parsed = |word: &str| Stage::parse(word).ok_or_else(|| Refusal::unknown("scenario.unknown-stage", word));
        self.word("stage").map(parsed).transpose()
    }

    fn setting(&self) -> Result<Option<Setting>, Refusal> {
        let parsed =
            |word: &str| Setting::parse(word).ok_or_else(|| Refusal::unknown("scenario.unknown-setting", word));
        self.word("setting").map(parsed).transpose()
    }
}

/// Refuses a school that is not there.
fn known_school<'c>(records: &Records, school: &'c str) -> Result<&'c str, Refusal> {
    let known = records.schools.iter().any(|row| row.id == school);
    if known { Ok(school) } else { Err(Refusal::unknown("scenario.unknown-school", school)) }
}

/// `amount` times a factor in thousandths, half up.
fn times(amount: i64, factor: i64) -> i64 {
    (amount * factor + 500).div_euclid(1000)
}

/// Which schools a change is about, by code.
struct Where<'c> {
    school: Option<&'c str>,
    town: Option<&'c str>,
    stage: Option<Stage>,
}

impl<'c> Where<'c> {
    fn of(records: &Records, change: &'c Change) -> Result<Self, Refusal> {
        let school = change.word("school").map(|school| known_school(records, school)).transpose()?;
        let town = change.word("town");
        if let Some(town) = town.filter(|town| !records.schools.iter().any(|row| row.town == *town)) {
            return Err(Refusal::unknown("scenario.unknown-town", town));
        }
        Ok(Self { school, town, stage: change.stage()? })
    }

    /// The schools meant; none where all are.
    fn schools<'r>(&self, records: &'r Records) -> Option<std::collections::BTreeSet<&'r str>> {
        let meant = |row: &&crate::domain::records::SchoolRecord| {
            self.school.is_none_or(|school| row.id == school) && self.town.is_none_or(|town| row.town == town)
        };
        let some = self.school.is_some() || self.town.is_some();
        some.then(|| records.schools.iter().filter(meant).map(|row| row.id.as_str()).collect())
    }
}
