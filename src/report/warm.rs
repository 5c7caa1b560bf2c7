//! `warm-start.json`: what a later solve of a similar case can begin with. The plan can be read and checked without it.

use crate::solver::WarmStart;
use serde::{Deserialize, Serialize};

/// Layout of this version.
const FORMAT: u32 = 1;

/// The whole file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Page<T> {
    /// Layout version.
    format: u32,
    /// What was left behind.
    #[serde(flatten)]
    warm: T,
}

/// The text of the file: for programs, in one line.
#[must_use]
pub fn to_bytes(warm: &WarmStart) -> Vec<u8> {
    serde_json::to_vec(&Page { format: FORMAT, warm }).unwrap_or_default()
}

/// What a file holds.
///
/// # Errors
/// Why it cannot be used.
pub fn parse(text: &str) -> Result<WarmStart, String> {
    let page: Page<WarmStart> = serde_json::from_str(text).map_err(|e| e.to_string())?;
    if page.format == FORMAT { Ok(page.warm) } else { Err(format!("format {}", page.format)) }
}
