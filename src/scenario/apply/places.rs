//! Posts, recruiting, schools that open, close and merge.

use super::{Change, Done, Refusal, known_school, times};
use crate::domain::records::{EnrollmentRecord, EstablishmentRecord, Records, SchoolRecord, TravelRecord};
use crate::domain::roads::{WINDING_FACTOR, great_circle_km, minutes_for_km};
use crate::domain::words::ClusterRole;
use crate::domain::{Case, Minutes, Stage};
use crate::messages::Text;

/// Posts of a school.
pub(super) fn posts(records: &mut Records, change: &Change) -> Done {
    let school = known_school(records, change.word("school").unwrap_or_default())?;
    let (stage, year) = (change.stage()?, change.year("year"));
    let meant = |row: &EstablishmentRecord| {
        row.school == school && stage.is_none_or(|stage| stage == row.stage) && (year.is_none() || year == row.year)
    };
    let mut rows = 0;
    for row in records.establishment.iter_mut().filter(|row| meant(row)) {
        let added = change.whole("add").and_then(|add| row.posts.map(|posts| posts + add));
        let posts = change.whole("posts").or(added);
        if posts.is_some_and(|posts| posts < 0) {
            return Err(Refusal::new(
                Text::new("scenario.negative-posts"),
                Text::new("scenario.negative-posts.action"),
            ));
        }
        row.posts = posts.or(row.posts);
        rows += usize::from(posts.is_some());
    }
    Ok(rows)
}

/// Posts that are advertised: all that match brought to a total in proportion, or times a factor each.
pub(super) fn recruits(records: &mut Records, change: &Change) -> Done {
    let (stage, year) = (change.stage()?, change.year("year"));
    let (channel, subject) = (change.word("channel"), change.word("subject"));
    let meant: Vec<usize> = (0..records.channels.len())
        .filter(|&at| {
            let row = &records.channels[at];
            channel.is_none_or(|channel| row.channel == channel)
                && (stage.is_none() || stage == row.stage)
                && (year.is_none() || year == row.year)
                && subject.is_none_or(|subject| row.kind.as_deref() == Some(subject))
        })
        .collect();
    if let Some(factor) = change.number("factor") {
        for &at in &meant {
            records.channels[at].posts = times(records.channels[at].posts, factor);
        }
        return Ok(meant.len());
    }
    let total = change.whole("total").unwrap_or_default().max(0);
    let before: i64 = meant.iter().map(|&at| records.channels[at].posts).sum();
    if before == 0 {
        return Ok(0);
    }
    // Largest remainders, the first row where equal: the total is kept exactly.
    let share = |posts: i64| (posts * total / before, posts * total % before);
    let mut left = total - meant.iter().map(|&at| share(records.channels[at].posts).0).sum::<i64>();
    let mut order = meant.clone();
    order.sort_by_key(|&at| std::cmp::Reverse(share(records.channels[at].posts).1));
    for at in order {
        let extra = i64::from(left > 0);
        records.channels[at].posts = share(records.channels[at].posts).0 + extra;
        left -= extra;
    }
    Ok(meant.len())
}

/// A school that opens or closes in another year; the pupils whom the tables give it while it is not there go to another.
pub(super) fn school(records: &mut Records, change: &Change) -> Done {
    let code = known_school(records, change.word("school").unwrap_or_default())?;
    let other = |key| change.word(key).map(|into| known_school(records, into)).transpose();
    let (into, pupils) = (other("merges_into")?, other("pupils_to")?);
    let mut rows = 0;
    for row in records.schools.iter_mut().filter(|row| row.id == code) {
        row.opens = change.year("opens").or(row.opens);
        row.closes = change.year("closes").or(row.closes);
        row.merges_into = into.map(str::to_owned).or_else(|| row.merges_into.take());
        rows += 1;
    }
    let named = || records.schools.iter().find(|row| row.id == code).and_then(|row| row.merges_into.clone());
    let to = pupils.or(into).map(str::to_owned).or_else(named);
    rehome(records, code, to.as_deref(), change.fields.contains_key("closes"))?;
    Ok(rows)
}

