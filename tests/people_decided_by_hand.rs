//! What weighs on people, what is decided about them and what was published, on tiny cases worked out by hand: the arithmetic stands beside
//! the number. What an ordinary unit and person are is said in `tiny::hand`.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::records::PublishedRecord;
use junheng::domain::words::Setting;
use junheng::domain::{Minutes, Records, Stage};
use junheng::plan::MoveKind::{Release, Rotate, Transfer};
use junheng::plan::{MoveKind, Plan, Severity};
use junheng::policy::{Policy, Strength, Value};
use tiny::facts::month;
use tiny::hand::{assess, case, district, measured, moved, person, stay};
use tiny::people::policy;
use tiny::set;

const P: Stage = Stage::Primary;

/// One move: who, where to, called what.
type Move = (&'static str, &'static str, MoveKind);

/// Schools a, b and c, c in the country; 10 minutes from a to b, 35 from a to c, 40 from b to c.
fn burdened(change: impl FnOnce(&mut Records)) -> Records {
    let mut records = district(&[("a", P, 80, 3), ("b", P, 80, 1), ("c", P, 80, 1)]);
    records.schools[2].setting = Setting::Rural;
    for (from, minutes) in [("a", 35), ("b", 40)] {
        let way = records.travel.iter_mut().find(|t| t.from == from && t.to == "c").unwrap();
        way.minutes = Some(Minutes::whole(minutes));
    }
    change(&mut records);
    records
}

/// Minutes that `personal` counts where a1 goes there.
fn weighs(to: &'static str, change: impl FnOnce(&mut Records)) -> i64 {
    let case = case(&burdened(change), &policy());
    assess(&case, &policy(), "personal", &moved(&case, &[("a1", to, Rotate)])).violation
}

const B: &str = "b/primary";
const C: &str = "c/primary";

#[test]
fn a_move_of_somebody_with_hardship_weighs_two_hours() {
    // 120 minutes for a1, nothing for others and nothing where she stays.
    assert_eq!([weighs(B, |_| ()), weighs(B, |r| person(r, "a1").hardship = true)], [0, 120]);
    assert_eq!(weighs(B, |r| person(r, "a2").hardship = true), 0);
    let case = case(&burdened(|r| person(r, "a1").hardship = true), &policy());
    assert_eq!(assess(&case, &policy(), "personal", &stay(&case)).violation, 0);
}

#[test]
fn a_couple_is_not_torn_apart() {
    // The spouse works at a: b is 10 minutes away, c 35, more than 30. At 35 she would still be near; where the way is not known nothing is said.
    let wed = |r: &mut Records, to: &str| person(r, "a1").spouse = Some(to.to_owned());
    assert_eq!([weighs(B, |r| wed(r, "a2")), weighs(C, |r| wed(r, "a2"))], [0, 60]);
    let near = |minutes| {
        let mut policy = policy();
        set(&mut policy, "personal", "couple_minutes", Value::Number(minutes));
        let case = case(&burdened(|r| wed(r, "a2")), &policy);
        assess(&case, &policy, "personal", &moved(&case, &[("a1", C, Rotate)])).violation
    };
    assert_eq!([near(34_000), near(35_000)], [60, 0]);
    // The spouse at b is 10 minutes away now and 40 from c. The spouse at c is 35 away, farther than 30 already: b changes nothing.
    assert_eq!([weighs(C, |r| wed(r, "b1")), weighs(B, |r| wed(r, "c1")), weighs(C, |r| wed(r, "c1"))], [60, 0, 0]);
    let unknown = |r: &mut Records| {
        wed(r, "a2");
        r.travel.retain(|t| t.to != "c");
    };
    assert_eq!(weighs(C, unknown), 0);
}

#[test]
fn who_has_served_in_the_country_is_not_sent_there_again() {
    // Six years are enough, five are not; only from a town to the country.
    let served = |r: &mut Records, years| person(r, "a1").rural_years = years;
    assert_eq!([weighs(C, |r| served(r, 6)), weighs(C, |r| served(r, 5)), weighs(B, |r| served(r, 9))], [60, 0, 0]);
    let from_country = |r: &mut Records| {
        served(r, 9);
        r.schools[0].setting = Setting::Rural;
    };
    assert_eq!(weighs(C, from_country), 0);
}

