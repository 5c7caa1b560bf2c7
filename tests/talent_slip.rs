//! Where a person stands in each round, and the development slip that says so.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::eligibility::Lack;
use junheng::domain::records::{Records, RoundRecord};
use junheng::domain::words::{Award, HonorKind, HonorLevel, Title};
use junheng::domain::{Case, SchoolYear};
use junheng::messages::Lang;
use junheng::pipeline::prospects;
use junheng::policy::{Policy, Value};
use junheng::report::{talent, terminal};
use junheng::solver::Settings;
use junheng::talent::Facts;
use junheng::talent::standing::State;
use tiny::facts::month;
use tiny::talents::{facts, policy, round, staff};

/// Senior, then special grade for seniors, then a studio for special-grade teachers; nobody older than 40 may become senior.
fn ladder() -> (Records, Policy) {
    let mut records = staff(3);
    let rounds = [
        RoundRecord { max_age: Some(40), ..round(Award::Senior, 2026, 12, 2, 800) },
        RoundRecord { title: Some(Title::Senior), ..round(Award::SpecialGrade, 2027, 9, 1, 500) },
        RoundRecord { requires: vec![Award::SpecialGrade], ..round(Award::MunicipalStudio, 2027, 11, 1, 500) },
    ];
    records.honors = rounds.to_vec();
    records.teachers[0].birth = month(1990, 1);
    records.teachers[1].birth = month(1980, 1);
    records.teachers[2].title = Title::Senior;
    (records, policy(&[("special_grade", 1), ("municipal_studios", 1)], 100))
}

fn states(facts: &Facts<'_>) -> Vec<Vec<State>> {
    (0..facts.people.len()).map(|person| facts.standing(person)).collect()
}

#[test]
fn an_award_opens_a_round_only_for_who_may_win_it() {
    // Of two first-rank teachers the younger may become senior and go on from there; the older may not, and so lacks the title for good.
    let (records, policy) = ladder();
    let case = Case::from_records(&records, SchoolYear(2026)).unwrap();
    let states = states(&facts(&case, &records, &policy));
    let after = |award| State::After([[award].into()].into());
    // Two nominations at most: the studio would be the third.
    assert_eq!(states[0], [State::Able, after(Award::Senior), State::Lacks(vec![Lack::Award])]);
    // Born in January 1980: 46 in December 2026.
    let lacks = |lack| State::Lacks(vec![lack]);
    assert_eq!(states[1], [lacks(Lack::Age(6)), lacks(Lack::Title), lacks(Lack::Award)]);
    assert_eq!(states[2], [State::Holds, State::Able, after(Award::SpecialGrade)]);
}

#[test]
fn what_takes_more_nominations_than_a_person_may_have_is_lacking() {
    // Special grade asks for the title and for a key teacher: with both still to be won that is three nominations, one more than two. Who is
    // senior needs one award before, who is a key teacher the title.
    let (mut records, mut policy) = ladder();
    records.honors.insert(1, round(Award::KeyTeacher, 2027, 3, 2, 500));
    records.honors[2].requires = vec![Award::KeyTeacher];
    let mut honor = tiny::facts::honor("T01", HonorKind::KeyTeacher);
    honor.level = HonorLevel::Municipal;
    records.distinctions.push(honor);
    records.teachers[1].birth = month(1990, 1);
    let special = |policy: &Policy| -> Vec<State> {
        let case = Case::from_records(&records, SchoolYear(2026)).unwrap();
        states(&facts(&case, &records, policy)).into_iter().map(|of| of[2].clone()).collect()
    };
    let after = |awards: &[Award]| State::After([awards.iter().copied().collect()].into());
    let both = State::Lacks(vec![Lack::Title, Lack::Award]);
    assert_eq!(special(&policy), [both, after(&[Award::Senior]), after(&[Award::KeyTeacher])]);
    tiny::set(&mut policy, "talent-nominations", "per_person", Value::Number(3000));
    assert_eq!(special(&policy)[0], after(&[Award::Senior, Award::KeyTeacher]));
}

#[test]
fn who_is_eligible_only_after_another_award_is_counted_apart() {
    // One person may be nominated for special grade today, one after becoming senior, one never.
    let (records, policy) = ladder();
    let settings = Settings { threads: 1, ..Settings::default() };
    let talent = prospects(&records, SchoolYear(2026), &policy, &settings).unwrap().unwrap().talent;
    let of = |award| talent.progress.iter().find(|progress| progress.award == award).unwrap();
    let special = of(Award::SpecialGrade);
    assert_eq!((special.eligible_now, special.eligible, special.eligible_after), (1, 1, 1));
    let studio = of(Award::MunicipalStudio);
    assert_eq!((studio.eligible_now, studio.eligible, studio.eligible_after), (0, 0, 1));
}

#[test]
fn a_slip_says_what_is_planned_and_what_is_lacking() {
    // Of each of the three the slip tells every round; nobody has the code of a fourth.
    let (records, policy) = ladder();
    let settings = Settings { threads: 1, ..Settings::default() };
    let prospects = prospects(&records, SchoolYear(2026), &policy, &settings).unwrap().unwrap();
    let page = |code: &str, lang| terminal::page(&talent::slip(&prospects, code, lang).unwrap(), 100);
    let planned = page("T02", Lang::Zh);
    assert!(planned.contains("2027-09 推荐特级教师") && planned.contains("已获得"), "{planned}");
    let lacking = page("T01", Lang::Zh);
    assert!(lacking.contains("没有安排推荐") && lacking.contains("还差：年龄(超 6 岁)"), "{lacking}");
    assert!(page("T00", Lang::En).contains("only once senior is won"));
    assert!(talent::slip(&prospects, "T03", Lang::Zh).is_none());
}

#[test]
fn a_weight_of_an_award_that_is_not_known_is_refused() {
    // A misspelled name would leave the award at its usual weight without a word.
    let text = include_str!("../models/dazu-2027.toml").replace("key-teacher = 0.2", "key-teachers = 0.2");
    let problems = Policy::parse(&text, &junheng::formulation::rules::specs()).unwrap_err();
    let told = format!("{problems:?}");
    assert!(told.contains("weights.value.key-teachers") && told.contains("policy.unknown-name.action"), "{told}");
}
