//! The rules on clusters, closing points, paired schools, personal burdens, decided cases and published plans on tiny cases worked out by
//! hand: the arithmetic stands beside the number. What an ordinary unit and person are is said in `tiny::hand`.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::words::{HonorKind, Ownership, Role, Setting};
use junheng::domain::{Records, Stage};
use junheng::plan::MoveKind;
use junheng::plan::MoveKind::{CrossStage, Release, Rotate, Transfer};
use junheng::policy::Value;
use tiny::facts::{honor, month};
use tiny::hand::{assess, case, district, honored, measured, moved, person};
use tiny::people::policy;
use tiny::set;

const P: Stage = Stage::Primary;
const J: Stage = Stage::Junior;

/// One move: who, where to, called what.
type Move = (&'static str, &'static str, MoveKind);

/// By how much a rule is broken where these people move.
fn broken(records: &Records, rule: &str, moves: &[Move]) -> i64 {
    let case = case(records, &policy());
    assess(&case, &policy(), rule, &moved(&case, moves)).violation
}

/// The same under a policy with one number, in thousandths, changed.
fn under(records: &Records, (rule, param, value): (&str, &str, i64), moves: &[Move]) -> i64 {
    let mut policy = policy();
    set(&mut policy, rule, param, Value::Number(value));
    let case = case(records, &policy);
    assess(&case, &policy, rule, &moved(&case, moves)).violation
}

/// Four schools with two people each: a and b in one cluster, d in another, c in none.
fn clustered() -> Records {
    let mut records = district(&[("a", P, 80, 2), ("b", P, 80, 2), ("c", P, 80, 2), ("d", P, 80, 2)]);
    for (school, cluster) in [(0, "east"), (1, "east"), (3, "west")] {
        records.schools[school].cluster = Some(cluster.to_owned());
    }
    records
}

/// Persons whom `clusters` counts where `who` goes from a to c, which is in no cluster.
fn sent(moves: &[Move], change: impl FnOnce(&mut Records)) -> i64 {
    let mut records = clustered();
    change(&mut records);
    broken(&records, "clusters", moves)
}

const A1_TO_C: [Move; 1] = [("a1", "c/primary", Rotate)];

#[test]
fn an_ordinary_teacher_is_counted_who_leaves_the_cluster() {
    // Inside the cluster nobody counts, out of it one does, to another cluster or to none; who has no cluster leaves none.
    let of = |moves: &[Move]| sent(moves, |_| ());
    assert_eq!([of(&[]), of(&[("a1", "b/primary", Rotate)]), of(&A1_TO_C)], [0, 0, 1]);
    assert_eq!([of(&[("a1", "d/primary", Rotate)]), of(&[("c1", "a/primary", Rotate)])], [1, 0]);
    assert_eq!(of(&[("a1", "c/primary", Rotate), ("a2", "d/primary", Rotate), ("d1", "a/primary", Rotate)]), 3);
    // What is measured: of three moves from a cluster, one stays inside: 0.333.
    let case = case(&clustered(), &policy());
    let moves = [
        ("a1", "b/primary", Rotate),
        ("a2", "c/primary", Rotate),
        ("d1", "a/primary", Rotate),
        ("c1", "a/primary", Rotate),
    ];
    let found = assess(&case, &policy(), "clusters", &moved(&case, &moves));
    assert_eq!(measured(&found, "moves-inside-cluster-share", "district", ""), Some(333));
    // A surplus person is transferred: of two in a school of one post, three years in it.
    let surplus = |r: &mut Records| {
        (r.establishment[0].posts, person(r, "a1").in_school_since) = (Some(1), month(2022, 9));
    };
    assert_eq!(sent(&[("a1", "c/primary", Transfer)], surplus), 1);
}

#[test]
fn key_teachers_and_leaders_are_for_the_whole_district() {
    // A live honor, a principal or a deputy is not ordinary; an honor that has expired is none, and a member of the middle management is.
    assert_eq!(sent(&A1_TO_C, |r| honored(r, &["a1"])), 0);
    let expired = |r: &mut Records| {
        r.distinctions.push(honor("a1", HonorKind::KeyTeacher));
        r.distinctions[0].valid_until = Some(month(tiny::YEAR, 7));
    };
    assert_eq!(sent(&A1_TO_C, expired), 1);
    let with = |role| {
        sent(&A1_TO_C, |r| {
            let leader = person(r, "a1");
            (leader.role, leader.terms) = (role, 2);
        })
    };
    assert_eq!([with(Role::Principal), with(Role::Deputy), with(Role::Cadre)], [0, 0, 1]);
}