#[test]
fn a_stated_wish_is_heard() {
    // One of two preferred schools is a wish come true; who states none has none.
    let wish = |r: &mut Records, of: &[&str]| person(r, "a1").preferences = of.iter().map(|&s| s.to_owned()).collect();
    assert_eq!([weighs(B, |r| wish(r, &["c"])), weighs(B, |r| wish(r, &["c", "b"])), weighs(B, |_| ())], [30, 0, 0]);
}

#[test]
fn burdens_add_up_and_are_measured() {
    // To c: hardship 120, the spouse at a 60, the country again 60, not b 30: 270 minutes, also for who is released; not for who is pinned.
    let all = |r: &mut Records| {
        let person = person(r, "a1");
        (person.hardship, person.spouse, person.rural_years) = (true, Some("a2".to_owned()), 8);
        person.preferences = vec!["b".to_owned()];
    };
    assert_eq!(weighs(C, all), 270);
    let with = |change: fn(&mut Records), kind| {
        let mut records = burdened(all);
        change(&mut records);
        let case = case(&records, &policy());
        assess(&case, &policy(), "personal", &moved(&case, &[("a1", C, kind)]))
    };
    assert_eq!(with(|r| r.schools[0].closes = Some(tiny::YEAR), Release).violation, 270);
    assert_eq!(with(|r| person(r, "a1").pinned = Some("c".to_owned()), Transfer).violation, 0);
    let found = with(|_| (), Rotate);
    for name in ["moves-with-hardship", "couples-torn-apart", "moves-to-country-again", "moves-against-wishes"] {
        assert_eq!(measured(&found, name, "district", ""), Some(1000), "{name}");
    }
    let amounts: Vec<i64> = found.findings.iter().map(|f| f.amount).collect();
    assert_eq!(amounts, [120_000, 60_000, 60_000, 30_000]);
}

/// What `decided-cases` counts, and the severities of what it says, where these people move.
fn decided(change: impl FnOnce(&mut Records), moves: &[Move], policy: &Policy) -> (i64, Vec<Severity>) {
    let mut records = district(&[("a", P, 80, 2), ("b", P, 80, 1), ("c", P, 80, 1)]);
    change(&mut records);
    let case = case(&records, policy);
    let found = assess(&case, policy, "decided-cases", &moved(&case, moves));
    (found.violation, found.findings.iter().map(|f| f.severity).collect())
}

#[test]
fn nobody_is_sent_to_a_forbidden_school() {
    // To b she must not go, to c she may; who works in such a school may stay.
    let barred = |r: &mut Records| person(r, "a1").forbidden = vec!["b".to_owned(), "a".to_owned()];
    let count = |moves: &[Move]| decided(barred, moves, &policy()).0;
    assert_eq!([count(&[("a1", B, Rotate)]), count(&[("a1", C, Rotate)]), count(&[])], [1, 0, 0]);
    assert_eq!(count(&[("a2", B, Rotate)]), 0);
}

#[test]
fn who_is_pinned_is_placed_there() {
    // Pinned to b she goes there; at home or at c the decision is broken. Pinned to a she stays.
    let count = |pin: &'static str, moves: &[Move]| {
        decided(|r| person(r, "a1").pinned = Some(pin.to_owned()), moves, &policy()).0
    };
    assert_eq!([count("b", &[("a1", B, Transfer)]), count("b", &[]), count("b", &[("a1", C, Rotate)])], [0, 1, 1]);
    assert_eq!([count("a", &[]), count("a", &[("a1", B, Rotate)])], [0, 1]);
    // A pin that leads nowhere is void: b has closed, or a has and she was to stay there.
    let closed = |school: usize, pin: &'static str, moves: &[Move]| {
        let change = |r: &mut Records| {
            (r.schools[school].closes, person(r, "a1").pinned) = (Some(tiny::YEAR), Some(pin.to_owned()));
        };
        decided(change, moves, &policy()).0
    };
    assert_eq!([closed(1, "b", &[]), closed(0, "a", &[("a1", C, Release)])], [0, 0]);
    assert_eq!([closed(0, "b", &[("a1", B, Transfer)]), closed(0, "b", &[("a1", C, Release)])], [0, 1]);
    // The same where `who-may-rotate` only reports.
    let mut free = policy();
    tiny::strength(&mut free, "who-may-rotate", Strength::Report);
    let pinned = |r: &mut Records| person(r, "a1").pinned = Some("b".to_owned());
    assert_eq!([decided(pinned, &[], &free).0, decided(pinned, &[("a1", B, Rotate)], &free).0], [1, 0]);
}

