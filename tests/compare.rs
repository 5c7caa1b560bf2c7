//! Two plans side by side: every teacher whose fate differs has a cause that, taken back alone, restores the earlier fate, or is said to act
//! jointly; what is not looked for or not known is said, too.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

mod compare_support;
mod tiny;

use compare_support::{as_read, causes, changes, compare, data, fate, plan, written};
use junheng::causes::fates::Post;
use junheng::causes::{Came, Cause, Differences, Fates, Trial};
use junheng::domain::{Records, SchoolYear, Stage};
use junheng::ingest::{ReadOptions, read_tables};
use junheng::pipeline::Solved;
use junheng::report::tables::csv_tables;
use junheng::solver::Termination;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use std::path::Path;
use tiny::YEAR;
use tiny::hand::{district, person};

/// A school that has one teacher too many and whose second teacher stays whatever happens, beside one that has a single teacher; and the same
/// again far away.
fn two_places() -> Records {
    let primary = Stage::Primary;
    let mut records =
        district(&[("a", primary, 30, 2), ("b", primary, 30, 1), ("c", primary, 30, 2), ("d", primary, 30, 1)]);
    records.channels.clear();
    as_read(&mut records);
    for way in &mut records.travel {
        let far = ["a", "b"].contains(&way.from.as_str()) != ["a", "b"].contains(&way.to.as_str());
        way.minutes = Some(junheng::domain::Minutes::whole(if far { 200 } else { 10 }));
    }
    for id in ["a2", "b1", "c2", "d1"] {
        let row = person(&mut records, id);
        row.pinned = Some(row.school.clone());
    }
    records
}

fn classes(records: &mut Records, school: &str, classes: i64) {
    let row = records.enrollment.iter_mut().find(|row| row.school == school).unwrap();
    (row.classes, row.pupils) = (Some(classes), 30 * classes);
}

fn posts(records: &mut Records, school: &str, posts: i64) {
    records.establishment.iter_mut().find(|row| row.school == school).unwrap().posts = Some(posts);
}

/// Both folders, and both plans.
fn both(dir: &Path, a: &Records, b: &Records) -> [Solved; 2] {
    let plans = [a, b].map(|records| plan(records, 0).unwrap());
    written(dir, "a", &plans[0]);
    written(dir, "b", &plans[1]);
    plans
}

#[test]
fn two_changes_in_two_places_each_cause_what_happens_there() {
    // More classes at b pull a1; no post is left at d, so that c1 stays. Each change taken back by hand restores its own and nothing else.
    let dir = tempfile::tempdir().unwrap();
    let mut a = two_places();
    classes(&mut a, "d", 3);
    let mut b = a.clone();
    classes(&mut b, "b", 3);
    posts(&mut b, "d", 1);
    let [before, after] = both(dir.path(), &a, &b);
    assert_eq!(fate(&before, "a1").unwrap().0, "a/primary");
    assert_eq!(fate(&before, "c1").unwrap().0, "d/primary");
    assert_eq!(fate(&after, "a1").unwrap().0, "b/primary");
    assert_eq!(fate(&after, "c1").unwrap().0, "c/primary");
    let said = data(dir.path(), &[]);
    let numbers = changes(&said);
    assert_eq!(numbers["1"], [("enrollment".to_owned(), "b".to_owned())]);
    assert_eq!(numbers["2"], [("establishment".to_owned(), "d".to_owned())]);
    let cause = |number: &str| ("changes".to_owned(), number.to_owned());
    assert_eq!(causes(&said), [("a1".to_owned(), cause("1")), ("c1".to_owned(), cause("2"))].into());
    let (mut first, mut second) = (b.clone(), b.clone());
    classes(&mut first, "b", 1);
    posts(&mut second, "d", 99);
    let [first, second] = [first, second].map(|records| plan(&records, 0).unwrap());
    assert_eq!(fate(&first, "a1"), fate(&before, "a1"));
    assert_ne!(fate(&first, "c1"), fate(&before, "c1"));
    assert_eq!(fate(&second, "c1"), fate(&before, "c1"));
    assert_ne!(fate(&second, "a1"), fate(&before, "a1"));
    // The subjects of the schools concerned differ for the same reasons.
    let place = |code: &str| {
        let rows = said["differences"].as_array().unwrap();
        let row = rows.iter().find(|row| row["what"] == "staff" && row["code"] == code && row["kind"] == "math");
        row.unwrap()["changes"].as_str().unwrap().to_owned()
    };
    assert_eq!([place("a/primary"), place("c/primary")], ["1", "2"]);
}