#[test]
fn released_and_pinned_people_do_not_count_for_the_cluster() {
    // The unit of a closes, or the office has decided on c: neither is a rotation.
    assert_eq!(sent(&[("a1", "c/primary", Release)], |r| r.schools[0].closes = Some(tiny::YEAR)), 0);
    assert_eq!(sent(&[("a1", "c/primary", Transfer)], |r| person(r, "a1").pinned = Some("c".to_owned())), 0);
    // A pin that leads nowhere, to a school that has closed, is void: she stays, and a plan that moves her is counted.
    let void = |r: &mut Records| {
        (r.schools[3].closes, person(r, "a1").pinned) = (Some(tiny::YEAR), Some("d".to_owned()));
    };
    assert_eq!(sent(&A1_TO_C, void), 1);
}

/// School a closes; from the town of b it is 35 minutes to c and 20 to d, from a 10 to every school; a1 lives in the town of b.
fn closing() -> Records {
    let mut records = district(&[("a", P, 80, 2), ("b", P, 80, 1), ("c", P, 80, 1), ("d", P, 80, 1)]);
    records.schools[0].closes = Some(tiny::YEAR);
    for (to, minutes) in [("c", 35), ("d", 20)] {
        let way = records.travel.iter_mut().find(|t| t.from == "b" && t.to == to).unwrap();
        way.minutes = Some(junheng::domain::Minutes::whole(minutes));
    }
    person(&mut records, "a1").home_town = Some("town of b".to_owned());
    records
}

/// Minutes beyond 20 where a1 is placed at `to`.
fn beyond(to: &'static str, change: impl FnOnce(&mut Records)) -> i64 {
    let mut records = closing();
    change(&mut records);
    broken(&records, "closing-points", &[("a1", to, Release)])
}

#[test]
fn released_people_are_placed_near_home() {
    // In the own town 0 minutes; 20 are near; 35 are 15 too many. One minute more than near is one.
    assert_eq!(["b/primary", "d/primary", "c/primary"].map(|to| beyond(to, |_| ())), [0, 0, 15]);
    let near =
        |minutes: i64| under(&closing(), ("closing-points", "near", 1000 * minutes), &[("a1", "d/primary", Release)]);
    assert_eq!([near(19), near(20), near(0)], [1, 0, 20]);
    // The school of the town that is nearest counts: another one stands 12 minutes from c.
    let other = |r: &mut Records| r.schools[3].town = "town of b".to_owned();
    assert_eq!([beyond("c/primary", other), beyond("d/primary", other)], [0, 0]);
    // A way that nobody knows counts 40 minutes, 20 beyond.
    let unknown = |r: &mut Records| r.travel.retain(|t| !(t.from == "b" && t.to == "c"));
    assert_eq!(beyond("c/primary", unknown), 20);
    // Who follows the pupils is at home.
    assert_eq!(beyond("c/primary", |r| r.schools[0].merges_into = Some("c".to_owned())), 0);
}

#[test]
fn where_no_town_is_known_home_is_the_closing_school() {
    // From a it is 10 minutes to c, and 45 where the table says so; a town without a school is as good as none.
    let far = |r: &mut Records, town: Option<&str>| {
        person(r, "a1").home_town = town.map(str::to_owned);
        let way = r.travel.iter_mut().find(|t| t.from == "a" && t.to == "c").unwrap();
        way.minutes = Some(junheng::domain::Minutes::whole(45));
    };
    assert_eq!(beyond("c/primary", |r| person(r, "a1").home_town = None), 0);
    assert_eq!(beyond("c/primary", |r| far(r, None)), 25);
    assert_eq!(beyond("c/primary", |r| far(r, Some("elsewhere"))), 25);
    assert_eq!(beyond("c/primary", |r| far(r, Some("town of b"))), 15);
}

#[test]
fn only_released_people_who_are_placed_count_as_near_or_far() {
    // b1 rotates 35 minutes and is none of them; a1 without a place has no way. Of two placed, one is near: 0.5, and 15 minutes beyond.
    assert_eq!(broken(&closing(), "closing-points", &[("b1", "c/primary", Rotate)]), 0);
    let mut records = closing();
    person(&mut records, "a2").home_town = Some("town of b".to_owned());
    let case = case(&records, &policy());
    let both = moved(&case, &[("a1", "c/primary", Release), ("a2", "d/primary", Release)]);
    let found = assess(&case, &policy(), "closing-points", &both);
    assert_eq!(measured(&found, "released-near-home-share", "district", ""), Some(500));
    assert_eq!(measured(&found, "released-minutes-beyond", "district", ""), Some(15_000));
    let mut plan = moved(&case, &[]);
    plan.postings.iter_mut().take(2).for_each(|p| (p.unit, p.moved) = (None, Some(Release)));
    assert_eq!(assess(&case, &policy(), "closing-points", &plan).violation, 0);
}

/// A town school a with both stages and a rural primary school r, which names it; school b in a town.
fn paired() -> Records {
    let mut records = district(&[("a", P, 80, 2), ("a", J, 80, 1), ("r", P, 80, 2), ("b", P, 80, 1)]);
    records.schools[1].setting = Setting::Rural;
    records.schools[1].paired_with = Some("a".to_owned());
    records
}

