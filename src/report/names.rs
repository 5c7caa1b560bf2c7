//! Codes as people call them: schools, units, subjects, persons and rules by name. Invents nothing: an unknown code
//! stays as it is.

use crate::domain::{Case, KindIx, School, Stage, Teacher, Unit, UnitIx};
pub use crate::messages::word;
use crate::messages::{Lang, Text};
use crate::pipeline::OneYear;
use crate::plan::paths;
use std::collections::BTreeMap;

// message keys: report.indicator.* report.rule.* report.unit.* report.move.* report.part.*

/// Names of one case in one language.
#[derive(Clone)]
pub struct Names<'a> {
    case: &'a Case,
    lang: Lang,
    /// Names of the people whom a plan hires, by code.
    hired: BTreeMap<String, String>,
}

impl<'a> Names<'a> {
    /// Names of `case` in `lang`.
    #[must_use]
    pub const fn new(case: &'a Case, lang: Lang) -> Self {
        Self { case, lang, hired: BTreeMap::new() }
    }

    /// Names of several years, at least one, in `lang`; who is hired is called by year, subject and ordinal.
    #[must_use]
    pub(crate) fn of_years(years: &[OneYear<'a>], lang: Lang) -> Self {
        let mut names = Self::new(years[0].case, lang);
        if years.len() == 1 {
            return names;
        }
        for of in years {
            let mut count: BTreeMap<KindIx, i64> = BTreeMap::new();
            for (id, hire) in paths::hired(of.case, of.plan) {
                let ordinal = count.entry(hire.kind).or_default();
                *ordinal += 1;
                let kind = &of.case.kinds[hire.kind.at()];
                let text = Text::new("report.person.hired").with("year", of.case.year);
                let text = text.with_name("kind", &kind.zh, &kind.en).with("ordinal", *ordinal);
                names.hired.insert(id, text.render(lang));
            }
        }
        names
    }

    /// The language.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// Position of the unit with this code.
    #[must_use]
    pub fn unit_ix(&self, code: &str) -> Option<UnitIx> {
        self.case.units.binary_search_by(|u| u.code.as_str().cmp(code)).ok().map(UnitIx::new)
    }

    /// The unit with this code.
    #[must_use]
    pub fn find_unit(&self, code: &str) -> Option<&'a Unit> {
        self.unit_ix(code).map(|ix| &self.case.units[ix.at()])
    }

