//! The committed district `data/dazu`: what the generator makes of one seed, as CSV and as a workbook.
//!
//! Its README is written by hand; this writes the tables only.

use junheng::messages::Lang;
use junheng::report::tables::{csv_tables, xlsx};
use junheng::synth::{Profile, generate};
use std::path::Path;

/// The seed of `data/dazu`.
const SEED: u64 = 2026;

/// Writes every table of the district into `folder`.
pub(crate) fn write(folder: &Path) -> Result<(), String> {
    let profile = Profile::named("dazu").ok_or("no profile of this name")?;
    let records = generate(&profile, SEED);
    let mut files = csv_tables(&records);
    let workbook = xlsx(&records, Lang::Zh).map_err(|error| format!("{error:?}"))?;
    files.push(("xlsx/dazu.xlsx".to_owned(), workbook));
    for (name, bytes) in files {
        std::fs::write(folder.join(&name), bytes).map_err(|error| format!("{name}: {error}"))?;
    }
    Ok(())
}