#[test]
fn the_town_school_of_a_pair_sends_somebody() {
    // One is asked: nobody is one missing, one is enough, also from another stage or as a transfer; who is released does not count.
    let missing = |moves: &[Move]| broken(&paired(), "paired-schools", moves);
    assert_eq!([missing(&[]), missing(&[("a1", "r/primary", Rotate)])], [1, 0]);
    assert_eq!([missing(&[("a1", "r/primary", Transfer)]), missing(&[("a3", "r/primary", CrossStage)])], [0, 0]);
    assert_eq!(missing(&[("a1", "r/primary", Release)]), 1);
    // The way back, and from a school that is not of the pair, is none.
    assert_eq!([missing(&[("r1", "a/primary", Rotate)]), missing(&[("b1", "r/primary", Rotate)])], [1, 1]);
    // Two asked: with one, one is missing.
    let two = |moves: &[Move]| under(&paired(), ("paired-schools", "people", 2000), moves);
    assert_eq!([two(&[]), two(&[("a1", "r/primary", Rotate)])], [2, 1]);
    assert_eq!(two(&[("a1", "r/primary", Rotate), ("a2", "r/primary", Rotate)]), 0);
}

#[test]
fn a_pair_is_one_rural_school_and_one_that_is_not_with_a_stage_in_common() {
    // Whoever names the other, it is one pair, and two schools of one town school are two.
    let missing = |change: fn(&mut Records)| {
        let mut records = paired();
        change(&mut records);
        broken(&records, "paired-schools", &[])
    };
    let named = |r: &mut Records| r.schools[0].paired_with = Some("r".to_owned());
    assert_eq!(missing(named), 1);
    assert_eq!(missing(|r| r.schools[1].paired_with = None), 0);
    assert_eq!(missing(|r| (r.schools[1].paired_with, r.schools[0].paired_with) = (None, Some("r".to_owned()))), 1);
    assert_eq!(missing(|r| r.schools[2].paired_with = Some("r".to_owned())), 2);
    // Urban is not rural; two rural schools or two of towns are no such pair.
    assert_eq!(missing(|r| r.schools[0].setting = Setting::Urban), 1);
    assert_eq!(missing(|r| r.schools[0].setting = Setting::Rural), 0);
    assert_eq!(missing(|r| r.schools[1].setting = Setting::Town), 0);
    // Closed, private, or of another stage: nothing to exchange.
    assert_eq!(missing(|r| r.schools[1].closes = Some(tiny::YEAR)), 0);
    assert_eq!(missing(|r| r.schools[0].ownership = Ownership::Private), 0);
    let junior = district(&[("a", J, 80, 1), ("r", P, 80, 1)]);
    let mut junior = Records { schools: paired().schools[..2].to_vec(), ..junior };
    junior.travel.retain(|t| t.to != "b");
    assert_eq!(broken(&junior, "paired-schools", &[]), 0);
    // Of the two pairs of a one is served: 0.5.
    let mut records = paired();
    (records.schools[2].paired_with, records.schools[2].setting) = (Some("a".to_owned()), Setting::Rural);
    let case = case(&records, &policy());
    let found = assess(&case, &policy(), "paired-schools", &moved(&case, &[("a1", "r/primary", Rotate)]));
    assert_eq!(measured(&found, "pairs-served-share", "district", ""), Some(500));
}

#[test]
fn paired_schools_reach_each_other_as_in_a_cluster() {
    // 40 minutes are within reach of a cluster and of a pair, 41 are not; without a pair 15 are the limit. Either may name the other.
    let reached = |minutes: Option<i64>, change: fn(&mut Records), back: bool| {
        let mut records = paired();
        change(&mut records);
        records.travel.retain(|t| !(t.from == "a" && t.to == "r"));
        records.travel.extend(minutes.map(|m| tiny::facts::travel("a", "r", m)));
        let there = ("a1", "r/primary", Rotate);
        broken(&records, "reach", &[if back { ("r1", "a/primary", Rotate) } else { there }]) == 0
    };
    let keep = |_: &mut Records| ();
    let swap = |r: &mut Records| (r.schools[1].paired_with, r.schools[0].paired_with) = (None, Some("r".to_owned()));
    let apart = |r: &mut Records| r.schools[1].paired_with = None;
    for back in [false, true] {
        assert_eq!(
            [reached(Some(40), keep, back), reached(Some(41), keep, back), reached(None, keep, back)],
            [true, false, true]
        );
        assert_eq!([reached(Some(40), swap, back), reached(Some(41), swap, back)], [true, false]);
        assert_eq!(
            [reached(Some(15), apart, back), reached(Some(16), apart, back), reached(None, apart, back)],
            [true, false, false]
        );
    }
}
