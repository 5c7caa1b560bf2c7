//! What a change may say: the sorts of changes and their keys.

use toml::Table;

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A number of at most three decimals, not negative.
    Number,
    /// A whole number, also negative.
    Whole,
    /// A text.
    Word,
    /// A table of values.
    Table,
}

/// What the file gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// A number in thousandths.
    Number(i64),
    /// A whole number.
    Whole(i64),
    /// A text.
    Word(String),
    /// A table of values.
    Table(Table),
}

/// A sort of change.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Its name in the file.
    pub name: &'static str,
    /// Keys that must be there.
    pub needs: &'static [(&'static str, Sort)],
    /// Exactly one of these must be there.
    pub one_of: &'static [(&'static str, Sort)],
    /// Keys that may be there.
    pub may: &'static [(&'static str, Sort)],
}

const SCHOOL: (&str, Sort) = ("school", Sort::Word);
const STAGE: (&str, Sort) = ("stage", Sort::Word);
const TOWN: (&str, Sort) = ("town", Sort::Word);
const YEAR: (&str, Sort) = ("year", Sort::Whole);
const GRADE: (&str, Sort) = ("grade", Sort::Whole);
const SUBJECT: (&str, Sort) = ("subject", Sort::Word);
const SETTING: (&str, Sort) = ("setting", Sort::Word);
const FACTOR: (&str, Sort) = ("factor", Sort::Number);
const TEACHER: (&str, Sort) = ("teacher", Sort::Word);

/// All sorts of changes.
pub const KINDS: &[Kind] = &[
    Kind { name: "enrollment", needs: &[FACTOR], one_of: &[], may: &[YEAR, TOWN, SCHOOL, STAGE, GRADE] },
    Kind { name: "entrants", needs: &[FACTOR], one_of: &[], may: &[("from_year", Sort::Whole), TOWN, SCHOOL, STAGE] },
    Kind {
        name: "posts",
        needs: &[SCHOOL],
        one_of: &[("posts", Sort::Whole), ("add", Sort::Whole)],
        may: &[STAGE, YEAR],
    },
    Kind {
        name: "recruits",
        needs: &[],
        one_of: &[("total", Sort::Whole), FACTOR],
        may: &[("channel", Sort::Word), YEAR, STAGE, SUBJECT],
    },
    Kind {
        name: "take-up",
        needs: &[("rate", Sort::Number), ("seed", Sort::Whole)],
        one_of: &[],
        may: &[("channel", Sort::Word), YEAR],
    },
    Kind {
        name: "school",
        needs: &[SCHOOL],
        one_of: &[("opens", Sort::Whole), ("closes", Sort::Whole)],
        may: &[("merges_into", Sort::Word), ("pupils_to", Sort::Word)],
    },
    Kind { name: "merge-points", needs: &[("below", Sort::Whole), ("closes", Sort::Whole)], one_of: &[], may: &[TOWN] },
    Kind {
        name: "lessons",
        needs: &[SUBJECT],
        one_of: &[("lessons", Sort::Number), ("at_least", Sort::Number)],
        may: &[YEAR, STAGE, GRADE],
    },
    Kind { name: "travel", needs: &[FACTOR], one_of: &[], may: &[] },
    Kind { name: "leavers", needs: &[], one_of: &[("rate", Sort::Number), FACTOR], may: &[SETTING] },
    Kind { name: "pin", needs: &[TEACHER, SCHOOL], one_of: &[], may: &[] },
    Kind { name: "forbid", needs: &[TEACHER, SCHOOL], one_of: &[], may: &[] },
    Kind {
        name: "rule",
        needs: &[("rule", Sort::Word)],
        one_of: &[],
        may: &[("strength", Sort::Word), ("tier", Sort::Word), ("weight", Sort::Whole), ("values", Sort::Table)],
    },
    Kind { name: "limit", needs: &[("what", Sort::Word), ("most", Sort::Whole)], one_of: &[], may: &[] },
];

impl Kind {
    /// The sort with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// All its keys.
    pub fn keys(&self) -> impl Iterator<Item = &'static (&'static str, Sort)> + use<> {
        self.needs.iter().chain(self.one_of).chain(self.may)
    }
}
