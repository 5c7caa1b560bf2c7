//! From a folder or a workbook to one grid per table: which file is which table, and whether it is what its name says.

use super::collector::{Args, Issues, file_place};
use super::grid::{Grid, Rows};
use super::issue::Place;
use super::{ReadError, codes, digest, names, source_csv, source_xlsx};
use crate::ingest::Source;
use encoding_rs::Encoding;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The tables found in an input.
#[derive(Debug, Default)]
pub struct Collected {
    /// Grid by table.
    pub grids: BTreeMap<&'static str, Grid>,
    /// Tables that are there but could not be read; the reason is among the issues.
    pub faulty: BTreeSet<&'static str>,
    /// Digests of the files read, by name.
    pub sources: Vec<Source>,
    /// Whether the tables are sheets of one workbook.
    pub is_workbook: bool,
}

/// What the first bytes of a file say it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Zip,
    Ole,
    Html,
    Text,
}

fn content(bytes: &[u8]) -> Content {
    let start: String = bytes.iter().take(300).map(|&b| char::from(b).to_ascii_lowercase()).collect();
    let start = start.trim_start_matches(|c: char| c.is_whitespace() || !c.is_ascii());
    if bytes.starts_with(b"PK\x03\x04") {
        Content::Zip
    } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        Content::Ole
    } else if ["<html", "<!doctype", "<table", "<?xml", "<meta", "<head"].iter().any(|tag| start.starts_with(tag)) {
        Content::Html
    } else {
        Content::Text
    }
}

/// Finds and reads every table of `input`.
///
/// # Errors
/// Where the input is not there, cannot be opened, or is neither a folder nor a workbook.
pub fn collect(input: &Path, issues: &mut Issues) -> Result<Collected, ReadError> {
    let mut found = Collected::default();
    if input.is_dir() {
        folder(input, &mut found, issues)?;
    } else if input.exists() {
        if extension(input) == "csv" {
            return Err(ReadError::NotAnInput(shown(input)));
        }
        workbook(input, &mut found, issues)?;
    } else {
        return Err(ReadError::NotFound(shown(input)));
    }
    found.sources.sort_by(|a, b| a.name.cmp(&b.name));
    if found.grids.is_empty() && found.faulty.is_empty() && !issues.blocking() {
        issues.add(&codes::E101, file_place(&file_name(input)), None, &Args::none());
    }
    Ok(found)
}

fn folder(input: &Path, found: &mut Collected, issues: &mut Issues) -> Result<(), ReadError> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(input)
        .and_then(|entries| entries.map(|e| e.map(|e| e.path())).collect())
        .map_err(|e| ReadError::io(input, &e))?;
    paths.retain(|p| p.is_file() && !file_name(p).starts_with(['.', '~']));
    paths.sort();
    let of = |endings: &[&str]| -> Vec<PathBuf> {
        paths.iter().filter(|p| endings.contains(&extension(p).as_str())).cloned().collect()
    };
    let (texts, books, old) = (of(&["csv", "tsv", "txt"]), of(&["xlsx", "xlsm"]), of(&["xls", "et"]));
    let tables: Vec<&PathBuf> = texts.iter().filter(|p| names::table(&stem(p)).is_some()).collect();
    for path in texts.iter().filter(|p| extension(p) != "txt" && names::table(&stem(p)).is_none()) {
        unknown_name(issues, file_place(&file_name(path)), &stem(path));
    }
    if !tables.is_empty() {
        let read: Vec<_> = tables.par_iter().map(|path| text_table(path)).collect();
        for one in read {
            let Some(TextTable { table, grid, source, issues: said }) = one? else { continue };
            found.sources.push(source);
            issues.extend(said);
            match grid {
                Some(grid) => insert(found, issues, table, grid),
                None => {
                    found.faulty.insert(table);
                }
            }
        }
        for path in books.iter().chain(&old) {
            issues.add(&codes::W101, file_place(&file_name(path)), None, &Args::none());
        }
        return Ok(());
    }
    match (books.as_slice(), old.as_slice()) {
        ([book], _) | ([], [book, ..]) => workbook(book, found, issues),
        ([], []) => Ok(()),
        (several, _) => {
            let all: Vec<String> = several.iter().map(|p| file_name(p)).collect();
            issues.add(&codes::E104, file_place(&all[0]), None, &Args::none().with("files", all.join(", ")));
            Ok(())
        }
    }
}

fn unknown_name(issues: &mut Issues, place: Place, name: &str) {
    let tables = super::schema::all();
    let args = match names::closest(name, tables.iter().flat_map(|t| [t.name, t.zh])) {
        Some(near) => {
            Args::none().name("closest", &format!("; 是否为“{near}”?"), &format!("; did you mean \"{near}\"?"))
        }
        None => Args::none().with("closest", ""),
    };
    issues.add(&codes::W102, place, Some(name.to_owned()), &args);
}

/// What a file of text holds.
struct TextTable {
    table: &'static str,
    grid: Option<Grid>,
    source: Source,
    issues: Issues,
}

fn text_table(path: &Path) -> Result<Option<TextTable>, ReadError> {
    let Some(table) = names::table(&stem(path)) else { return Ok(None) };
    let (file, mut issues) = (file_name(path), Issues::default());
    let bytes = read_bytes(path)?;
    let source = Source { name: file.clone(), sha256: digest(&bytes) };
    let grid = if content(&bytes) == Content::Zip {
        issues.add(&codes::E105, file_place(&file), None, &Args::none());
        None
    } else {
        text_grid(&file, bytes, source_csv::decode_owned, &mut issues)
    };
    Ok(Some(TextTable { table, grid, source, issues }))
}

