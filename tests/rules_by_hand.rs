//! One tiny case worked out by hand for every rule and goal: the arithmetic stands beside the number.
//!
//! Three primary schools, grade 1 only, 6 lessons of math and 3 of PE per class, a full post is 12 lessons:
//!
//! | school | classes | pupils | posts | staff (all math, women of 36) | demand math, PE |
//! |---|---|---|---|---|---|
//! | s1, weak | 2 | 80 | 2 | a (10 years here), b and c (4 years) | 12, 6 |
//! | s2, rural | 1 | 40 | 2 | d (2 years) | 6, 3 |
//! | s3 | 1 | 30 | 1 | e (10 years, no certificate) | 6, 3 |
//!
//! s1 to s2 takes 10 minutes, s1 to s3 60, s2 to s3 is unknown; each school has a town of its own. One channel gives one person.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "helpers of tests fail loudly and use files of their own"
)]

mod tiny;

use junheng::domain::words::{HonorKind, Setting, Strength as SchoolStrength};
use junheng::domain::{Case, ChannelIx, Fte, KindIx, Records, Stage, UnitIx};
use junheng::formulation::rules;
use junheng::plan::{Hire, MoveKind, Placement, Plan, Posting};
use junheng::policy::Policy;
use tiny::facts::{certificate, channel, curriculum, enrollment, honor, load, month, posts, school, teacher, travel};
use tiny::{annual, answer, case, lists};

const P: Stage = Stage::Primary;
const S2: usize = 1;
const S3: usize = 2;

fn records() -> Records {
    let mut schools = ["s1", "s2", "s3"].map(school);
    schools[0].strength = SchoolStrength::Weak;
    schools[1].setting = Setting::Rural;
    let mut staff =
        [("a", "s1"), ("b", "s1"), ("c", "s1"), ("d", "s2"), ("e", "s3")].map(|(id, at)| teacher(id, at, P, "math"));
    staff[1].in_school_since = month(2022, 9);
    staff[2].in_school_since = month(2022, 9);
    staff[3].in_school_since = month(2024, 9);
    Records {
        schools: schools.into(),
        enrollment: vec![enrollment("s1", P, 80, 2), enrollment("s2", P, 40, 1), enrollment("s3", P, 30, 1)],
        teachers: staff.into(),
        certificates: ["a", "b", "c", "d"].map(|id| certificate(id, P)).into(),
        curriculum: vec![curriculum(P, "math", 6000), curriculum(P, "pe", 3000)],
        workload: vec![load(P, "math", 12_000), load(P, "pe", 12_000)],
        establishment: vec![posts("s1", P, 2), posts("s2", P, 2), posts("s3", P, 1)],
        channels: vec![channel("open", 1, 80_000)],
        travel: vec![travel("s1", "s2", 10), travel("s1", "s3", 60)],
        ..Records::default()
    }
}

/// Everybody stays and teaches math all the time.
fn stay(case: &Case) -> Plan {
    let math = case.kind_by_code("math").unwrap();
    let postings = case.teachers_ix().map(|(teacher, t)| {
        let shares = vec![(math, Fte::whole(1))];
        Posting { shares, ..Posting::at(teacher, Some(t.unit)) }
    });
    Plan { year: case.year, postings: postings.collect(), hires: Vec::new(), placements: Vec::new() }
}

/// The same with these people (by position) moved.
fn moved(case: &Case, moves: &[(usize, usize, MoveKind)]) -> Plan {
    let mut plan = stay(case);
    for &(who, to, kind) in moves {
        (plan.postings[who].unit, plan.postings[who].moved) = (Some(UnitIx::new(to)), Some(kind));
    }
    plan
}

/// The same with this many PE teachers hired in s2.
fn hired(case: &Case, count: i64) -> Plan {
    let pe: KindIx = case.kind_by_code("pe").unwrap();
    let hire = Hire {
        unit: UnitIx::new(S2),
        kind: pe,
        channel: ChannelIx::new(0),
        count,
        shares: vec![(pe, Fte::whole(count))],
    };
    Plan { hires: vec![hire], ..stay(case) }
}

