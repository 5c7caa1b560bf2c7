//! The data dictionary: every table and column as the reader accepts them, and every closed vocabulary.

use junheng::domain::{kind, words};
use junheng::ingest::schema::{CellType, Column, Table, tables};
use std::fmt::Write as _;

/// One value of a vocabulary: code, Chinese name, other spellings.
type Entry = (&'static str, &'static str, &'static [&'static str]);

macro_rules! vocabularies {
    ($($name:ident $zh:literal,)+) => {
        /// Every vocabulary: type name as in the schema, Chinese name, values in order.
        fn vocabularies() -> Vec<(&'static str, &'static str, Vec<Entry>)> {
            vec![$((stringify!($name), $zh, words::$name::ALL.iter().map(|v| (v.code(), v.zh(), v.aliases())).collect()),)+]
        }
    };
}

vocabularies! {
    Stage "学段",
    Setting "城乡分类",
    Ownership "办学性质",
    ClusterRole "教共体中的角色",
    Strength "强弱",
    Sex "性别",
    Employment "用工形式",
    PostType "岗位类别",
    Degree "学历",
    Title "职称",
    Role "职务",
    State "在岗状态",
    RetirementCategory "退休类别",
    RetirementOption "退休选择",
    CertificateKind "资格类别",
    HonorLevel "荣誉级别",
    HonorKind "荣誉类别",
    Award "评选项目",
    Facility "办学条件",
    FacilityState "达标情况",
    Duty "大课间与选修",
    ChangeKind "预计变动",
    YesNo "是否",
}

/// The page.
pub(crate) fn page() -> String {
    let mut out = String::from(
        "# 数据字典 · Data dictionary\n\n\
         每张表可以是一个 `.csv` 文件 (UTF-8, 带 BOM 的 UTF-8 或 GB18030, 自动识别), 也可以是一个 `.xlsx` 中的工作表。\
         列名可用英文名、中文名或别名; 列的顺序不限。\n\n\
         Each table is a `.csv` file (UTF-8 with or without BOM, or GB18030, found out by itself) or a sheet of one `.xlsx`. \
         Headings may be the English name, the Chinese name or an alias, in any order.\n\n",
    );
    let all = tables();
    for table in &all {
        line(&mut out, &format!("- [`{0}` {1}](#{0}-{1})", table.name, table.zh));
    }
    line(&mut out, "- [学科与岗位 · Post kinds](#学科与岗位--post-kinds)");
    line(&mut out, "- [取值表 · Vocabularies](#取值表--vocabularies)");
    for table in &all {
        table_section(&mut out, table);
    }
    kinds_section(&mut out);
    vocabulary_section(&mut out);
    out
}

fn table_section(out: &mut String, table: &Table) {
    line(out, &format!("\n## `{}` {}\n", table.name, table.zh));
    line(
        out,
        "| 列 column | 中文 | 别名 aliases | 类型 type | 单位 unit | 必填 required | 空白时 if blank | 含义 | meaning |",
    );
    line(out, "|---|---|---|---|---|---|---|---|---|");
    for column in &table.columns {
        line(out, &row(column));
    }
}

fn row(column: &Column) -> String {
    let aliases = column.aliases.iter().map(|a| cell(a)).collect::<Vec<_>>().join(", ");
    let required = if column.required { "是 yes" } else { "" };
    let default = if column.default.is_empty() { String::new() } else { format!("`{}`", column.default) };
    format!(
        "| `{}` | {} | {aliases} | {} | {} | {required} | {default} | {} | {} |",
        column.name,
        cell(&column.zh),
        type_name(&column.cell),
        cell(&column.unit),
        cell(&column.meaning_zh),
        cell(&column.meaning_en),
    )
}

/// What a cell holds, in both languages.
fn type_name(cell: &CellType) -> String {
    match cell {
        CellType::Code => "代码 code".to_owned(),
        CellType::Text => "文字 text".to_owned(),
        CellType::Int => "整数 whole number".to_owned(),
        CellType::Decimal => "小数 decimal".to_owned(),
        CellType::Month => "年月 month".to_owned(),
        CellType::Bool => "[是否 yes or no](#yesno)".to_owned(),
        CellType::Enum(name) => format!("[{name}](#{})", name.to_lowercase()),
        CellType::Kind => "[学科或岗位 kind](#学科与岗位--post-kinds)".to_owned(),
        CellType::Item => "学科或工作量项目 kind or workload item".to_owned(),
        CellType::Ref(table) => format!("`{table}` 的代码 code of `{table}`"),
        CellType::List(inner) => format!("多个, 以分号分开 list of {}", type_name(inner)),
    }
}

fn kinds_section(out: &mut String) {
    line(out, "\n## 学科与岗位 · Post kinds\n");
    line(out, "| 代码 code | 中文 | English | 别名 aliases | 类别 group |");
    line(out, "|---|---|---|---|---|");
    for kind in kind::built_in() {
        let group = match kind.group {
            kind::KindGroup::Subject => "学科 subject",
            kind::KindGroup::General => "任何教师可任 any teacher of the unit",
            kind::KindGroup::Support => "教辅 support",
        };
        line(out, &format!("| `{}` | {} | {} | {} | {group} |", kind.code, kind.zh, kind.en, kind.aliases.join(", ")));
    }
}

fn vocabulary_section(out: &mut String) {
    line(out, "\n## 取值表 · Vocabularies");
    for (name, zh, entries) in vocabularies() {
        line(out, &format!("\n### {name}\n\n{zh}\n\n| 代码 code | 中文 | 也接受 also accepted |\n|---|---|---|"));
        for (code, zh, aliases) in entries {
            line(out, &format!("| `{code}` | {zh} | {} |", aliases.join(", ")));
        }
    }
}

/// Text that keeps the table whole.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "{text}").expect("a string takes every line");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vocabulary of a cell or of the members of a list.
    fn vocabulary(cell: &CellType) -> Option<&str> {
        match cell {
            CellType::Enum(name) => Some(name),
            CellType::List(inner) => vocabulary(inner),
            _ => None,
        }
    }

    #[test]
    fn every_vocabulary_of_the_schema_is_explained() {
        // A link from a column to its values must lead somewhere.
        let page = page();
        let tables = tables();
        let names: Vec<&str> = tables.iter().flat_map(|t| &t.columns).filter_map(|c| vocabulary(&c.cell)).collect();
        assert!(names.len() > 10);
        for name in names {
            assert!(page.contains(&format!("\n### {name}\n")), "add {name} to `vocabularies!`");
        }
    }

    #[test]
    fn every_row_of_the_page_has_as_many_cells_as_its_heading() {
        // A stray bar would shift the meaning into another column.
        let mut width = 0;
        let mut rows = 0;
        for line in page().lines().map(|l| l.replace("\\|", "")) {
            let bars = line.matches('|').count();
            if bars == 0 {
                width = 0;
            } else if width == 0 {
                width = bars;
            } else {
                rows += 1;
                assert_eq!(bars, width, "{line}");
            }
        }
        assert!(rows > 100);
    }
}