#[test]
fn a_person_whom_either_of_two_changes_moves_is_moved_by_both_jointly() {
    // Only a1 may move, and b and d both have more classes: without one of them a1 goes to the other, so that no change alone keeps a1 at a. With a
    // third change that moves nobody, the two taken back as a pair do.
    let dir = tempfile::tempdir().unwrap();
    let mut a = two_places();
    person(&mut a, "c1").pinned = Some("c".to_owned());
    a.travel.iter_mut().for_each(|way| way.minutes = Some(junheng::domain::Minutes::whole(10)));
    let mut b = a.clone();
    classes(&mut b, "b", 3);
    classes(&mut b, "d", 3);
    let [before, after] = both(dir.path(), &a, &b);
    assert_eq!(fate(&before, "a1").unwrap().0, "a/primary");
    assert_ne!(fate(&after, "a1"), fate(&before, "a1"));
    for school in ["b", "d"] {
        let mut back = b.clone();
        classes(&mut back, school, 1);
        assert_ne!(fate(&plan(&back, 0).unwrap(), "a1"), fate(&before, "a1"));
    }
    assert_eq!(causes(&data(dir.path(), &[]))["a1"], ("joint".to_owned(), String::new()));
    std::fs::remove_dir_all(dir.path().join("b")).unwrap();
    posts(&mut b, "c", 50);
    written(dir.path(), "b", &plan(&b, 0).unwrap());
    let said = data(dir.path(), &[]);
    assert_eq!(changes(&said)["3"], [("establishment".to_owned(), "c".to_owned())]);
    assert_eq!(causes(&said)["a1"], ("changes".to_owned(), "1+2".to_owned()));
    assert_eq!(said["pairs_taken_back"], 3);
}

#[test]
fn one_change_is_the_cause_of_everything_and_several_are_not_told_apart_quickly() {
    // Without solving again: one change is the cause, of two nothing is said, and the words say that.
    let dir = tempfile::tempdir().unwrap();
    let a = two_places();
    let mut b = a.clone();
    classes(&mut b, "b", 3);
    both(dir.path(), &a, &b);
    let said = data(dir.path(), &["--quick"]);
    assert_eq!(causes(&said), [("a1".to_owned(), ("changes".to_owned(), "1".to_owned()))].into());
    assert_eq!(said["changes"][0]["taken_back"], "first-plan");
    std::fs::remove_dir_all(dir.path().join("b")).unwrap();
    posts(&mut b, "d", 1);
    written(dir.path(), "b", &plan(&b, 0).unwrap());
    assert_eq!(causes(&data(dir.path(), &["--quick"]))["a1"].0, "unsought");
    let (code, text, _) = compare(dir.path(), &["--quick"]);
    assert!(code == Some(1) && text.contains("没有重新求解") && text.contains("未查找"), "{text}");
}

#[test]
fn people_of_one_input_only_are_told_as_such() {
    // A new colleague with a certificate: the person and the certificate cannot be taken back one without the other, and are one change.
    let dir = tempfile::tempdir().unwrap();
    let a = two_places();
    let mut b = a.clone();
    b.teachers.push(tiny::facts::teacher("z9", "b", Stage::Primary, "math"));
    b.certificates.push(tiny::facts::certificate("z9", Stage::Primary));
    both(dir.path(), &a, &b);
    let said = data(dir.path(), &[]);
    assert_eq!(causes(&said)["z9"], ("only-second".to_owned(), String::new()));
    assert_eq!(said["changes"].as_array().unwrap().len(), 1);
    assert_eq!(said["changes"][0]["joined"], true);
    let (_, text, _) = compare(dir.path(), &[]);
    assert!(text.contains("前一方案的数据中没有此人") && text.contains("合为一项"), "{text}");
}

#[test]
fn plans_of_one_question_differ_for_other_reasons_or_not_at_all() {
    // The same rows twice: nothing differs. By another lottery the other of two equal teachers moves: no change of the input is to blame.
    let dir = tempfile::tempdir().unwrap();
    let mut a = two_places();
    classes(&mut a, "b", 3);
    person(&mut a, "a2").pinned = None;
    both(dir.path(), &a, &a);
    let (code, text, _) = compare(dir.path(), &[]);
    assert!(code == Some(0) && text.contains("数据和政策没有不同"), "{text}");
    assert_eq!(causes(&data(dir.path(), &[])).len(), 0);
    let mover = |solved: &Solved| ["a1", "a2"].map(|id| fate(solved, id).unwrap().1.is_some());
    let first = mover(&plan(&a, 0).unwrap());
    let other = (1..50).map(|seed| plan(&a, seed).unwrap()).find(|solved| mover(solved) != first).unwrap();
    std::fs::remove_dir_all(dir.path().join("b")).unwrap();
    written(dir.path(), "b", &other);
    let said = data(dir.path(), &[]);
    assert!(causes(&said).len() == 2 && causes(&said).values().all(|cause| cause.0 == "other"), "{said}");
    assert!(said["remarks"].to_string().contains("抽签种子"), "{said}");
}

