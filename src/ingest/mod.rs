//! The only reader: sources, schema, one file per table, one file per cross-table check.
//!
//! It turns files into [`Records`] or into a list of **all** that is wrong with them. It never guesses in silence: what
//! it fills in or passes over is said in a warning. It refuses to solve, to print and to write.

#![allow(clippy::disallowed_methods, reason = "the room that reads files")]

pub mod cells;
mod checks;
pub mod codes;
pub mod collector;
pub mod column_place;
pub mod draft;
pub mod foreign;
pub mod grid;
pub mod hand_made;
pub mod headings;
pub mod issue;
pub mod names;
pub mod parse;
pub mod result;
pub mod schema;
pub mod source;
pub mod source_csv;
pub mod source_xlsx;
mod tables;
pub mod words;

pub use foreign::import_surplus_vacancies;
pub use hand_made::{HandMade, read_hand_made};
pub use result::{WrittenResult, read_result};

use crate::domain::{Records, SchoolYear};
use crate::messages::Text;
use collector::{Issues, file_place};
use draft::Draft;
use issue::{DataIssue, Level};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::Path;

/// A digest of one thing that went into a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// File name relative to the input.
    pub name: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

/// How to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The planning year; without it the latest year of the table `enrollment`.
    pub year: Option<SchoolYear>,
}

/// What was read and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The rows; empty where [`Reading::blocked`].
    pub records: Records,
    /// All problems, by place.
    pub issues: Vec<DataIssue>,
    /// Digests of the files read, by name.
    pub sources: Vec<Source>,
    /// The planning year; none for lists of surplus and vacancies alone.
    pub year: Option<SchoolYear>,
    /// Whether the input is a workbook.
    pub is_workbook: bool,
}

impl Reading {
    /// Whether a problem stops the run.
    #[must_use]
    pub fn blocked(&self) -> bool {
        self.issues.iter().any(|i| i.level == Level::Blocking)
    }
}

/// Why nothing could be read at all (exit code 2). What is wrong *inside* readable files is a [`DataIssue`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is no such file or folder.
    #[error("{0}: no such file or folder")]
    NotFound(String),
    /// The system refuses to read it.
    #[error("{0}: cannot be read ({1})")]
    Io(String, String),
    /// It is neither a folder of tables nor a workbook.
    #[error("{0}: neither a folder of tables nor an .xlsx workbook")]
    NotAnInput(String),
    /// A text file that is not text in a known encoding.
    #[error("{0}: not a text in UTF-8 or GB18030")]
    NotText(String),
    /// A file that lacks what its kind must have.
    #[error("{0}: {1}")]
    Malformed(String, String),
}

impl ReadError {
    fn io(path: &Path, error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::NotFound(source::shown(path)),
            kind => Self::Io(source::shown(path), kind.to_string()),
        }
    }

    /// The sentence for the user.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::NotFound(path) => Text::new("ingest.read.not-found").with("path", path),
            Self::Io(path, why) => Text::new("ingest.read.io").with("path", path).with("why", why),
            Self::NotAnInput(path) => Text::new("ingest.read.not-an-input").with("path", path),
            Self::NotText(path) => Text::new("ingest.read.not-text").with("path", path),
            Self::Malformed(path, why) => Text::new("ingest.read.malformed").with("path", path).with("why", why),
        }
    }
}

/// Tables without which there is no plan.
const ORDINARY: &[&str] = &["schools", "enrollment", "teachers", "curriculum", "workload"];
/// Tables of an office that has only ready-made lists.
const LISTS: &[&str] = &["surplus", "vacancies"];

/// Reads all tables of `input`, a folder with `<table>.csv` files or with one workbook, or a workbook.
///
/// # Errors
/// Where nothing can be read at all. Everything else is among [`Reading::issues`].
pub fn read(input: &Path, options: &ReadOptions) -> Result<Reading, ReadError> {
    let mut issues = Issues::default();
    let collected = source::collect(input, &mut issues)?;
    Ok(reading(collected, &source::file_name(input), *options, issues))
}

/// Reads tables in normal form, by file name, as if they stood in a folder of this name: the same checks, no file is opened.
#[must_use]
pub fn read_tables(tables: Vec<(String, Vec<u8>)>, folder: &str, options: ReadOptions) -> Reading {
    let mut issues = Issues::default();
    let collected = source::tables(tables, &mut issues);
    reading(collected, folder, options, issues)
}

/// The rows of what was found, and all that is wrong with them.
fn reading(collected: source::Collected, input: &str, options: ReadOptions, mut issues: Issues) -> Reading {
    let has = |table: &str| collected.grids.contains_key(table) || collected.faulty.contains(table);
    let lists_only = LISTS.iter().any(|t| has(t)) && !ORDINARY.iter().any(|t| has(t));
    let required = if lists_only { LISTS } else { ORDINARY };
    if !collected.grids.is_empty() || !collected.faulty.is_empty() {
        for table in required.iter().filter(|t| !has(t)) {
            issues.add(&codes::E102, file_place(input), None, &source::table_args(table));
        }
    }
    let draft = tables::read(collected.grids, required, &mut issues);
    let year = options.year.or_else(|| planning_year(&draft));
    checks::run(&draft, if lists_only { None } else { year }, &mut issues);
    let blocked = issues.blocking();
    Reading {
        records: if blocked { Records::default() } else { draft.into_records() },
        issues: issues.sorted(),
        sources: collected.sources,
        year,
        is_workbook: collected.is_workbook,
    }
}

/// The latest year with enrollment.
fn planning_year(draft: &Draft) -> Option<SchoolYear> {
    draft.enrollment.good(&["year"]).map(|e| SchoolYear(e.record.year)).max()
}

/// The text of a policy or mapping file, whatever its encoding.
///
/// # Errors
/// Where the file is missing, cannot be read or is no text.
pub fn read_policy_text(path: &Path) -> Result<String, ReadError> {
    let bytes = source::read_bytes(path)?;
    source_csv::decode(&bytes).ok_or_else(|| ReadError::NotText(source::shown(path)))
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
