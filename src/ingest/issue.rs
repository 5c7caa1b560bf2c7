//! What can be wrong with an input: one [`DataIssue`] per problem, with code, place, value, cause and action.

use crate::messages::Text;

/// Whether a problem stops the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing is solved until it is mended.
    Blocking,
    /// Said, and the run goes on.
    Warning,
}

/// Where a problem is. Row and column count from 1 as the spreadsheet shows them; row 1 is the heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// File name relative to the input.
    pub file: String,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Row.
    pub row: Option<usize>,
    /// Column number.
    pub column: Option<usize>,
    /// Heading of the column as the office wrote it.
    pub heading: Option<String>,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataIssue {
    /// Stable code such as `E203` or `W105`; `docs/errors.md` lists them all.
    pub code: &'static str,
    /// Whether it stops the run.
    pub level: Level,
    /// Where.
    pub place: Place,
    /// The value seen.
    pub value: Option<String>,
    /// Why it is wrong.
    pub cause: Text,
    /// What to write instead.
    pub action: Text,
}
