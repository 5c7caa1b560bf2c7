//! Tests of the tables written back.

use super::*;
use crate::domain::YearMonth;
use crate::domain::records::{
    AttritionRecord, ChangeRecord, DemographyRecord, PersonChange, PublishedRecord, SurplusRecord, VacancyRecord,
};

#[test]
fn a_text_that_looks_like_a_formula_comes_back_as_it_was() {
    // A school named "=1+1" must not run in the office's spreadsheet, nor change on the way.
    for text in ["=1+1", "-", "'=x", "''@a", "普通", "'quoted", ""] {
        let safe = protect(text);
        assert_eq!(unprotect(&safe), text);
        assert!(!safe.starts_with(['=', '+', '-', '@']), "{safe}");
    }
}

#[test]
fn every_column_of_the_schema_is_written() {
    // A column added to the schema but forgotten here would come out empty for ever.
    let mut records = crate::synth::generate(&crate::synth::Profile::named("dazu").expect("built in"), 1);
    records.teachers[0].name = Some("甲".to_owned());
    records.teachers[0].retirement_category = Some(crate::domain::words::RetirementCategory::Men60);
    records.travel[0].km = Some(2.5);
    records.teachers[0].forbidden.push(records.schools[0].id.clone());
    records.certificates[0].valid_until = YearMonth::new(2030, 1);
    records.facilities[0].state = Some(crate::domain::words::FacilityState::Met);
    records.curriculum[0].year = Some(2026);
    let [id, kind, area, note] = ["X1", "pe", "镇", "备注"].map(str::to_owned);
    let (school, points) = (Some(id.clone()), 2500);
    records.vacancies.push(VacancyRecord {
        id: id.clone(),
        area: area.clone(),
        school: id.clone(),
        kind: kind.clone(),
        region: 2,
        posts: 1,
    });
    records.published.push(PublishedRecord {
        teacher: id.clone(),
        school: id.clone(),
        stage: crate::domain::Stage::Primary,
        year: Some(2027),
    });
    let stage = crate::domain::Stage::Junior;
    records.demography.push(DemographyRecord {
        year: 2027,
        town: Some(area.clone()),
        school: Some(id.clone()),
        stage,
        entrants: Some(90),
        transfer_rate: Some(980),
        grade_rate: Some(995),
    });
    let change = PersonChange::Title(crate::domain::words::Title::Senior);
    records.changes.push(ChangeRecord { teacher: id.clone(), year: 2027, change });
    let (setting, sex) = (Some(records.schools[0].setting), Some(records.teachers[0].sex));
    let (from_age, leaving_rate) = (Some(30), Some(15));
    let (to_age, absence_rate) = (Some(39), Some(40));
    records.attrition.push(AttritionRecord { setting, sex, from_age, to_age, leaving_rate, absence_rate });
    records.surplus.push(SurplusRecord { id, kind, area, points, school, available: true, note: Some(note) });
    let grids = grids(&records);
    assert_eq!(grids.len(), schema::tables().len());
    for grid in grids {
        for (at, column) in grid.table.columns.iter().enumerate() {
            assert!(grid.rows.iter().any(|row| !row[at].is_empty()), "{}.{}", grid.table.name, column.name);
        }
    }
}