#[test]
fn a_search_that_is_stopped_proves_nothing_and_is_said_to() {
    // No time for the plans solved again: no cause is named. A plan that was itself stopped is said to be.
    let dir = tempfile::tempdir().unwrap();
    let a = two_places();
    let mut b = a.clone();
    classes(&mut b, "b", 3);
    posts(&mut b, "d", 1);
    let [_, after] = both(dir.path(), &a, &b);
    let said = data(dir.path(), &["--time-limit", "0"]);
    assert_eq!(causes(&said)["a1"].0, "open");
    assert_eq!(said["changes"][0]["taken_back"], "stopped");
    let mut stopped = after;
    stopped.outcome.termination = Termination::TimeLimit;
    std::fs::remove_dir_all(dir.path().join("b")).unwrap();
    written(dir.path(), "b", &stopped);
    assert!(data(dir.path(), &["--quick"])["remarks"].to_string().contains("没有做到底"));
}

#[test]
fn the_same_bytes_come_from_one_thread_and_two_and_nothing_is_overwritten() {
    // The table, the workbook and what is printed; a folder that is there is refused before anything is solved.
    let dir = tempfile::tempdir().unwrap();
    let a = two_places();
    let mut b = a.clone();
    classes(&mut b, "b", 3);
    classes(&mut b, "d", 3);
    posts(&mut b, "c", 50);
    both(dir.path(), &a, &b);
    let one = compare(dir.path(), &["--threads", "1", "-o", "one", "-q"]);
    let two = compare(dir.path(), &["--threads", "2", "-o", "two", "-q"]);
    assert_eq!(one, two);
    for name in ["compare.csv", "compare.xlsx"] {
        let bytes = |folder: &str| std::fs::read(dir.path().join(folder).join(name)).unwrap();
        assert!(!bytes("one").is_empty() && bytes("one") == bytes("two"), "{name}");
    }
    let table = std::fs::read_to_string(dir.path().join("one/compare.csv")).unwrap();
    assert!(table.starts_with("what,year,code,kind,channel,first,second,cause,changes\n"), "{table}");
    let (code, _, said) = compare(dir.path(), &["-o", "one"]);
    assert!(code == Some(2) && said.contains("one"), "{said}");
}

#[test]
fn what_came_to_no_plan_is_open_and_the_fewest_changes_are_named() {
    // One person at x, later at y. Without change 1 at y still, without change 2 no plan: not joint but not known. Where a single change restores,
    // pairs are not named besides.
    let at = |unit: &str| {
        let post = Post { unit: Some(unit.to_owned()), ..Post::default() };
        Fates { people: [("p".to_owned(), [(YEAR, post)].into())].into(), ..Fates::default() }
    };
    let trial = |without: &[usize], came: Came| Trial { without: without.to_vec(), came };
    let found = |unit: &str| Came::Plan(Box::new(at(unit)));
    let people = || [["p"].into(), ["p"].into()];
    let cause = |trials: &[Trial]| {
        let explained = Differences::between(&[at("x"), at("y")], &people()).explained(trials);
        explained.people[0].cause.clone()
    };
    assert_eq!(cause(&[trial(&[0], found("y")), trial(&[1], Came::NoPlan)]), Cause::Open);
    assert_eq!(cause(&[trial(&[0], found("y")), trial(&[1], found("z"))]), Cause::Joint);
    let both = [trial(&[0], found("x")), trial(&[1], found("x")), trial(&[0, 1], found("x"))];
    assert_eq!(cause(&both), Cause::Changes(vec![vec![0], vec![1]]));
    assert_eq!(cause(&both[2..]), Cause::Changes(vec![vec![0, 1]]));
    assert_eq!(Differences::between(&[at("x"), at("x")], &people()), Differences::default());
}

/// Something that a generated district changes, and what the comparison calls it.
struct Dealt {
    table: &'static str,
    entity: String,
    change: Box<dyn Fn(&mut Records)>,
}

