//! The data dictionary: `data/schema/<table>.csv` is the single source for reading, templates and documentation.

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellType {
    /// A unique code (text).
    Code,
    /// Free text.
    Text,
    /// A whole number.
    Int,
    /// A decimal number.
    Decimal,
    /// A year and month.
    Month,
    /// Yes or no.
    Bool,
    /// A value of a vocabulary (its type name).
    Enum(String),
    /// A post kind.
    Kind,
    /// A kind or a workload item.
    Item,
    /// A code of another table.
    Ref(String),
    /// Several, separated by semicolons.
    List(Box<CellType>),
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// English name, as written in normalized files.
    pub name: String,
    /// Chinese heading.
    pub zh: String,
    /// Other accepted headings.
    pub aliases: Vec<String>,
    /// What a cell holds.
    pub cell: CellType,
    /// Unit of a number.
    pub unit: String,
    /// Whether it must be there and filled.
    pub required: bool,
    /// Value of an empty cell.
    pub default: String,
    /// Meaning, Chinese.
    pub meaning_zh: String,
    /// Meaning, English.
    pub meaning_en: String,
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// English name, also the file name.
    pub name: &'static str,
    /// Chinese name, also an accepted sheet or file name.
    pub zh: &'static str,
    /// Columns in order.
    pub columns: Vec<Column>,
}

const TABLES: &[(&str, &str, &str)] = &[
    ("schools", "学校", include_str!("../../data/schema/schools.csv")),
    ("enrollment", "在校生", include_str!("../../data/schema/enrollment.csv")),
    ("teachers", "教师", include_str!("../../data/schema/teachers.csv")),
    ("certificates", "资格", include_str!("../../data/schema/certificates.csv")),
    ("distinctions", "荣誉", include_str!("../../data/schema/distinctions.csv")),
    ("curriculum", "课程", include_str!("../../data/schema/curriculum.csv")),
    ("workload", "工作量", include_str!("../../data/schema/workload.csv")),
    ("establishment", "编制", include_str!("../../data/schema/establishment.csv")),
    ("channels", "招聘渠道", include_str!("../../data/schema/channels.csv")),
    ("travel", "交通", include_str!("../../data/schema/travel.csv")),
    ("facilities", "办学条件", include_str!("../../data/schema/facilities.csv")),
    ("published", "已公布方案", include_str!("../../data/schema/published.csv")),
    ("demography", "生源", include_str!("../../data/schema/demography.csv")),
    ("changes", "预计变动", include_str!("../../data/schema/changes.csv")),
    ("attrition", "减员率", include_str!("../../data/schema/attrition.csv")),
    ("honors", "评选批次", include_str!("../../data/schema/honors.csv")),
    ("surplus", "超编", include_str!("../../data/schema/surplus.csv")),
    ("vacancies", "缺编", include_str!("../../data/schema/vacancies.csv")),
];

/// All tables, in the order of the workbook.
///
/// # Panics
/// Never for the embedded files; a test reads them.
#[must_use]
pub fn tables() -> Vec<Table> {
    all().to_vec()
}

/// The same, without a copy.
///
/// # Panics
/// Never for the embedded files; a test reads them.
#[must_use]
pub fn all() -> &'static [Table] {
    static ALL: std::sync::OnceLock<Vec<Table>> = std::sync::OnceLock::new();
    ALL.get_or_init(|| TABLES.iter().map(|&(name, zh, text)| Table { name, zh, columns: columns(text) }).collect())
}

fn columns(text: &str) -> Vec<Column> {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    reader
        .records()
        .map(|row| {
            let row = row.expect("embedded schema is well formed");
            Column {
                name: row[0].to_owned(),
                zh: row[1].to_owned(),
                aliases: row[2].split('|').filter(|a| !a.is_empty()).map(str::to_owned).collect(),
                cell: cell_type(&row[3]),
                unit: row[4].to_owned(),
                required: &row[5] == "yes",
                default: row[6].to_owned(),
                meaning_zh: row[7].to_owned(),
                meaning_en: row[8].to_owned(),
            }
        })
        .collect()
}

fn cell_type(text: &str) -> CellType {
    match text.split_once(':') {
        Some(("enum", name)) => CellType::Enum(name.to_owned()),
        Some(("ref", table)) => CellType::Ref(table.to_owned()),
        Some(("list", inner)) => CellType::List(Box::new(cell_type(inner))),
        _ => match text {
            "code" => CellType::Code,
            "text" => CellType::Text,
            "int" => CellType::Int,
            "decimal" => CellType::Decimal,
            "month" => CellType::Month,
            "bool" => CellType::Bool,
            "kind" => CellType::Kind,
            "item" => CellType::Item,
            other => panic!("unknown cell type {other} in the embedded schema"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_schema_is_read_and_its_headings_are_unique() {
        // Two columns of one table that accept the same heading could not be told apart.
        for table in tables() {
            let mut seen = std::collections::BTreeSet::new();
            for column in &table.columns {
                for heading in [&column.name, &column.zh].into_iter().chain(&column.aliases) {
                    assert!(seen.insert(heading.to_lowercase()), "{}: {heading}", table.name);
                }
                assert!(
                    !column.meaning_zh.is_empty() && !column.meaning_en.is_empty(),
                    "{}.{}",
                    table.name,
                    column.name
                );
            }
        }
    }
}
