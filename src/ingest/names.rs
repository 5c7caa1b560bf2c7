//! Names that people wrote: of tables, of columns, and the nearest known name to a misspelled one.

use super::parse::normalized;
use super::schema;

/// Further names of tables beside the English and the Chinese one.
const TABLE_ALIASES: &[(&str, &[&str])] = &[
    ("schools", &["学校信息", "学校基本信息", "校区", "school"]),
    ("enrollment", &["在校学生", "学生", "班级", "学生班级", "enrolment"]),
    ("teachers", &["教职工", "教师信息", "教师花名册", "花名册", "teacher"]),
    ("certificates", &["教师资格", "资格证书", "证书"]),
    ("distinctions", &["荣誉称号", "骨干教师"]),
    ("curriculum", &["课程计划", "课程设置", "课时"]),
    ("workload", &["工作量标准", "周课时标准"]),
    ("establishment", &["核定编制", "编制核定"]),
    ("channels", &["渠道", "招聘"]),
    ("travel", &["交通时间", "里程", "距离"]),
    ("facilities", &["办学条件达标", "学校办学条件", "校舍设施", "facility"]),
    ("published", &["公布方案", "已公布安排", "公示方案"]),
    ("demography", &["生源预测", "适龄人口", "学龄人口"]),
    ("changes", &["人员变动", "变动"]),
    ("attrition", &["离职率", "流失率", "预计减员"]),
    ("honors", &["荣誉评选", "职称评审", "评选计划", "人才评选", "honours", "rounds"]),
    ("surplus", &["超编教师", "富余教师", "超编人员"]),
    ("vacancies", &["缺编岗位", "缺编学校", "需求"]),
];

/// Sheets of notes and drop-down values that are no tables and need no warning.
const HELPERS: &[&str] = &[
    "说明",
    "填写说明",
    "填表说明",
    "选项",
    "词汇",
    "字典",
    "数据字典",
    "readme",
    "notes",
    "lists",
    "options",
    "dictionary",
];

/// A name as it is compared: folded, lower case, without blanks.
#[must_use]
pub fn key(text: &str) -> String {
    normalized(text).to_lowercase().chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a sheet or file of this name only helps to fill in the tables.
#[must_use]
pub fn is_helper(name: &str) -> bool {
    let wanted = table_key(name);
    HELPERS.contains(&wanted.as_str())
}

/// A table name without a leading number (`01_`) and a closing 表.
fn table_key(name: &str) -> String {
    let plain = key(name);
    let plain = plain.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '_' | '-' | '.' | '、'));
    plain.strip_suffix('表').unwrap_or(plain).to_owned()
}

/// The table that a file or sheet name means, by its English, Chinese or other name, or both in one.
#[must_use]
pub fn table(name: &str) -> Option<&'static str> {
    let wanted = table_key(name);
    let parts: Vec<String> = name.split([' ', '\n', '(', ')', '（', '）', '_', '-']).map(table_key).collect();
    schema::all().iter().find_map(|t| {
        let known = |text: &str| text == t.name || text == t.zh || aliases(t.name).contains(&text);
        let both = parts.iter().any(|p| p == t.name) && parts.iter().any(|p| p == t.zh);
        (known(&wanted) || both).then_some(t.name)
    })
}

fn aliases(table: &str) -> &'static [&'static str] {
    TABLE_ALIASES.iter().find(|(name, _)| *name == table).map_or(&[], |(_, aliases)| *aliases)
}

/// What a heading may mean, most exact first: the whole, the whole without brackets, its parts.
#[must_use]
pub fn heading_keys(heading: &str) -> Vec<String> {
    let starless = normalized(heading).replace('*', "");
    let mut keys = vec![key(&starless)];
    if let Some((before, _)) = starless.split_once('(') {
        keys.push(key(before));
    }
    keys.extend(starless.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '/')).map(key));
    keys.retain(|k| !k.is_empty());
    keys
}

/// The number of single-character changes that make one text of the other.
#[must_use]
pub fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut line: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = line[0];
        line[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let changed = diagonal + usize::from(ca != *cb);
            diagonal = line[j + 1];
            line[j + 1] = changed.min(diagonal + 1).min(line[j] + 1);
        }
    }
    line[b.len()]
}

/// The candidate nearest to `text`, unless more than half of the letters differ. Ties go to the first in order.
#[must_use]
pub fn closest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = key(text);
    candidates
        .into_iter()
        .map(|candidate| (edit_distance(&wanted, &key(candidate)), candidate))
        .filter(|(distance, candidate)| 2 * distance <= key(candidate).chars().count().max(wanted.chars().count()))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_found_by_any_of_their_names() {
        // A sheet may be named in Chinese, English, both, with a number in front or with 表 behind.
        for name in ["schools", "Schools", "学校", "01学校", "学校表", "学校 schools", "schools_学校", " 学校信息 "]
        {
            assert_eq!(table(name), Some("schools"), "{name}");
        }
        assert_eq!(table("教师"), Some("teachers"));
        assert_eq!(table("别的"), None);
        assert!(is_helper("填表说明") && is_helper("README") && !is_helper("学校"));
    }

    #[test]
    fn table_names_and_aliases_do_not_collide() {
        // A name that meant two tables would make the reading depend on the order of the list.
        let mut seen = std::collections::BTreeSet::new();
        for t in schema::tables() {
            for name in [t.name, t.zh].into_iter().chain(aliases(t.name).iter().copied()) {
                assert!(seen.insert(table_key(name)), "{name}");
                assert_eq!(table(name), Some(t.name), "{name}");
            }
        }
    }

    #[test]
    fn the_nearest_name_is_suggested_only_when_it_is_near() {
        // A suggestion from nowhere is worse than none.
        assert_eq!(edit_distance("学校代码", "学校编码"), 1);
        assert_eq!(closest("学校名", ["学校名称", "镇街"]), Some("学校名称"));
        assert_eq!(closest("xyz", ["学校名称", "镇街"]), None);
    }
}