/// Two to four changes of different things.
fn dealt(dice: &mut ChaCha8Rng, records: &Records) -> Vec<Dealt> {
    let mut all: Vec<Dealt> = Vec::new();
    for school in &records.schools {
        let id = school.id.clone();
        let (more, fewer) = (dice.random_range(1..=3), dice.random_range(0..=2));
        let of = id.clone();
        let pupils = Box::new(move |records: &mut Records| {
            for row in records.enrollment.iter_mut().filter(|row| row.school == of) {
                row.classes = row.classes.map(|classes| classes + more);
                row.pupils += 30 * more;
            }
        });
        all.push(Dealt { table: "enrollment", entity: id.clone(), change: pupils });
        let of = id.clone();
        let posts = Box::new(move |records: &mut Records| {
            for row in records.establishment.iter_mut().filter(|row| row.school == of) {
                row.posts = row.posts.map(|posts| if fewer == 0 { posts + 2 } else { (posts - fewer).max(0) });
            }
        });
        all.push(Dealt { table: "establishment", entity: id, change: posts });
    }
    let wanted = dice.random_range(2..=4);
    while all.len() > wanted {
        all.remove(dice.random_range(0..all.len()));
    }
    all
}

/// The rows after these changes.
fn after<'a>(records: &Records, changes: impl Iterator<Item = &'a Dealt>) -> Records {
    let mut records = records.clone();
    changes.for_each(|dealt| (dealt.change)(&mut records));
    records
}

/// Four schools with some classes, teachers, posts and people who stay whatever happens.
fn generated(dice: &mut ChaCha8Rng) -> Records {
    let schools = ["a", "b", "c", "d"];
    let mut records = district(&schools.map(|school| (school, Stage::Primary, 30, dice.random_range(1..=4))));
    records.channels.clear();
    as_read(&mut records);
    for school in schools {
        let staff = records.teachers.iter().filter(|row| row.school == school).count();
        classes(&mut records, school, dice.random_range(1..=6));
        posts(&mut records, school, i64::try_from(staff).unwrap() + dice.random_range(1..=3));
    }
    for way in &mut records.travel {
        way.minutes = Some(junheng::domain::Minutes::whole(dice.random_range(5..=40)));
    }
    for row in records.teachers.iter_mut().filter(|_| dice.random_bool(0.1)) {
        row.pinned = Some(row.school.clone());
    }
    records
}

/// Whether rows are an input that an office could hand in.
fn is_input(records: &Records) -> bool {
    !read_tables(csv_tables(records), "tables", ReadOptions { year: Some(SchoolYear(YEAR)) }).blocked()
}

/// Checks every cause that is named for a person of one generated district; how many there were, and how many act jointly.
fn checked(seed: u64) -> (usize, usize) {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let records = generated(&mut dice);
    let dealt = dealt(&mut dice, &records);
    let last = after(&records, dealt.iter());
    if !is_input(&records) || !is_input(&last) {
        return (0, 0);
    }
    let (Some(before), Some(last)) = (plan(&records, 0), plan(&last, 0)) else { return (0, 0) };
    let dir = tempfile::tempdir().unwrap();
    written(dir.path(), "a", &before);
    written(dir.path(), "b", &last);
    let said = data(dir.path(), &[]);
    let (numbers, mut named, mut joint) = (changes(&said), 0, 0);
    for (id, (sort, sets)) in causes(&said) {
        assert_ne!(fate(&before, &id), fate(&last, &id), "seed {seed}: {id}");
        joint += usize::from(sort == "joint");
        for set in sets.split('|').filter(|set| !set.is_empty()) {
            let taken: Vec<&(String, String)> = set.split('+').flat_map(|number| &numbers[number]).collect();
            let is_taken = |of: &&Dealt| taken.iter().any(|(table, code)| (of.table, &of.entity) == (table, code));
            let rest = after(&records, dealt.iter().filter(|of| !is_taken(of)));
            let restored = plan(&rest, 0).unwrap();
            assert_eq!(fate(&restored, &id), fate(&before, &id), "seed {seed}: {id} without {set}");
            named += 1;
        }
    }
    (named, joint)
}

#[test]
fn every_cause_named_in_a_generated_district_restores_the_earlier_fate() {
    // The changes are applied anew without the one that is named, and the plan is made anew.
    let found: Vec<(usize, usize)> = (0..50).map(checked).collect();
    let named: usize = found.iter().map(|of| of.0).sum();
    let joint: usize = found.iter().map(|of| of.1).sum();
    assert!(named >= 15, "too few causes to tell: {named}, {joint} act jointly");
}
