//! Scenarios: changes of facts and policy as data, small enough to be put together.
//!
//! A scenario file names where it starts from (an input and a policy, or another scenario that it inherits) and lists changes. [`Scenario::parse`]
//! reads one text, [`apply`] does all changes of a chain of scenarios, the inherited ones first, on the rows of an input and the text of a
//! policy. The result is an input and a policy like any other: what is planned on it can be verified from the result folder alone.
//! Nothing is guessed: a change that matches nothing, or names what is not there, is refused with its place.

mod apply;
pub mod fields;
pub mod keys;
mod parse;
mod place;

pub use apply::{Changed, apply, limited_rule};
pub use place::Place;

use crate::messages::Text;
use fields::Given;
use std::collections::BTreeMap;

/// Something wrong in a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioIssue {
    /// The scenario.
    pub scenario: String,
    /// Where in it: line and change, or a key.
    pub place: Place,
    /// What and why.
    pub cause: Text,
    /// What to do.
    pub action: Text,
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What sort of change, a name of [`fields::KINDS`].
    pub kind: &'static str,
    /// Where it stands.
    pub place: Place,
    /// Whether it may leave everything as it is: one of several values that are tried, or a value that was drawn.
    pub idle: bool,
    /// What the file says of it, by key.
    pub fields: BTreeMap<&'static str, Given>,
}

/// A scenario as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Name, such as `points-merged`.
    pub name: String,
    /// Chinese title.
    pub zh: String,
    /// English title.
    pub en: String,
    /// The scenario it inherits, a path from its own folder.
    pub base: Option<String>,
    /// The input it starts from, a path from its own folder.
    pub input: Option<String>,
    /// The policy it starts from, a path from its own folder.
    pub policy: Option<String>,
    /// The changes, in order.
    pub changes: Vec<Change>,
}
