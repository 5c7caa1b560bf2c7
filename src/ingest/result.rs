//! Reads a written result folder back for the verifier: every table, the plan, the policy and the inputs, all from the
//! files alone. It refuses to judge what it reads.

use super::{ReadError, ReadOptions, Reading, digest, read, source, source_csv};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A table of the result folder: header and rows, as text.
pub type TextTable = (Vec<String>, Vec<Vec<String>>);

/// Everything in a result folder.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenResult {
    /// The `*.csv` tables of the folder itself by name without ending.
    pub tables: BTreeMap<String, TextTable>,
    /// `plan.json`, as written: some JSON, most of the folder, and worth reading only once.
    pub plan: String,
    /// `policy.toml`, as written.
    pub policy_text: String,
    /// The normalized inputs under `inputs/`, read as any input.
    pub records: Reading,
    /// `certificate.json`, where there is one.
    pub certificate: Option<serde_json::Value>,
    /// `manifest.json`.
    pub manifest: serde_json::Value,
    /// SHA-256 of every file of the folder by relative path with `/`.
    pub digests: BTreeMap<String, String>,
}

/// Reads the result folder `folder`.
///
/// # Errors
/// Where a file is missing, unreadable or not in its format.
pub fn read_result(folder: &Path) -> Result<WrittenResult, ReadError> {
    if !folder.is_dir() {
        return Err(ReadError::NotFound(source::shown(folder)));
    }
    let mut paths = Vec::new();
    list(folder, &mut paths)?;
    let manifest = json(&folder.join("manifest.json"))?;
    // Verification must see the year that was planned, whatever other years the inputs hold.
    let plan = folder.join("plan.json");
    let year = planned_year(&manifest).map_or_else(|| json(&plan).map(|plan| planned_year(&plan)), |y| Ok(Some(y)))?;
    let options = ReadOptions { year: year.map(crate::domain::SchoolYear) };
    let (files, records) = rayon::join(|| files(folder, &paths), || read(&folder.join("inputs"), &options));
    let (digests, tables) = files?;
    let certificate = folder.join("certificate.json");
    Ok(WrittenResult {
        certificate: if certificate.exists() { Some(json(&certificate)?) } else { None },
        tables,
        plan: json_text(&plan)?,
        policy_text: super::read_policy_text(&folder.join("policy.toml"))?,
        records: records?,
        manifest,
        digests,
    })
}

/// Digests of all files and the tables of the folder itself.
type Files = (BTreeMap<String, String>, BTreeMap<String, TextTable>);

/// Reads the files `paths` of `folder`; of several that cannot be read the first is told.
fn files(folder: &Path, paths: &[PathBuf]) -> Result<Files, ReadError> {
    let read = |path: &PathBuf| {
        let bytes = source::read_bytes(path)?;
        let is_table = path.parent() == Some(folder) && source::extension(path) == "csv";
        Ok((digest(&bytes), is_table.then(|| text_table(path, &bytes)).transpose()?))
    };
    let all: Vec<Result<(String, Option<TextTable>), ReadError>> = paths.par_iter().map(read).collect();
    let (mut digests, mut tables) = Files::default();
    for (path, file) in paths.iter().zip(all) {
        let (digest, table) = file?;
        digests.insert(relative(folder, path), digest);
        let name = || path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        tables.extend(table.map(|table| (name(), table)));
    }
    Ok((digests, tables))
}

fn planned_year(value: &serde_json::Value) -> Option<i32> {
    value.get("year").and_then(serde_json::Value::as_i64).and_then(|y| i32::try_from(y).ok())
}

fn list(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), ReadError> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .and_then(|all| all.map(|e| e.map(|e| e.path())).collect())
        .map_err(|e| ReadError::io(folder, &e))?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            list(&path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

fn relative(folder: &Path, path: &Path) -> String {
    let rest = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<String> = rest.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/")
}

fn json(path: &Path) -> Result<serde_json::Value, ReadError> {
    let bytes = source::read_bytes(path)?;
    serde_json::from_slice(&bytes).map_err(|e| ReadError::Malformed(source::shown(path), e.to_string()))
}

/// The text of a file that holds some JSON.
fn json_text(path: &Path) -> Result<String, ReadError> {
    let bytes = source::read_bytes(path)?;
    let malformed = |e: String| ReadError::Malformed(source::shown(path), e);
    serde_json::from_slice::<serde::de::IgnoredAny>(&bytes).map_err(|e| malformed(e.to_string()))?;
    String::from_utf8(bytes).map_err(|e| malformed(e.to_string()))
}

/// A table as written: texts are taken to the letter, so that any altered byte shows.
fn text_table(path: &Path, bytes: &[u8]) -> Result<TextTable, ReadError> {
    let text = source_csv::decode(bytes).ok_or_else(|| ReadError::NotText(source::shown(path)))?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let malformed = |e: csv::Error| ReadError::Malformed(source::shown(path), e.to_string());
    let header = reader.headers().map_err(malformed)?.iter().map(str::to_owned).collect();
    let rows = reader
        .records()
        .map(|row| row.map(|r| r.iter().map(str::to_owned).collect()).map_err(malformed))
        .collect::<Result<_, _>>()?;
    Ok((header, rows))
}