    /// The school of a unit.
    #[must_use]
    pub fn school_of(&self, unit: &Unit) -> &'a School {
        &self.case.schools[unit.school.at()]
    }

    /// The person with this code.
    #[must_use]
    pub fn find_teacher(&self, code: &str) -> Option<&'a Teacher> {
        let at = self.case.teachers.binary_search_by(|t| t.record.id.as_str().cmp(code)).ok()?;
        Some(&self.case.teachers[at])
    }

    /// A person's name, or the code where no name is kept.
    #[must_use]
    pub fn person(&self, code: &str) -> String {
        self.known_person(code).unwrap_or_else(|| code.to_owned())
    }

    /// A person's name, where one is kept; who is hired by the plan has one made from year, subject and ordinal.
    #[must_use]
    pub fn known_person(&self, code: &str) -> Option<String> {
        let kept = self.find_teacher(code).and_then(|t| t.record.name.clone());
        kept.or_else(|| self.hired.get(code).cloned())
    }

    /// School name of a unit by its code.
    #[must_use]
    pub fn school(&self, unit: &str) -> String {
        self.find_unit(unit).map_or_else(|| unit.to_owned(), |u| self.school_of(u).name.clone())
    }

    /// Town of a unit by its code; empty where unknown.
    #[must_use]
    pub fn town(&self, unit: &str) -> String {
        self.find_unit(unit).map_or_else(String::new, |u| self.case.towns[self.school_of(u).town.at()].clone())
    }

    /// Stage of a unit by its code; empty where unknown.
    #[must_use]
    pub fn stage_of(&self, unit: &str) -> String {
        self.find_unit(unit).map_or_else(String::new, |u| self.stage(u.stage))
    }

    /// School name and stage of a unit, such as `龙岗小学(小学)`.
    #[must_use]
    pub fn unit(&self, code: &str) -> String {
        let Some(unit) = self.find_unit(code) else { return code.to_owned() };
        let (zh, en) = self.case.unit_names(unit);
        if self.lang == Lang::Zh { zh } else { en }
    }

    /// A stage by its name.
    #[must_use]
    pub fn stage(&self, stage: Stage) -> String {
        if self.lang == Lang::Zh { stage.zh().to_owned() } else { stage.code().to_owned() }
    }

    /// A stage code by its name.
    #[must_use]
    pub fn stage_code(&self, code: &str) -> String {
        Stage::parse(code).map_or_else(|| code.to_owned(), |s| self.stage(s))
    }

    /// A post kind by its name.
    #[must_use]
    pub fn kind(&self, code: &str) -> String {
        self.case.kind_by_code(code).map_or_else(|| code.to_owned(), |ix| self.kind_ix(ix))
    }

    /// A post kind by its name.
    #[must_use]
    pub fn kind_ix(&self, kind: KindIx) -> String {
        let kind = &self.case.kinds[kind.at()];
        if self.lang == Lang::Zh { kind.zh.clone() } else { kind.en.clone() }
    }

    /// A channel by its name.
    #[must_use]
    pub fn channel(&self, code: &str) -> String {
        self.case.channels.iter().find(|c| c.code == code).map_or_else(|| code.to_owned(), |c| c.name.clone())
    }

    /// What a finding's place means: a unit, school, person, kind, or several of them joined by `|`.
    #[must_use]
    pub fn place(&self, code: &str) -> String {
        if code.is_empty() {
            return word(self.lang, "report.district").unwrap_or_default();
        }
        code.split('|').map(|part| self.one_place(part)).collect::<Vec<_>>().join(" · ")
    }

    fn one_place(&self, code: &str) -> String {
        if self.find_unit(code).is_some() {
            return self.unit(code);
        }
        if let Some(school) = self.case.schools.iter().find(|s| s.code == code) {
            return school.name.clone();
        }
        match self.find_teacher(code) {
            Some(_) if self.person(code) != code => format!("{} {code}", self.person(code)),
            Some(_) => code.to_owned(),
            None if self.hired.contains_key(code) => self.person(code),
            // Findings about the district name the stage, the rule, or a part of a structure.
            None if rule(self.lang, code) != code => rule(self.lang, code),
            None if word(self.lang, &format!("report.part.{code}")).is_some() => {
                word(self.lang, &format!("report.part.{code}")).unwrap_or_default()
            }
            None if Stage::parse(code).is_some() && self.case.kind_by_code(code).is_none() => self.stage_code(code),
            None => self.kind(code),
        }
    }

    /// An indicator by its name in the catalog, with the kind that may stand after a colon, else its code.
    #[must_use]
    pub fn indicator(&self, code: &str) -> String {
        let (name, kind) = code.split_once(':').map_or((code, None), |(name, kind)| (name, Some(kind)));
        let name = word(self.lang, &format!("report.indicator.{name}")).unwrap_or_else(|| name.to_owned());
        kind.map_or_else(|| name.clone(), |kind| format!("{name}: {}", self.kind(kind)))
    }

    /// A rule by its name in the catalog, else its code.
    #[must_use]
    pub fn rule(&self, code: &str) -> String {
        rule(self.lang, code)
    }

    /// What is counted, by its name in the catalog (`report.unit.<name>`), else its code.
    #[must_use]
    pub fn measure(&self, code: &str) -> String {
        measure(self.lang, code)
    }

    /// A kind of move by its name.
    #[must_use]
    pub fn move_kind(&self, code: &str) -> String {
        word(self.lang, &format!("report.move.{code}")).unwrap_or_else(|| code.to_owned())
    }
}

/// An indicator by its name in the catalog, else its code; a built-in kind after the colon by its name.
#[must_use]
pub fn indicator(lang: Lang, code: &str) -> String {
    let (name, kind) = code.split_once(':').map_or((code, None), |(name, kind)| (name, Some(kind)));
    let name = word(lang, &format!("report.indicator.{name}")).unwrap_or_else(|| name.to_owned());
    let kind = kind.map(|kind| {
        let (zh, en) = crate::ingest::words::kind_name(kind);
        if lang == Lang::Zh { zh } else { en }
    });
    kind.map_or_else(|| name.clone(), |kind| format!("{name}: {kind}"))
}

/// A rule by its name in the catalog, else its code.
#[must_use]
pub fn rule(lang: Lang, code: &str) -> String {
    word(lang, &format!("report.rule.{code}")).unwrap_or_else(|| code.to_owned())
}

/// What is counted (`lesson`, `person`, …), by its name in the catalog, else its code.
#[must_use]
pub fn measure(lang: Lang, code: &str) -> String {
    word(lang, &format!("report.unit.{code}")).unwrap_or_else(|| code.to_owned())
}