/// What a rule of `policy` finds: its violation and, for a goal of several tiers, those.
fn found(case: &Case, policy: &Policy, rule: &str, plan: &Plan) -> (i64, Vec<i64>) {
    let active = rules::active(case, policy).into_iter().find(|a| a.entry.spec.name == rule).unwrap();
    let assessment = active.rule.assess(case, policy, plan);
    (assessment.violation, assessment.by_tier)
}

fn violation(rule: &str, plan: impl Fn(&Case) -> Plan) -> i64 {
    let case = case(&records());
    found(&case, &annual(), rule, &plan(&case)).0
}

#[test]
fn a_person_without_a_place_counts_a_hundred_lessons() {
    // a has no place: 100 lessons = 100,000 thousandths. Somebody posted twice counts as much and is never lawful.
    let unplaced = |case: &Case| {
        let mut plan = stay(case);
        (plan.postings[0].unit, plan.postings[0].shares) = (None, Vec::new());
        plan
    };
    assert_eq!(violation("one-posting", stay), 0);
    assert_eq!(violation("one-posting", unplaced), 100_000);
}

#[test]
fn a_move_needs_a_certificate() {
    // e has none: 1 person. a has one for primary schools: none.
    assert_eq!(violation("certificate", |case| moved(case, &[(4, S2, MoveKind::Rotate)])), 1);
    assert_eq!(violation("certificate", |case| moved(case, &[(0, S2, MoveKind::Rotate)])), 0);
}

#[test]
fn only_who_may_rotate_moves() {
    // d has 2 years in s2, which is not above its posts: 1. b and c are transferred, but s1 has 3 − 2 = 1 too many: 2 − 1 = 1.
    assert_eq!(violation("who-may-rotate", |case| moved(case, &[(3, S3, MoveKind::Rotate)])), 1);
    assert_eq!(
        violation("who-may-rotate", |case| moved(case, &[(1, S2, MoveKind::Transfer), (2, S2, MoveKind::Transfer)])),
        1
    );
    assert_eq!(
        violation("who-may-rotate", |case| moved(case, &[(0, S2, MoveKind::Rotate), (1, S2, MoveKind::Transfer)])),
        0
    );
    // The word for the move must be right: a rotates, she is not transferred.
    assert_eq!(violation("who-may-rotate", |case| moved(case, &[(0, S2, MoveKind::Transfer)])), 1);
}

#[test]
fn nobody_is_sent_too_far() {
    // From s1 it is 60 minutes to s3 (more than 15) and 10 to s2.
    assert_eq!(violation("reach", |case| moved(case, &[(0, S3, MoveKind::Rotate)])), 1);
    assert_eq!(violation("reach", |case| moved(case, &[(0, S2, MoveKind::Rotate)])), 0);
}

#[test]
fn teaching_time_is_whole_grains_of_what_one_may_teach() {
    // Half posts are the grain: 0.75 is none; 0.5 is less than a full post; half a post of PE is not hers.
    let shares = |case: &Case, of: &[(&str, i64)]| {
        let mut plan = stay(case);
        plan.postings[0].shares =
            of.iter().map(|&(k, n)| (case.kind_by_code(k).unwrap(), Fte::from_small(n))).collect();
        plan
    };
    assert_eq!(violation("teaching-time", stay), 0);
    assert_eq!(violation("teaching-time", |case| shares(case, &[("math", 750), ("pe", 250)])), 1);
    assert_eq!(violation("teaching-time", |case| shares(case, &[("math", 500)])), 1);
    assert_eq!(violation("teaching-time", |case| shares(case, &[("math", 500), ("pe", 500)])), 1);
}

#[test]
fn missing_lessons_are_counted() {
    // Math: 36 of 12, 12 of 6, 12 of 6: none missing. PE: 6 + 3 + 3 = 12 lessons = 12,000 thousandths.
    assert_eq!(violation("subject-coverage", stay), 12_000);
    // A PE teacher in s2 gives 12 of 3: 6 + 3 = 9 are missing.
    assert_eq!(violation("subject-coverage", |case| hired(case, 1)), 9_000);
}

