//! Post kinds: the subjects taught and the support roles. The built-in list is `data/schema/kinds.csv`;
//! lists of surplus and vacancies may bring their own.

/// What a kind of post asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KindGroup {
    /// A subject with lessons of its own.
    Subject,
    /// Lessons and duties that any teacher of the unit may take (综合与校本, 班主任).
    General,
    /// A support role without lessons.
    Support,
}

/// One kind of post.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind {
    /// The code written in files, such as `pe`.
    pub code: String,
    /// The Chinese name.
    pub zh: String,
    /// Other accepted spellings.
    pub aliases: Vec<String>,
    /// What it asks for.
    pub group: KindGroup,
    /// The English name.
    pub en: String,
}

/// The code of the kind that any teacher of a unit may take.
pub const GENERAL: &str = "general";

/// The built-in kinds, in the order of `data/schema/kinds.csv`.
///
/// # Panics
/// Never for the embedded file; a test reads it.
#[must_use]
pub fn built_in() -> Vec<Kind> {
    let mut reader = csv::ReaderBuilder::new().from_reader(include_str!("../../data/schema/kinds.csv").as_bytes());
    reader
        .records()
        .map(|row| {
            let row = row.expect("embedded kinds.csv is well formed");
            Kind {
                code: row[0].to_owned(),
                zh: row[1].to_owned(),
                aliases: row[2].split('|').filter(|a| !a.is_empty()).map(str::to_owned).collect(),
                group: match &row[3] {
                    "subject" => KindGroup::Subject,
                    "general" => KindGroup::General,
                    _ => KindGroup::Support,
                },
                en: row[4].to_owned(),
            }
        })
        .collect()
}

impl Kind {
    /// A subject known only by its name, as foreign lists bring it.
    #[must_use]
    pub fn foreign(name: &str) -> Self {
        Self {
            code: name.to_owned(),
            zh: name.to_owned(),
            aliases: Vec::new(),
            group: KindGroup::Subject,
            en: name.to_owned(),
        }
    }

    /// Whether `text` names this kind by code, Chinese name or alias.
    #[must_use]
    pub fn is_named(&self, text: &str) -> bool {
        self.code.eq_ignore_ascii_case(text)
            || self.zh == text
            || self.aliases.iter().any(|a| a.eq_ignore_ascii_case(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_kinds_are_read_and_unique() {
        // Every spelling names exactly one kind.
        let kinds = built_in();
        assert!(kinds.len() >= 20);
        for kind in &kinds {
            for spelling in [&kind.code, &kind.zh].into_iter().chain(&kind.aliases) {
                assert_eq!(kinds.iter().filter(|k| k.is_named(spelling)).count(), 1, "{spelling}");
            }
        }
    }
}