/// The grid of a text file; `None` where it is something else, which is then among the issues.
fn text_grid(
    file: &str,
    bytes: Vec<u8>,
    decode: impl Fn(Vec<u8>) -> Option<String>,
    issues: &mut Issues,
) -> Option<Grid> {
    let text = match content(&bytes) {
        Content::Ole => Err(&codes::E106),
        Content::Html => Err(&codes::E107),
        Content::Zip | Content::Text => decode(bytes).ok_or(&codes::E109),
    };
    let text = text.and_then(|t| if t.trim().is_empty() { Err(&codes::E110) } else { Ok(t) });
    let text = match text {
        Ok(text) => text,
        Err(code) => {
            issues.add(code, file_place(file), None, &Args::none());
            return None;
        }
    };
    let parsed = source_csv::parse(text);
    if let Some(row) = parsed.unclosed {
        issues.add(&codes::E111, Place { row: Some(row + 1), ..file_place(file) }, None, &Args::none());
        return None;
    }
    Some(Grid { file: file.to_owned(), rows: Rows::Text(parsed.rows), ..Grid::default() })
}

/// The grids of any one file, told by its content: the sheets of a workbook, or the one table of a text, whose encoding
/// may be given by name. Empty where it is neither, which is then among the issues.
///
/// # Errors
/// Where it cannot be read.
pub fn grids(
    path: &Path,
    encoding: Option<&'static Encoding>,
    issues: &mut Issues,
) -> Result<(Vec<Grid>, Source), ReadError> {
    let file = file_name(path);
    let bytes = read_bytes(path)?;
    let source = Source { name: file.clone(), sha256: digest(&bytes) };
    if content(&bytes) == Content::Zip {
        return Ok((sheets(&file, &bytes, issues), source));
    }
    let decode = |bytes: Vec<u8>| match encoding {
        Some(known) => {
            known.decode_without_bom_handling_and_without_replacement(&bytes).map(std::borrow::Cow::into_owned)
        }
        None => source_csv::decode_owned(bytes),
    };
    Ok((text_grid(&file, bytes, decode, issues).into_iter().collect(), source))
}

/// The sheets of a workbook; none where it is damaged, which is then among the issues.
fn sheets(file: &str, bytes: &[u8], issues: &mut Issues) -> Vec<Grid> {
    source_xlsx::sheets(file, bytes).unwrap_or_else(|detail| {
        issues.add(&codes::E108, file_place(file), None, &Args::none().with("detail", detail));
        Vec::new()
    })
}

/// Tables that are texts in normal form, by file name.
#[must_use]
pub fn tables(texts: Vec<(String, Vec<u8>)>, issues: &mut Issues) -> Collected {
    let mut found = Collected::default();
    for (file, bytes) in texts {
        let name = file.strip_suffix(".csv");
        let table = super::schema::all().iter().map(|table| table.name).find(|table| name == Some(*table));
        let Some(table) = table else { continue };
        if let Some(grid) = text_grid(&file, bytes, source_csv::decode_owned, issues) {
            found.grids.insert(table, grid);
        }
    }
    found
}

fn insert(found: &mut Collected, issues: &mut Issues, table: &'static str, grid: Grid) {
    if let Some(first) = found.grids.get(table) {
        let other = first.sheet.clone().unwrap_or_else(|| first.file.clone());
        let args = table_args(table).with("other", other);
        issues.add(&codes::E103, grid.place(), None, &args);
        return;
    }
    found.grids.insert(table, grid);
}

/// The name of a table for a sentence.
#[must_use]
pub fn table_args(table: &str) -> Args {
    let zh = match table {
        "moves" => "调动名单",
        "hires" => "招聘计划",
        _ => super::schema::all().iter().find(|t| t.name == table).map_or("", |t| t.zh),
    };
    Args::none().name("table", zh, table)
}

fn workbook(path: &Path, found: &mut Collected, issues: &mut Issues) -> Result<(), ReadError> {
    let file = file_name(path);
    let bytes = read_bytes(path)?;
    found.is_workbook = true;
    found.sources.push(Source { name: file.clone(), sha256: digest(&bytes) });
    let place = file_place(&file);
    match content(&bytes) {
        Content::Ole => issues.add(&codes::E106, place, None, &Args::none()),
        Content::Html => issues.add(&codes::E107, place, None, &Args::none()),
        Content::Text => issues.add(&codes::E108, place, None, &Args::none().with("detail", "no zip archive")),
        Content::Zip => sheets(&file, &bytes, issues).into_iter().for_each(|grid| sheet(grid, found, issues)),
    }
    Ok(())
}

fn sheet(grid: Grid, found: &mut Collected, issues: &mut Issues) {
    let name = grid.sheet.clone().unwrap_or_default();
    let blank = grid.is_empty();
    match names::table(&name) {
        Some(table) if blank => {
            issues.add(&codes::E110, grid.place(), None, &Args::none());
            found.faulty.insert(table);
        }
        Some(table) => {
            if grid.hidden {
                issues.add(&codes::W103, grid.place(), None, &Args::none());
            }
            insert(found, issues, table, grid);
        }
        None if blank || names::is_helper(&name) => {}
        None => unknown_name(issues, grid.place(), &name),
    }
}

/// The bytes of a file.
///
/// # Errors
/// Where it cannot be read.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    std::fs::read(path).map_err(|e| ReadError::io(path, &e))
}

/// The last part of a path.
#[must_use]
pub fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The ending of a file name, lower case.
#[must_use]
pub fn extension(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// A path as a sentence shows it.
#[must_use]
pub fn shown(path: &Path) -> String {
    path.display().to_string()
}