#[test]
fn a_unit_of_some_size_has_somebody_for_each_key_kind() {
    // Above 40 pupils: s1 (80) and s2 (40), both without PE: 2 × 4 lessons = 8,000. The other kinds have no lessons here.
    let mut policy = annual();
    tiny::set(&mut policy, "presence", "pupils", junheng::policy::Value::Number(40_000));
    let case = case(&records());
    assert_eq!(found(&case, &policy, "presence", &stay(&case)).0, 8_000);
    assert_eq!(found(&case, &policy, "presence", &hired(&case, 1)).0, 4_000);
}

#[test]
fn no_unit_grows_above_its_posts() {
    // s2 has 2 posts and 1 person; two hires make 3: 1 too many. s1 has 3 on 2 posts already, which is no growth.
    assert_eq!(violation("establishment", |case| hired(case, 2)), 1);
    assert_eq!(violation("establishment", stay), 0);
}

#[test]
fn a_surplus_falls() {
    // s1 has 1 too many and must shed ⌈0.2 · 1⌉ = 1: 3 − (3 − 1) = 1 if all stay, none if c goes.
    assert_eq!(violation("surplus-reduction", stay), 1);
    assert_eq!(violation("surplus-reduction", |case| moved(case, &[(2, S2, MoveKind::Transfer)])), 0);
}

#[test]
fn a_channel_has_a_limit() {
    // The channel gives 1; 2 hires are 1 too many.
    assert_eq!(violation("hiring", |case| hired(case, 2)), 1);
    assert_eq!(violation("hiring", |case| hired(case, 1)), 0);
}

#[test]
fn a_share_of_the_eligible_rotates() {
    // Eligible are a and e (10 years, 36 years old): ⌈0.1 · 2⌉ = 1. A transfer of c does not count.
    assert_eq!(violation("rotation-share", stay), 1);
    assert_eq!(violation("rotation-share", |case| moved(case, &[(2, S2, MoveKind::Transfer)])), 1);
    assert_eq!(violation("rotation-share", |case| moved(case, &[(0, S2, MoveKind::Rotate)])), 0);
}

#[test]
fn a_share_of_those_who_rotate_are_key_teachers() {
    // One rotates: ⌈0.2 · 1⌉ = 1 key teacher is needed, and a is none; with an honor she is.
    let rotate = |case: &Case| moved(case, &[(0, S2, MoveKind::Rotate)]);
    assert_eq!(violation("key-teacher-share", rotate), 1);
    let mut records = records();
    records.distinctions.push(honor("a", HonorKind::KeyTeacher));
    let case = case(&records);
    assert_eq!(found(&case, &annual(), "key-teacher-share", &rotate(&case)).0, 0);
}

#[test]
fn a_unit_does_not_lose_too_many() {
    // s1 may lose max(⌈0.15 · 3⌉, 3 − 2) = 1; a and c leave: 2 − 1 = 1.
    assert_eq!(
        violation("school-loss", |case| moved(case, &[(0, S2, MoveKind::Rotate), (2, S2, MoveKind::Transfer)])),
        1
    );
    assert_eq!(violation("school-loss", |case| moved(case, &[(0, S2, MoveKind::Rotate)])), 0);
}

#[test]
fn priority_subjects_weigh_what_is_missing() {
    // 12 lessons of PE are missing, weight 2: 24,000 thousandths. Math has no weight.
    assert_eq!(violation("priority-subjects", stay), 24_000);
}

#[test]
fn priority_schools_weigh_what_is_missing() {
    // s1 is weak, weight 2, 6 lessons: 12. s2 is rural, weight 1, 3 lessons: 3. Together 15,000 thousandths.
    assert_eq!(violation("priority-schools", stay), 15_000);
}

#[test]
fn moves_count_an_hour_and_the_way() {
    // a to s2: 60 + 10. d to s3, a way nobody knows: 60 + 40. Together 170 minutes.
    assert_eq!(
        violation("disruption", |case| moved(case, &[(0, S2, MoveKind::Rotate), (3, S3, MoveKind::Rotate)])),
        170
    );
}

