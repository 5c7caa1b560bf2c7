//! One file per goal: what is wished for beyond the rules. A goal is a rule whose violation is its price.

pub mod disruption;
pub mod hardship_regions;
pub mod hiring_cost;
pub mod priority_schools;
pub mod priority_subjects;
pub mod service_points;
pub mod vacancies_filled;
