//! A plan made by hand in Excel or CSV, as plain texts with their places. It refuses to judge the plan: `verify` does.

use super::collector::Issues;
use super::grid::Grid;
use super::headings;
use super::issue::{DataIssue, Place};
use super::schema::{CellType, Column, Table};
use super::{ReadError, names, source};
use crate::ingest::Source;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One row: its place and its cells by column name; columns that the file lacks are absent, blank cells are empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainRow {
    /// Where it stands.
    pub place: Place,
    /// Texts by column: `year`, `teacher_id`, `to_unit`, `to_school`, `to_stage`, `move`, or `year`, `unit`, `school`, `stage`,
    /// `kind`, `channel`, `count`.
    pub cells: BTreeMap<String, String>,
}

impl PlainRow {
    /// The text of a column, `None` where it is absent or blank.
    #[must_use]
    pub fn get(&self, column: &str) -> Option<&str> {
        self.cells.get(column).map(String::as_str).filter(|t| !t.is_empty())
    }
}

/// A plan made by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandMade {
    /// Who goes where.
    pub moves: Vec<PlainRow>,
    /// Who is hired.
    pub hires: Vec<PlainRow>,
    /// What is wrong with the tables themselves.
    pub issues: Vec<DataIssue>,
    /// Digests of the files read.
    pub sources: Vec<Source>,
}

/// Columns of the two tables: name, Chinese heading, aliases, required.
type Declared = &'static [(&'static str, &'static str, &'static str, bool)];

const YEAR: (&str, &str, &str, bool) = ("year", "学年", "年度|计划学年|school_year", false);
const MOVES: Declared = &[
    YEAR,
    ("teacher_id", "教师编号", "工号|编号|人员编号|教职工编号", true),
    ("to_unit", "调入单元", "去向单元|调入|去向", false),
    ("to_school", "调入学校", "去向学校|调入学校代码|到何校", false),
    ("to_stage", "调入学段", "学段|stage|去向学段", false),
    ("to_kind", "调入学科", "任教学科|学科|kind", false),
    ("fte", "工作量", "教学份额|走教份额", false),
    ("move", "调动类型", "类型|方式|调动方式|move_kind", false),
];
const HIRES: Declared = &[
    YEAR,
    ("unit", "单元", "用人单元|招聘单元", false),
    ("school", "学校代码", "学校|用人单位|招聘学校", false),
    ("stage", "学段", "招聘学段", false),
    ("kind", "学科", "岗位|招聘学科|学科岗位", true),
    ("channel", "招聘渠道", "渠道", false),
    ("count", "人数", "招聘人数|计划数", true),
];

fn declared(name: &'static str, zh: &'static str, columns: Declared) -> Table {
    let column = |&(name, zh, aliases, required): &(&str, &str, &str, bool)| Column {
        name: name.to_owned(),
        zh: zh.to_owned(),
        aliases: aliases.split('|').map(str::to_owned).collect(),
        cell: CellType::Text,
        unit: String::new(),
        required,
        default: String::new(),
        meaning_zh: String::new(),
        meaning_en: String::new(),
    };
    Table { name, zh, columns: columns.iter().map(column).collect() }
}

/// Reads a plan made by hand: a workbook with the sheets 调动名单 (`moves`) and 招聘计划 (`hires`), a folder with
/// `moves.csv` and `hires.csv` (or their Chinese names), or one such file.
///
/// # Errors
/// Where nothing can be read at all.
pub fn read_hand_made(path: &Path) -> Result<HandMade, ReadError> {
    let mut issues = Issues::default();
    let mut made = HandMade::default();
    let mut found = false;
    for file in files(path)? {
        let (grids, source) = source::grids(&file, None, &mut issues)?;
        made.sources.push(source);
        for grid in grids {
            let name =
                grid.sheet.clone().unwrap_or_else(|| file.file_stem().unwrap_or_default().to_string_lossy().into());
            let Some(table) = table_of(&name).or_else(|| table_by_headings(&grid)) else { continue };
            found = true;
            let rows = if table.name == "moves" { &mut made.moves } else { &mut made.hires };
            rows.extend(plain_rows(&table, grid, &mut issues));
        }
    }
    if !found && !issues.blocking() {
        return Err(ReadError::Malformed(source::shown(path), "no table moves 调动名单 or hires 招聘计划".to_owned()));
    }
    made.issues = issues.sorted();
    Ok(made)
}

fn files(path: &Path) -> Result<Vec<PathBuf>, ReadError> {
    if !path.exists() {
        return Err(ReadError::NotFound(source::shown(path)));
    }
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut all: Vec<PathBuf> = std::fs::read_dir(path)
        .and_then(|entries| entries.map(|e| e.map(|e| e.path())).collect())
        .map_err(|e| ReadError::io(path, &e))?;
    let stem = |p: &PathBuf| p.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    all.retain(|p| p.is_file() && source::extension(p) == "csv" && table_of(&stem(p)).is_some());
    all.sort();
    Ok(all)
}

fn table_of(name: &str) -> Option<Table> {
    let key = names::key(name);
    if key.contains("调动名单") || key == "moves" || key == "调动" {
        return Some(declared("moves", "调动名单", MOVES));
    }
    (key.contains("招聘计划") || key == "hires" || key == "招聘").then(|| declared("hires", "招聘计划", HIRES))
}

/// A lone file of any name is known by its first heading row.
fn table_by_headings(grid: &Grid) -> Option<Table> {
    let top = (0..grid.height().min(3)).flat_map(|row| grid.row(row));
    let headings: Vec<String> = top.flat_map(|c| names::heading_keys(&c.text)).collect();
    let is_moves = ["teacher_id", "教师编号", "工号"].iter().any(|h| headings.iter().any(|k| k == h));
    (grid.sheet.is_none() && is_moves).then(|| declared("moves", "调动名单", MOVES))
}

fn plain_rows(table: &Table, grid: Grid, issues: &mut Issues) -> Vec<PlainRow> {
    let Some(found) = headings::find(table, grid, issues) else { return Vec::new() };
    (found.first..found.grid.height())
        .filter(|&row| !found.grid.is_blank(row))
        .map(|row| PlainRow {
            place: found.grid.row_place(row),
            cells: found.columns.keys().map(|c| (c.clone(), found.cell(row, c).text.into_owned())).collect(),
        })
        .collect()
}