#[test]
fn hires_cost_what_the_channel_costs() {
    // 2 × 80,000 yuan.
    assert_eq!(violation("hiring-cost", |case| hired(case, 2)), 160_000);
}

/// Music: p1 (12 points) and p2 (3); PE: p3 (5). Two music posts in region 6, one in region 1.
fn list_case() -> Case {
    let people = [("p1", "music", 12_000), ("p2", "music", 3_000), ("p3", "pe", 5_000)];
    let surplus = people.map(|(id, kind, points)| lists::person(id, kind, "east", points)).into();
    let vacancies = vec![lists::vacancy("v1", "music", "east", 6, 2), lists::vacancy("v2", "music", "west", 1, 1)];
    case(&Records { surplus, vacancies, ..Records::default() })
}

fn placed(rule: &str, reach: &str, placements: &[(usize, usize)]) -> (i64, Vec<i64>) {
    let case = list_case();
    let placements = placements.iter().map(|&(surplus, vacancy)| Placement { surplus, vacancy }).collect();
    found(&case, &lists::policy(reach), rule, &Plan { placements, ..stay(&case_without_people()) })
}

fn case_without_people() -> Case {
    case(&Records::default())
}

#[test]
fn a_person_of_a_list_is_placed_once_within_reach_on_a_post_of_the_subject() {
    // p3 teaches PE: 1. p1 twice: 1. Two on the only post of v2: 1. p1 from east to west: 1 where only the home area counts.
    assert_eq!(placed("placement", "all", &[(0, 0), (1, 0)]).0, 0);
    assert_eq!(placed("placement", "all", &[(2, 0)]).0, 1);
    assert_eq!(placed("placement", "all", &[(0, 0), (0, 1)]).0, 1);
    assert_eq!(placed("placement", "all", &[(0, 1), (1, 1)]).0, 1);
    assert_eq!(placed("placement", "home", &[(0, 1)]).0, 1);
}

#[test]
fn open_posts_are_counted() {
    // 2 + 1 posts, one filled: 2 open.
    assert_eq!(placed("vacancies-filled", "all", &[(0, 1)]).0, 2);
}

#[test]
fn open_posts_are_counted_by_region() {
    // Region 6: 2 open; region 5: none there; region 1: 1 − 1 = 0 open.
    assert_eq!(placed("hardship-regions", "all", &[(0, 1)]).1, [2, 0, 0]);
}

#[test]
fn points_of_who_is_not_placed_are_counted() {
    // p2 and p3 are not placed: 3 + 5 = 8 points = 8,000 thousandths.
    assert_eq!(placed("service-points", "all", &[(0, 1)]).0, 8_000);
}

#[test]
fn the_best_plan_of_the_lists_by_hand() {
    // p1 and p2 fill region 6, v2 stays open (1 post, region 1), p3 has no post of PE (5 points).
    let answer = answer(&list_case(), &lists::policy("all"));
    assert_eq!(tiny::stated(&answer.outcome), [1, 0, 0, 1, 5_000]);
    let placements = [(0, 0), (1, 0)].map(|(surplus, vacancy)| Placement { surplus, vacancy });
    assert_eq!(answer.plan.unwrap().placements, placements);
}

#[test]
fn the_best_plan_of_the_schools_by_hand() {
    // 12 lessons of PE are missing; the one hire covers at most 6 of them, in s1, but s1 may not grow above max(2, 3) = 3 and must
    // shed 1. s1 loses at most 1 and s2 has room for one more (2 posts), s3 for none. Coverage first: b, c or a moves to s2, the hire
    // goes to s1: 12 − 6 = 6 lessons are missing. Quotas: s1 has 3 again, 1 too many for its reduction; if a (no key teacher) moves, the
    // rotation share is met and the key share lacks 1; if b or c moves, the rotation share lacks 1: 1 + 1 = 2 either way.
    // Priorities: PE weight 2 · 6 = 12, s2 rural 1 · 3 = 3: 15. Disruption: 60 + 10. Cost: 80,000.
    let answer = answer(&case(&records()), &annual());
    assert_eq!(tiny::stated(&answer.outcome), [6_000, 2, 15_000, 70, 80_000]);
}