/// Gives the pupils of years in which a school is not there to another one, grade by grade. Where it `merges` they join the classes there, as many
/// as the class size that the rows bear asks for; where it is only late they stay together in their classes. Its posts go along, until it opens.
fn rehome(records: &mut Records, school: &str, to: Option<&str>, merges: bool) -> Result<(), Refusal> {
    let of = records.schools.iter().find(|row| row.id == school);
    let (opens, closes) = of.map_or((None, None), |row| (row.opens, row.closes));
    let gone = |row: &EnrollmentRecord| {
        row.school == school
            && (opens.is_some_and(|opens| row.year < opens) || closes.is_some_and(|closes| row.year >= closes))
    };
    let (homeless, mut kept): (Vec<_>, Vec<_>) = std::mem::take(&mut records.enrollment).into_iter().partition(gone);
    let pupils: i64 = homeless.iter().map(|row| row.pupils).sum();
    let Some(to) = to.or((pupils == 0).then_some("")) else {
        kept.extend(homeless);
        records.enrollment = kept;
        let cause = Text::new("scenario.homeless").with("school", school).with("pupils", pupils);
        return Err(Refusal::new(cause, Text::new("scenario.homeless.action")));
    };
    for row in homeless.into_iter().filter(|row| row.pupils > 0) {
        let same = |other: &&mut EnrollmentRecord| {
            (other.year, other.school.as_str(), other.stage, other.grade) == (row.year, to, row.stage, row.grade)
        };
        match kept.iter_mut().find(same) {
            Some(other) => {
                other.pupils += row.pupils;
                other.boarders += row.boarders;
                other.inclusion += row.inclusion;
                let together = other.classes.zip(row.classes).map(|(one, more)| one + more);
                let size = other
                    .classes
                    .filter(|&classes| classes > 0)
                    .map(|classes| borne(other.pupils - row.pupils, classes, row.stage));
                let joined = size.map(|size| (other.pupils + size - 1).div_euclid(size)).max(other.classes);
                other.classes = if merges { joined } else { together };
            }
            None => kept.push(EnrollmentRecord { school: to.to_owned(), ..row }),
        }
    }
    records.enrollment = kept;
    match (merges, closes, opens) {
        (true, Some(closes), _) => posts_go_along(records, school, to, |year| year >= closes),
        (false, _, Some(opens)) if pupils > 0 => {
            posts_come_back(records, school, to, opens);
            posts_go_along(records, school, to, |year| year < opens);
        }
        _ => {}
    }
    Ok(())
}

/// Writes down for the year in which a school opens what it and its host have before, where nothing is said of that year.
fn posts_come_back(records: &mut Records, school: &str, to: &str, opens: i32) {
    let before = |row: &&EstablishmentRecord| {
        (row.school == school || row.school == to) && row.year.is_some_and(|year| year < opens)
    };
    let mut latest: Vec<EstablishmentRecord> = Vec::new();
    for row in records.establishment.iter().filter(before) {
        match latest.iter_mut().find(|known| (&known.school, known.stage) == (&row.school, row.stage)) {
            Some(known) if known.year < row.year => *known = row.clone(),
            Some(_) => {}
            None => latest.push(row.clone()),
        }
    }
    for row in latest {
        let said = |known: &EstablishmentRecord| {
            (known.year, &known.school, known.stage) == (Some(opens), &row.school, row.stage)
        };
        if !records.establishment.iter().any(said) {
            records.establishment.push(EstablishmentRecord { year: Some(opens), ..row });
        }
    }
}

/// Pupils to a class: the standard of the stage, or more where the classes of the host bear more already.
fn borne(pupils: i64, classes: i64, stage: Stage) -> i64 {
    (pupils + classes - 1).div_euclid(classes).max(Case::class_size(stage))
}

/// In years in which a school is not there its posts are those of the one that has its pupils.
fn posts_go_along(records: &mut Records, school: &str, to: &str, gone: impl Fn(i32) -> bool) {
    let goes = |row: &EstablishmentRecord| row.school == school && row.year.is_some_and(&gone);
    let moved: Vec<EstablishmentRecord> = records.establishment.iter().filter(|row| goes(row)).cloned().collect();
    let before = records.establishment.clone();
    for row in moved {
        let of_host = |other: &&EstablishmentRecord| (other.school.as_str(), other.stage) == (to, row.stage);
        // What holds for the host in that year: its latest row up to then, or the one without a year.
        let host = before.iter().filter(of_host).filter(|other| other.year <= row.year);
        let Some(host) = host.max_by_key(|other| other.year).cloned() else { continue };
        let posts = host.posts.zip(row.posts).map(|(posts, more)| posts + more);
        let lent = EstablishmentRecord { posts, year: row.year, ..host.clone() };
        records.establishment.retain(|known| *known != row && (known.year != lent.year || *known != host));
        records.establishment.push(lent);
    }
}

