//! Rows of the tables by what they are about: the thing whose rows change together, and the codes that they mention.

use crate::domain::Records;
use crate::domain::records::{
    AttritionRecord, CertificateRecord, ChangeRecord, ChannelRecord, CurriculumRecord, DemographyRecord,
    DistinctionRecord, EnrollmentRecord, EstablishmentRecord, FacilityRecord, PublishedRecord, RoundRecord,
    SchoolRecord, SurplusRecord, TeacherRecord, TravelRecord, VacancyRecord, WorkloadItem, WorkloadRecord,
};
use std::collections::{BTreeMap, BTreeSet};

/// A row as a comparison sees it.
trait Row: Clone + PartialEq {
    /// Code or word of what the row is about; empty for the whole district.
    fn entity(&self) -> String;

    /// Codes of schools and people that the row mentions.
    fn names(&self) -> Vec<&str> {
        Vec::new()
    }
}

/// Things of a table with their rows on both sides.
type Sides<T> = BTreeMap<String, [Vec<T>; 2]>;

/// Rows by what they are about.
fn by_entity<T: Row>(of: [&[T]; 2]) -> Sides<T> {
    let mut all: Sides<T> = BTreeMap::new();
    for (side, rows) in of.into_iter().enumerate() {
        for row in rows {
            all.entry(row.entity()).or_default()[side].push(row.clone());
        }
    }
    all
}

/// Calls a macro with each table: its name and the field of [`Records`].
macro_rules! each_table {
    ($call:ident) => {
        $call!(schools);
        $call!(enrollment);
        $call!(teachers);
        $call!(certificates);
        $call!(distinctions);
        $call!(curriculum);
        $call!(workload);
        $call!(establishment);
        $call!(channels);
        $call!(travel);
        $call!(facilities);
        $call!(published);
        $call!(demography);
        $call!(changes);
        $call!(attrition);
        $call!(honors);
        $call!(surplus);
        $call!(vacancies);
    };
}

/// What of one table is about one thing and differs.
pub(super) struct Differs {
    pub table: &'static str,
    pub entity: String,
    /// The rows on both sides, nothing else.
    pub sides: [Records; 2],
    /// Codes of schools and people that they mention.
    pub names: BTreeSet<String>,
}

/// Everything that differs, table by table in the order of the workbook, by code within a table. The rows of each side stand in the order of
/// their keys.
pub(super) fn differing(a: &Records, b: &Records) -> Vec<Differs> {
    let mut all = Vec::new();
    macro_rules! table {
        ($field:ident) => {
            for (entity, [before, after]) in by_entity([&a.$field, &b.$field]) {
                if before != after {
                    let mentioned = before.iter().chain(&after).flat_map(Row::names).map(str::to_owned);
                    let names = mentioned.chain([entity.clone()]).collect();
                    let sides = [before, after].map(|$field| Records { $field, ..Records::default() });
                    all.push(Differs { table: stringify!($field), entity, sides, names });
                }
            }
        };
    }
    each_table!(table);
    all
}

/// Puts the rows `before` in the place of those rows of `records` that are about these things of one table.
pub(super) fn put_back(records: &mut Records, table: &str, entities: &BTreeSet<String>, before: &Records) {
    macro_rules! put {
        ($field:ident) => {
            if table == stringify!($field) {
                records.$field.retain(|row| !entities.contains(&row.entity()));
                let back = before.$field.iter().filter(|row| entities.contains(&row.entity()));
                records.$field.extend(back.cloned());
            }
        };
    }
    each_table!(put);
}

/// Adds the rows of `more`.
pub(super) fn add(records: &mut Records, more: Records) {
    macro_rules! join {
        ($field:ident) => {
            records.$field.extend(more.$field);
        };
    }
    each_table!(join);
}

macro_rules! rows {
    ($($record:ty: $entity:expr, $names:expr;)+) => {
        $(impl Row for $record {
            fn entity(&self) -> String {
                let entity: fn(&Self) -> String = $entity;
                entity(self)
            }

            fn names(&self) -> Vec<&str> {
                let names: fn(&Self) -> Vec<&str> = $names;
                names(self)
            }
        })+
    };
}

rows! {
    SchoolRecord: |row| row.id.clone(), |row| row.merges_into.iter().map(String::as_str).collect();
    EnrollmentRecord: |row| row.school.clone(), |_| Vec::new();
    TeacherRecord: |row| row.id.clone(), |row| {
        let others = row.spouse.iter().chain(&row.pinned).chain(&row.forbidden).chain([&row.school]);
        others.map(String::as_str).collect()
    };
    CertificateRecord: |row| row.teacher.clone(), |_| Vec::new();
    DistinctionRecord: |row| row.teacher.clone(), |_| Vec::new();
    CurriculumRecord: |row| row.kind.clone(), |_| Vec::new();
    WorkloadRecord: |row| item(&row.item), |_| Vec::new();
    EstablishmentRecord: |row| row.school.clone(), |_| Vec::new();
    ChannelRecord: |row| row.channel.clone(), |_| Vec::new();
    TravelRecord: |row| row.from.clone(), |row| vec![&row.to];
    FacilityRecord: |row| row.school.clone(), |_| Vec::new();
    PublishedRecord: |row| row.teacher.clone(), |row| vec![&row.school];
    DemographyRecord: |row| row.school.clone().or_else(|| row.town.clone()).unwrap_or_default(), |_| Vec::new();
    ChangeRecord: |row| row.teacher.clone(), |_| Vec::new();
    AttritionRecord: |row| row.setting.map(|setting| setting.code().to_owned()).unwrap_or_default(), |_| Vec::new();
    RoundRecord: |row| row.award.code().to_owned(), |_| Vec::new();
    SurplusRecord: |row| row.id.clone(), |row| row.school.iter().map(String::as_str).collect();
    VacancyRecord: |row| row.id.clone(), |row| vec![&row.school];
}

/// The subject of a load, else the word that the table has for it.
fn item(item: &WorkloadItem) -> String {
    match item {
        WorkloadItem::Kind(kind) => kind.clone(),
        WorkloadItem::Homeroom => "homeroom".to_owned(),
        WorkloadItem::Role(role) => role.code().to_owned(),
        WorkloadItem::SeniorAge => "senior-age".to_owned(),
        WorkloadItem::Duty(duty) => duty.code().to_owned(),
    }
}