#[test]
fn an_exemption_without_reason_or_date_is_told() {
    // Both or neither is in order, and one that has ended needs no reason any more: August 2026 is over when the year begins.
    let told = |until: Option<(i32, u32)>, reason: Option<&str>| {
        let change = |r: &mut Records| {
            let person = person(r, "a1");
            person.exempt_until = until.map(|(year, of)| month(year, of));
            person.exempt_reason = reason.map(str::to_owned);
        };
        let (broken, said) = decided(change, &[], &policy());
        assert_eq!(broken, 0, "a remark breaks nothing");
        assert!(said.iter().all(|&severity| severity == Severity::Note));
        said.len()
    };
    assert_eq!([told(None, None), told(Some((2027, 8)), Some("病"))], [0, 0]);
    assert_eq!([told(Some((2027, 8)), None), told(Some((2026, 9)), None), told(Some((2026, 8)), None)], [1, 1, 0]);
    assert_eq!(told(None, Some("病")), 1);
}

/// Published: a1 at a, a2 at b, b1 at b, c1 at c.
fn published() -> Records {
    let mut records = district(&[("a", P, 80, 3), ("b", P, 80, 1), ("c", P, 80, 1)]);
    for (teacher, school) in [("a1", "a"), ("a2", "b"), ("b1", "b"), ("c1", "c")] {
        let (teacher, school) = (teacher.to_owned(), school.to_owned());
        records.published.push(PublishedRecord { teacher, school, stage: P, year: None });
    }
    records
}

/// Persons too many whose posting is not the published one, `most` allowed.
fn changed(records: &Records, most: i64, change: impl FnOnce(&mut Plan), moves: &[Move]) -> i64 {
    let mut policy = policy();
    set(&mut policy, "published-plan", "most", Value::Number(most * 1000));
    let case = case(records, &policy);
    let mut plan = moved(&case, moves);
    change(&mut plan);
    assess(&case, &policy, "published-plan", &plan).violation
}

#[test]
fn a_published_plan_is_changed_for_few_people_only() {
    // Where everybody stays, a2 is not at b, one change; a1 at c besides is another; a3, of whom nothing was published, never counts.
    let of = |most, moves: &[Move]| changed(&published(), most, |_| (), moves);
    assert_eq!([of(0, &[]), of(0, &[("a2", B, Rotate)]), of(1, &[])], [1, 0, 0]);
    let more = [("a1", C, Rotate), ("b1", C, Rotate), ("a3", C, Rotate)];
    assert_eq!([of(0, &more), of(1, &more), of(2, &more), of(3, &more)], [3, 2, 1, 0]);
    // Who was published and finds no place is a change.
    assert_eq!(changed(&published(), 0, |plan| plan.postings[0].unit = None, &[("a2", B, Rotate)]), 1);
    // A published school that has closed asks nothing of b1 and a2.
    let mut closed = published();
    closed.schools[1].closes = Some(tiny::YEAR);
    assert_eq!(changed(&closed, 0, |_| (), &[("b1", C, Release), ("a2", C, Rotate)]), 0);
    // What is measured: one change of four; nothing where nothing was published.
    let told = |records: &Records| {
        let case = case(records, &policy());
        measured(&assess(&case, &policy(), "published-plan", &stay(&case)), "published-changes", "district", "")
    };
    assert_eq!(told(&published()), Some(1000));
    assert_eq!(told(&Records { published: Vec::new(), ..published() }), None);
}