/// Teaching points with fewer pupils close and merge: into the school they are paired with, else the lead of their cluster in
/// the town, else the nearest school of the town, else the nearest of all (minutes given, else by the places on the map).
pub(super) fn merge_points(records: &mut Records, change: &Change) -> Done {
    let (below, closes) = (change.whole("below").unwrap_or_default(), change.year("closes"));
    let town = change.word("town");
    let latest = records.enrollment.iter().map(|row| row.year).max();
    let pupils = |school: &str| -> i64 {
        let rows = records.enrollment.iter().filter(|row| row.school == school && Some(row.year) == latest);
        rows.map(|row| row.pupils).sum()
    };
    let meant = |row: &&SchoolRecord| {
        row.teaching_point
            && town.is_none_or(|town| row.town == town)
            && (1..below).contains(&pupils(&row.id))
            && row.closes.is_none_or(|year| closes.is_some_and(|closes| year > closes))
    };
    let mut merged = Vec::new();
    for point in records.schools.iter().filter(meant) {
        let Some(into) = neighbor(records, point, closes.unwrap_or(i32::MAX)) else {
            let cause = Text::new("scenario.no-neighbor").with("school", &point.name);
            return Err(Refusal::new(cause, Text::new("scenario.no-neighbor.action")));
        };
        merged.push((point.id.clone(), into));
    }
    for (point, into) in &merged {
        for row in records.schools.iter_mut().filter(|row| row.id == *point) {
            (row.closes, row.merges_into) = (closes, Some(into.clone()));
        }
        rehome(records, point, Some(into), true)?;
    }
    Ok(merged.len())
}

/// Where a teaching point goes.
fn neighbor(records: &Records, point: &SchoolRecord, closes: i32) -> Option<String> {
    let stays = |row: &&SchoolRecord| {
        let there = row.closes.is_none() && row.opens.is_none_or(|opens| opens <= closes);
        row.id != point.id && !row.teaching_point && there
    };
    let teaches = |school: &str| {
        let stages = |code: &str| {
            let rows = records.enrollment.iter().filter(move |row| row.school == code);
            rows.map(|row| row.stage).collect::<std::collections::BTreeSet<_>>()
        };
        stages(&point.id).is_subset(&stages(school))
    };
    let open = || records.schools.iter().filter(stays).filter(|row| teaches(&row.id));
    let paired = open().find(|row| point.paired_with.as_deref() == Some(row.id.as_str()));
    let lead = || {
        let of_cluster = open().filter(|row| row.cluster.is_some() && row.cluster == point.cluster);
        of_cluster.filter(|row| row.town == point.town).find(|row| row.cluster_role == ClusterRole::Lead)
    };
    let near = |of_town: bool| {
        let there = open().filter(|row| !of_town || row.town == point.town);
        there.filter_map(|row| Some((way(records, point, row)?, row))).min_by_key(|(way, row)| (*way, &row.id))
    };
    paired.or_else(lead).or_else(|| near(true).or_else(|| near(false)).map(|(_, row)| row)).map(|row| row.id.clone())
}

/// Minutes one way: given, else from the places on the map.
fn way(records: &Records, from: &SchoolRecord, to: &SchoolRecord) -> Option<Minutes> {
    let between =
        |way: &&TravelRecord| (way.from == from.id && way.to == to.id) || (way.to == from.id && way.from == to.id);
    let given = records.travel.iter().filter(between).filter_map(|way| way.minutes).min();
    let place = |row: &SchoolRecord| Some((row.lat?, row.lon?));
    given.or_else(|| Some(minutes_for_km(great_circle_km(place(from)?, place(to)?) * WINDING_FACTOR)))
}
