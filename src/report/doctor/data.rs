//! The doctor's findings for programs: codes as in the tables, all rows, numbers in whole units with at most three decimals.

use crate::doctor::{
    Diagnosis, Establishment, KindRow, ObstacleRow, Oversize, PostsRow, Quota, QuotaRunway, Rotation, Runway, Standing,
};
use crate::domain::{Case, Fte, Lessons};
use crate::pipeline::Checkup;
use serde_json::{Value, json};

/// Everything the doctor found; a part that the policy turns off is `null`.
#[must_use]
pub fn entry(checkup: &Checkup) -> Value {
    let (case, diagnosis) = (&checkup.case, &checkup.diagnosis);
    json!({
        "stages": stages(diagnosis),
        "supply": supply(case, diagnosis),
        "rotation": diagnosis.rotation.map(rotation),
        "runway": diagnosis.runway.as_ref().map(runway),
        "establishment": diagnosis.establishment.as_ref().map(establishment),
        "targets": targets(diagnosis),
        "obstacles": diagnosis.obstacles.as_ref().map(|rows| obstacles(case, rows)),
        "oversize": diagnosis.oversize.as_ref().map(|of| oversize(case, of)),
        "kinds": diagnosis.kinds.as_ref().map(|rows| kinds(case, rows)),
        "talents": diagnosis.talents.as_ref().map(|rows| talents(rows)),
    })
}

fn stages(diagnosis: &Diagnosis) -> Vec<Value> {
    let rows = diagnosis.stages.iter().map(|row| {
        json!({
            "stage": row.stage.code(),
            "lessons": lessons(row.lessons),
            "asked": fte(row.asked),
            "teachers": fte(row.teachers),
            "missing": lessons(row.missing),
            "short": row.short,
            "spare": fte(row.spare),
            "hires": row.hires,
        })
    });
    rows.collect()
}

fn supply(case: &Case, diagnosis: &Diagnosis) -> Vec<Value> {
    let rows = diagnosis.supply.iter().map(|row| {
        json!({
            "stage": row.stage.code(),
            "kind": case.kinds[row.kind.at()].code,
            "lessons": lessons(row.lessons),
            "asked": fte(row.asked),
            "teachers": fte(row.teachers),
            "further": row.further,
            "missing": lessons(row.missing),
            "missing_teachers": fte(row.missing_teachers),
            "spare": fte(row.spare),
            "hires": row.hires,
            "nobody": row.is_taught_by_nobody(),
        })
    });
    rows.collect()
}

fn rotation(rotation: Rotation) -> Value {
    let quota = |quota: Quota| {
        let share = fte(Fte::from_small(quota.share));
        json!({ "share": share, "asked": quota.asked, "able": quota.able, "missing": quota.missing })
    };
    json!({
        "eligible": rotation.eligible,
        "key_teachers": rotation.key_teachers,
        "rotating": rotation.rotating.map(quota),
        "key": rotation.key.map(quota),
        "can_be_met": rotation.can_be_met(),
    })
}

fn runway(runway: &Runway) -> Value {
    let quota = |quota: &QuotaRunway| {
        let years = quota.standings.iter().enumerate().map(
            |(after, standing)| json!({ "year": runway.year(after).0, "pool": standing.pool, "needed": standing.needed }),
        );
        json!({
            "rule": quota.rule,
            "share": fte(Fte::from_small(quota.share)),
            "dry": quota.dry().map(|(after, _)| runway.year(after).0),
            "honors_ended": quota.ended,
            "years": years.collect::<Vec<_>>(),
        })
    };
    json!({
        "first": runway.first.0,
        "last": runway.last().0,
        "holds": runway.holds(),
        "quotas": runway.quotas.iter().map(quota).collect::<Vec<_>>(),
    })
}

fn establishment(establishment: &Establishment) -> Value {
    let row = |row: &PostsRow| {
        json!({
            "stage": row.stage.map(crate::domain::Stage::code),
            "units": row.units,
            "staff": row.staff,
            "posts": row.posts,
            "surplus": row.surplus,
            "above": row.above,
            "shortage": row.shortage,
            "below": row.below,
        })
    };
    json!({
        "stages": establishment.stages.iter().map(row).collect::<Vec<_>>(),
        "total": row(&establishment.total),
        "released": establishment.released,
    })
}

fn targets(diagnosis: &Diagnosis) -> Vec<Value> {
    let rows = diagnosis.targets.iter().map(|row| {
        json!({
            "rule": row.resource.rule(),
            "stage": row.stage.code(),
            "units": row.units,
            "asked": row.asked,
            "today": row.today,
            "people": row.people,
            "stuck": row.stuck,
            "hires": row.hires,
            "missing": row.missing,
        })
    });
    rows.collect()
}

fn obstacles(case: &Case, rows: &[ObstacleRow]) -> Vec<Value> {
    let rows = rows.iter().map(|row| {
        let facilities: Vec<Value> =
            row.facilities.iter().map(|(f, state)| json!({ "facility": f.code(), "state": state.code() })).collect();
        json!({ "unit": case.units[row.unit.at()].code, "amount": row.amount, "facilities": facilities })
    });
    rows.collect()
}

fn oversize(case: &Case, oversize: &Oversize) -> Value {
    let class = |&(unit, amount): &(crate::domain::UnitIx, i64)| json!({ "unit": case.units[unit.at()].code, "classes": amount });
    let school = |&(school, pupils, limit): &(crate::domain::SchoolIx, i64, i64)| json!({ "school": case.schools[school.at()].code, "pupils": pupils, "limit": limit });
    json!({
        "classes": oversize.classes.iter().map(class).collect::<Vec<_>>(),
        "schools": oversize.schools.iter().map(school).collect::<Vec<_>>(),
    })
}

fn kinds(case: &Case, rows: &[KindRow]) -> Vec<Value> {
    let rows = rows.iter().map(|row| {
        json!({
            "kind": case.kinds[row.kind.at()].code,
            "asked": row.asked,
            "lessons": fte(row.lessons),
            "staff": row.staff,
            "today": row.today,
            "missing": row.missing,
            "hires": row.hires,
            "further": row.further,
            "certified": row.certified,
            "left": row.left(),
        })
    });
    rows.collect()
}

fn talents(rows: &[Standing]) -> Vec<Value> {
    let rows = rows.iter().map(|row| {
        json!({
            "indicator": row.indicator,
            "by": row.by.to_string(),
            "now": row.now,
            "then": row.then,
            "target": row.target,
            "missing": row.missing(),
        })
    });
    rows.collect()
}

fn lessons(lessons: Lessons) -> Value {
    json!(lessons.as_f64())
}

fn fte(time: Fte) -> Value {
    json!(time.as_f64())
}
