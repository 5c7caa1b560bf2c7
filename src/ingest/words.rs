//! The closed vocabularies as the cells use them: reading any accepted spelling, naming what is allowed.

use crate::domain::kind::{self, Kind};
use crate::domain::records::WorkloadItem;
use crate::domain::words as domain;
use std::sync::OnceLock;

/// A vocabulary of the domain.
pub trait Word: Copy + 'static {
    /// Every value.
    const ALL_WORDS: &'static [Self];
    /// The value that a text names.
    fn read(text: &str) -> Option<Self>;
    /// Its Chinese name and its code.
    fn names(self) -> (&'static str, &'static str);
}

macro_rules! words {
    ($($name:ident)+) => {$(
        impl Word for domain::$name {
            const ALL_WORDS: &'static [Self] = Self::ALL;
            fn read(text: &str) -> Option<Self> {
                Self::parse(text)
            }
            fn names(self) -> (&'static str, &'static str) {
                (self.zh(), self.code())
            }
        }
    )+};
}

words! { Stage Setting Ownership ClusterRole Strength Sex Employment PostType Degree Title Role State RetirementCategory
RetirementOption CertificateKind HonorLevel HonorKind Award
Facility FacilityState ChangeKind }

/// What may stand in a cell of this vocabulary, in one line.
#[must_use]
pub fn allowed<T: Word>() -> String {
    let all: Vec<String> = T::ALL_WORDS.iter().map(|w| format!("{} ({})", w.names().0, w.names().1)).collect();
    all.join(", ")
}

fn kinds() -> &'static [Kind] {
    static KINDS: OnceLock<Vec<Kind>> = OnceLock::new();
    KINDS.get_or_init(kind::built_in)
}

/// The code of the built-in kind that a text names.
#[must_use]
pub fn kind(text: &str) -> Option<&'static str> {
    let code = kinds().iter().find(|k| k.code == text);
    code.or_else(|| kinds().iter().find(|k| k.is_named(text))).map(|k| k.code.as_str())
}

/// Every name of a built-in kind.
pub fn kind_names() -> impl Iterator<Item = &'static str> {
    kinds().iter().flat_map(|k| [k.zh.as_str(), k.code.as_str()])
}

/// The Chinese and the English name of a kind; foreign kinds have only their own.
#[must_use]
pub fn kind_name(code: &str) -> (String, String) {
    kinds().iter().find(|k| k.code == code).map_or((code.to_owned(), code.to_owned()), |k| (k.zh.clone(), k.en.clone()))
}

/// Whether a kind is a support role without lessons.
#[must_use]
pub fn is_support(code: &str) -> bool {
    kinds().iter().any(|k| k.code == code && k.group == kind::KindGroup::Support)
}

/// What a text means as an item of the workload table.
#[must_use]
pub fn item(text: &str) -> Option<WorkloadItem> {
    if text.eq_ignore_ascii_case("homeroom") || text == "班主任" {
        return Some(WorkloadItem::Homeroom);
    }
    if text.eq_ignore_ascii_case("senior-age") || matches!(text, "年长" | "年长教师" | "临近退休") {
        return Some(WorkloadItem::SeniorAge);
    }
    if let Some(duty) = domain::Duty::parse(text) {
        return Some(WorkloadItem::Duty(duty));
    }
    if let Some(code) = kind(text) {
        return Some(WorkloadItem::Kind(code.to_owned()));
    }
    domain::Role::parse(text).filter(|r| *r != domain::Role::Teacher).map(WorkloadItem::Role)
}
