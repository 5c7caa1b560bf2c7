//! Rows as read, before the checks: each record with its place and the columns that could not be read.
//!
//! A record with a faulty cell holds a stand-in there; checks must ask [`Entry::good`] before they look at a column.

use super::headings::Found;
use super::issue::Place;
use crate::domain::records::{
    AttritionRecord, CertificateRecord, ChangeRecord, ChannelRecord, CurriculumRecord, DemographyRecord,
    DistinctionRecord, EnrollmentRecord, EstablishmentRecord, FacilityRecord, PublishedRecord, Records, RoundRecord,
    SchoolRecord, SurplusRecord, TeacherRecord, TravelRecord, VacancyRecord, WorkloadRecord,
};

/// One row of a table.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    /// The record.
    pub record: T,
    /// Row of the grid, from 0.
    pub row: usize,
    /// Columns that could not be read.
    pub bad: Vec<&'static str>,
}

impl<T> Entry<T> {
    /// Whether all these columns were read.
    #[must_use]
    pub fn good(&self, columns: &[&str]) -> bool {
        !self.bad.iter().any(|b| columns.contains(b))
    }
}

/// The rows of one table and where they stood.
#[derive(Clone, Debug)]
pub struct Entries<T> {
    /// The rows.
    pub rows: Vec<Entry<T>>,
    /// The table; none where the input lacks it.
    pub found: Option<Found>,
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), found: None }
    }
}

impl<T> Entries<T> {
    /// The rows in which all these columns were read.
    pub fn good<'a>(&'a self, columns: &'a [&'a str]) -> impl Iterator<Item = &'a Entry<T>> + 'a {
        self.rows.iter().filter(move |e| e.good(columns))
    }

    /// The place of a cell.
    #[must_use]
    pub fn place(&self, entry: &Entry<T>, column: &str) -> Place {
        self.found.as_ref().map_or_else(Place::default, |f| f.place(entry.row, column))
    }

    /// What stands in a cell.
    #[must_use]
    pub fn value(&self, entry: &Entry<T>, column: &str) -> Option<String> {
        self.found.as_ref().map(|f| f.cell(entry.row, column).text.into_owned())
    }

    /// The place of the table as a whole.
    #[must_use]
    pub fn table_place(&self) -> Place {
        self.found.as_ref().map_or_else(Place::default, |f| f.grid.place())
    }

    fn records(self) -> Vec<T> {
        self.rows.into_iter().map(|e| e.record).collect()
    }
}

/// All tables of one input.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "one field per table")]
pub struct Draft {
    pub schools: Entries<SchoolRecord>,
    pub enrollment: Entries<EnrollmentRecord>,
    pub teachers: Entries<TeacherRecord>,
    pub certificates: Entries<CertificateRecord>,
    pub distinctions: Entries<DistinctionRecord>,
    pub curriculum: Entries<CurriculumRecord>,
    pub workload: Entries<WorkloadRecord>,
    pub establishment: Entries<EstablishmentRecord>,
    pub channels: Entries<ChannelRecord>,
    pub travel: Entries<TravelRecord>,
    pub facilities: Entries<FacilityRecord>,
    pub published: Entries<PublishedRecord>,
    pub demography: Entries<DemographyRecord>,
    pub changes: Entries<ChangeRecord>,
    pub attrition: Entries<AttritionRecord>,
    pub honors: Entries<RoundRecord>,
    pub surplus: Entries<SurplusRecord>,
    pub vacancies: Entries<VacancyRecord>,
}

impl Draft {
    /// The records alone; only for an input without blocking issues.
    #[must_use]
    pub fn into_records(self) -> Records {
        Records {
            schools: self.schools.records(),
            enrollment: self.enrollment.records(),
            teachers: self.teachers.records(),
            certificates: self.certificates.records(),
            distinctions: self.distinctions.records(),
            curriculum: self.curriculum.records(),
            workload: self.workload.records(),
            establishment: self.establishment.records(),
            channels: self.channels.records(),
            travel: self.travel.records(),
            facilities: self.facilities.records(),
            published: self.published.records(),
            demography: self.demography.records(),
            changes: self.changes.records(),
            attrition: self.attrition.records(),
            honors: self.honors.records(),
            surplus: self.surplus.records(),
            vacancies: self.vacancies.records(),
        }
    }
}
