//! The catalog of everything that can be wrong: each code once, with its level and the keys of its sentences.
//!
//! E stops the run, W is said and the run goes on. 1 files, 2 columns, 3 cells, 4 rows and tables, 5 across tables.
//! `docs/errors.md` is generated from here; codes are never reused for something else.

use super::issue::Level;
use crate::messages::{Lang, say};
use std::fmt::Write as _;

/// One kind of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The stable code.
    pub code: &'static str,
    /// Whether it stops the run.
    pub level: Level,
    /// Message key of its name.
    pub title: &'static str,
    /// Message key of why it is wrong.
    pub cause: &'static str,
    /// Message key of what to do.
    pub action: &'static str,
}

// message keys: ingest.E* ingest.W*
macro_rules! codes {
    ($($level:ident: $($code:ident)+;)+) => {
        $($(
            #[doc = concat!("See `ingest.", stringify!($code), ".title` in the message catalog.")]
            pub const $code: Code = Code {
                code: stringify!($code),
                level: Level::$level,
                title: concat!("ingest.", stringify!($code), ".title"),
                cause: concat!("ingest.", stringify!($code), ".cause"),
                action: concat!("ingest.", stringify!($code), ".action"),
            };
        )+)+

        /// Every code, in the order of the documentation.
        pub const ALL: &[Code] = &[$($($code,)+)+];
    };
}

codes! {
    Blocking: E101 E102 E103 E104 E105 E106 E107 E108 E109 E110 E111;
    Warning: W101 W102 W103;
    Blocking: E201 E202 E203 E204;
    Warning: W201 W202 W203;
    Blocking: E301 E302 E303 E304 E305 E306 E307 E308 E309 E310 E311 E312 E313 E314 E315 E316 E317 E318 E319
        E320 E321 E322 E323 E324 E325 E326 E327 E328 E329 E330 E331 E332 E333;
    Warning: W301 W302 W303 W304 W305;
    Blocking: E401 E402 E403 E404 E405 E406 E407 E408 E409 E410 E411 E412 E413 E414 E415 E416 E417 E418 E419 E420
        E421 E422 E423 E424 E425 E426 E427 E428 E429 E430 E431 E432;
    Warning: W401 W402 W403 W404 W405 W406 W407 W408 W409 W410 W411 W412 W413 W414 W415;
    Blocking: E501 E502 E503 E504 E505 E506 E507 E508 E509 E510 E511 E512 E513 E514;
    Warning: W501 W502 W503 W504 W505 W506 W507 W508 W509 W510 W511 W512 W513 W514 W515 W516;
}

/// The error index as Markdown, one section per group of codes.
#[must_use]
pub fn catalog_markdown(lang: Lang) -> String {
    let mut page = format!("# {}\n\n{}\n", say(lang, "ingest.catalog.title"), say(lang, "ingest.catalog.intro"));
    let groups = [
        ('1', "ingest.catalog.files"),
        ('2', "ingest.catalog.columns"),
        ('3', "ingest.catalog.cells"),
        ('4', "ingest.catalog.tables"),
        ('5', "ingest.catalog.cross"),
    ];
    for (digit, heading) in groups {
        let _ = write!(
            page,
            "\n## {}\n\n{}\n|---|---|---|---|---|\n",
            say(lang, heading),
            say(lang, "ingest.catalog.head")
        );
        for code in ALL.iter().filter(|c| c.code.chars().nth(1) == Some(digit)) {
            let level = match code.level {
                Level::Blocking => "ingest.level.blocking",
                Level::Warning => "ingest.level.warning",
            };
            let cells = [level, code.title, code.cause, code.action].map(|key| cell(&say(lang, key)));
            let _ = writeln!(page, "| {} | {} |", code.code, cells.join(" | "));
        }
    }
    page
}

/// A sentence as a table cell: arguments show as their name in italics.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['{', '}'], "*")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::catalog;

    #[test]
    fn every_code_is_unique_and_explained_in_both_languages() {
        // A code without a cause and an action would leave the office alone.
        let mut seen = std::collections::BTreeSet::new();
        for code in ALL {
            assert!(seen.insert(code.code), "{} twice", code.code);
            assert_eq!(code.code.starts_with('E'), code.level == Level::Blocking, "{}", code.code);
            for key in [code.title, code.cause, code.action] {
                assert!(catalog().contains_key(key), "{key}");
            }
        }
        assert!(seen.len() >= 45);
    }

    #[test]
    fn the_error_index_names_every_code_once_per_language() {
        // The generated page is the only documentation of the codes.
        for lang in [Lang::Zh, Lang::En] {
            let page = catalog_markdown(lang);
            for code in ALL {
                assert_eq!(page.matches(&format!("| {} |", code.code)).count(), 1, "{}", code.code);
            }
            assert!(!page.contains("[ingest"));
        }
    }
}
