//! One cell of each table as text, by the name of its column.

use crate::domain::records::{
    AttritionRecord, CertificateRecord, ChangeRecord, ChannelRecord, CurriculumRecord, DemographyRecord,
    DistinctionRecord, EnrollmentRecord, EstablishmentRecord, FacilityRecord, PersonChange, PublishedRecord,
    RoundRecord, SchoolRecord, SurplusRecord, TeacherRecord, TravelRecord, VacancyRecord, WorkloadItem, WorkloadRecord,
};
use crate::domain::words::ChangeKind;
use crate::domain::{Fte, YearMonth};

fn yes(flag: bool) -> String {
    if flag { "yes" } else { "no" }.to_owned()
}

fn word(code: &str) -> String {
    code.to_owned()
}

fn month(month: Option<YearMonth>) -> String {
    number(month)
}

/// Empty where nothing is known.
fn number<T: ToString>(value: Option<T>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

/// Thousandths as a decimal number.
fn thousandths(small: i64) -> String {
    Fte::from_small(small).to_string()
}

pub(super) fn school(r: &SchoolRecord, column: &str) -> String {
    match column {
        "id" => word(&r.id),
        "name" => word(&r.name),
        "town" => word(&r.town),
        "setting" => word(r.setting.code()),
        "ownership" => word(r.ownership.code()),
        "lat" => number(r.lat),
        "lon" => number(r.lon),
        "cluster" => r.cluster.clone().unwrap_or_default(),
        "cluster_role" => word(r.cluster_role.code()),
        "paired_with" => r.paired_with.clone().unwrap_or_default(),
        "strength" => word(r.strength.code()),
        "boarding" => yes(r.boarding),
        "teaching_point" => yes(r.teaching_point),
        "seats" => number(r.seats),
        "priority" => r.priority.join(";"),
        "opens" => number(r.opens),
        "closes" => number(r.closes),
        "merges_into" => r.merges_into.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

pub(super) fn enrollment(r: &EnrollmentRecord, column: &str) -> String {
    match column {
        "year" => number(Some(r.year)),
        "school" => word(&r.school),
        "stage" => word(r.stage.code()),
        "grade" => number(Some(r.grade)),
        "pupils" => number(Some(r.pupils)),
        "classes" => number(r.classes),
        "boarders" => number(Some(r.boarders)),
        "inclusion" => number(Some(r.inclusion)),
        _ => String::new(),
    }
}

pub(super) fn teacher(r: &TeacherRecord, column: &str) -> String {
    match column {
        "id" => word(&r.id),
        "name" => r.name.clone().unwrap_or_default(),
        "sex" => word(r.sex.code()),
        "birth" => month(Some(r.birth)),
        "school" => word(&r.school),
        "stage" => word(r.stage.code()),
        "kind" => word(&r.kind),
        "other_kinds" => r.other_kinds.join(";"),
        "employment" => word(r.employment.code()),
        "post" => word(r.post.code()),
        "first_employed" => month(r.first_employed),
        "degree" => word(r.degree.code()),
        "title" => word(r.title.code()),
        "title_since" => month(r.title_since),
        "role" => word(r.role.code()),
        "role_since" => month(r.role_since),
        "terms" => number(Some(r.terms)),
        "in_school_since" => month(Some(r.in_school_since)),
        "rural_years" => number(Some(r.rural_years)),
        "homeroom" => yes(r.homeroom),
        "state" => word(r.state.code()),
        "exempt_until" => month(r.exempt_until),
        "exempt_reason" => r.exempt_reason.clone().unwrap_or_default(),
        "bond_until" => month(r.bond_until),
        "retirement_category" => r.retirement_category.map_or_else(String::new, |c| word(c.code())),
        "retirement_option" => word(r.retirement_option.code()),
        "dual_qualified" => yes(r.dual_qualified),
        "spouse" => r.spouse.clone().unwrap_or_default(),
        "hardship" => yes(r.hardship),
        "home_town" => r.home_town.clone().unwrap_or_default(),
        "preferences" => r.preferences.join(";"),
        "pinned" => r.pinned.clone().unwrap_or_default(),
        "forbidden" => r.forbidden.join(";"),
        _ => String::new(),
    }
}

pub(super) fn certificate(r: &CertificateRecord, column: &str) -> String {
    match column {
        "teacher" => word(&r.teacher),
        "certificate" => word(r.certificate.code()),
        "stage" => r.stage.map_or_else(String::new, |s| word(s.code())),
        "kind" => r.kind.clone().unwrap_or_default(),
        "valid_until" => month(r.valid_until),
        _ => String::new(),
    }
}

pub(super) fn distinction(r: &DistinctionRecord, column: &str) -> String {
    match column {
        "teacher" => word(&r.teacher),
        "level" => word(r.level.code()),
        "honor" => word(r.honor.code()),
        "since" => month(r.since),
        "valid_until" => month(r.valid_until),
        _ => String::new(),
    }
}

pub(super) fn curriculum(r: &CurriculumRecord, column: &str) -> String {
    match column {
        "year" => number(r.year),
        "stage" => word(r.stage.code()),
        "grade" => number(Some(r.grade)),
        "kind" => word(&r.kind),
        "lessons" => number(Some(r.lessons)),
        _ => String::new(),
    }
}

pub(super) fn workload(r: &WorkloadRecord, column: &str) -> String {
    match column {
        "stage" => word(r.stage.code()),
        "item" => match &r.item {
            WorkloadItem::Kind(kind) => word(kind),
            WorkloadItem::Homeroom => word("homeroom"),
            WorkloadItem::Role(role) => word(role.code()),
            WorkloadItem::SeniorAge => word("senior-age"),
            WorkloadItem::Duty(duty) => word(duty.code()),
        },
        "lessons" => number(Some(r.lessons)),
        _ => String::new(),
    }
}

pub(super) fn establishment(r: &EstablishmentRecord, column: &str) -> String {
    match column {
        "year" => number(r.year),
        "school" => word(&r.school),
        "stage" => word(r.stage.code()),
        "posts" => number(r.posts),
        _ => String::new(),
    }
}

pub(super) fn channel(r: &ChannelRecord, column: &str) -> String {
    match column {
        "channel" => word(&r.channel),
        "year" => number(r.year),
        "kind" => r.kind.clone().unwrap_or_default(),
        "stage" => r.stage.map_or_else(String::new, |s| word(s.code())),
        "setting" => r.setting.map_or_else(String::new, |s| word(s.code())),
        "posts" => number(Some(r.posts)),
        "supply" => number(r.supply),
        "cost" => number(Some(r.cost)),
        "bond_years" => number(Some(r.bond_years)),
        "lead_years" => number(Some(r.lead_years)),
        _ => String::new(),
    }
}

pub(super) fn travel(r: &TravelRecord, column: &str) -> String {
    match column {
        "from" => word(&r.from),
        "to" => word(&r.to),
        "minutes" => number(r.minutes),
        "km" => number(r.km),
        _ => String::new(),
    }
}

pub(super) fn facility(r: &FacilityRecord, column: &str) -> String {
    match column {
        "school" => word(&r.school),
        "stage" => word(r.stage.code()),
        "facility" => word(r.facility.code()),
        "amount" => r.amount.map(thousandths).unwrap_or_default(),
        "state" => r.state.map_or_else(String::new, |s| word(s.code())),
        _ => String::new(),
    }
}

pub(super) fn published(r: &PublishedRecord, column: &str) -> String {
    match column {
        "teacher" => word(&r.teacher),
        "school" => word(&r.school),
        "stage" => word(r.stage.code()),
        "year" => r.year.map(|year| year.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

pub(super) fn surplus(r: &SurplusRecord, column: &str) -> String {
    match column {
        "id" => word(&r.id),
        "kind" => word(&r.kind),
        "area" => word(&r.area),
        "points" => thousandths(r.points),
        "school" => r.school.clone().unwrap_or_default(),
        "available" => yes(r.available),
        "note" => r.note.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

pub(super) fn vacancy(r: &VacancyRecord, column: &str) -> String {
    match column {
        "id" => word(&r.id),
        "area" => word(&r.area),
        "school" => word(&r.school),
        "kind" => word(&r.kind),
        "region" => number(Some(r.region)),
        "posts" => number(Some(r.posts)),
        _ => String::new(),
    }
}

pub(super) fn demography(r: &DemographyRecord, column: &str) -> String {
    match column {
        "year" => number(Some(r.year)),
        "town" => r.town.clone().unwrap_or_default(),
        "school" => r.school.clone().unwrap_or_default(),
        "stage" => word(r.stage.code()),
        "entrants" => number(r.entrants),
        "transfer_rate" => r.transfer_rate.map(thousandths).unwrap_or_default(),
        "grade_rate" => r.grade_rate.map(thousandths).unwrap_or_default(),
        _ => String::new(),
    }
}

pub(super) fn change(r: &ChangeRecord, column: &str) -> String {
    let (kind, value) = match r.change {
        PersonChange::Leaves => (ChangeKind::Leaves, ""),
        PersonChange::Leave => (ChangeKind::Leave, ""),
        PersonChange::Title(title) => (ChangeKind::Title, title.code()),
        PersonChange::Degree(degree) => (ChangeKind::Degree, degree.code()),
    };
    match column {
        "teacher" => word(&r.teacher),
        "year" => number(Some(r.year)),
        "change" => word(kind.code()),
        "value" => word(value),
        _ => String::new(),
    }
}

pub(super) fn attrition(r: &AttritionRecord, column: &str) -> String {
    match column {
        "setting" => r.setting.map_or_else(String::new, |setting| word(setting.code())),
        "sex" => r.sex.map_or_else(String::new, |sex| word(sex.code())),
        "from_age" => number(r.from_age),
        "to_age" => number(r.to_age),
        "leaving_rate" => r.leaving_rate.map(thousandths).unwrap_or_default(),
        "absence_rate" => r.absence_rate.map(thousandths).unwrap_or_default(),
        _ => String::new(),
    }
}

pub(super) fn round(r: &RoundRecord, column: &str) -> String {
    let list = |codes: Vec<&str>| codes.join(";");
    match column {
        "award" => word(r.award.code()),
        "date" => month(Some(r.date)),
        "places" => number(Some(r.places)),
        "training_places" => number(Some(r.training_places)),
        "low_rate" => thousandths(r.low_rate),
        "rate" => thousandths(r.rate),
        "high_rate" => thousandths(r.high_rate),
        "training_gain" => thousandths(r.training_gain),
        "title" => r.title.map_or_else(String::new, |title| word(title.code())),
        "title_years" => number(r.title_years),
        "degree" => r.degree.map_or_else(String::new, |degree| word(degree.code())),
        "service_years" => number(r.service_years),
        "rural_years" => number(r.rural_years),
        "max_age" => number(r.max_age),
        "roles" => list(r.roles.iter().map(|role| role.code()).collect()),
        "requires" => list(r.requires.iter().map(|award| award.code()).collect()),
        _ => String::new(),
    }
}
