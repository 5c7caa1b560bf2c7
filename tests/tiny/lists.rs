//! Ready-made lists of surplus people and vacancies: a policy for them, cases from a seed, and every placement.

use super::{YEAR, case};
use junheng::domain::records::{Records, SurplusRecord, VacancyRecord};
use junheng::domain::{Case, SchoolYear};
use junheng::formulation::rules::specs;
use junheng::plan::{Placement, Plan};
use junheng::policy::Policy;
use junheng::verify::evaluate;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// Fill vacancies, then those of the hardest regions one after the other, then count service points.
pub fn policy(reach: &str) -> Policy {
    let tiers: String = ["filled", "region 6", "region 5", "region 1", "points"]
        .map(|name| format!("[[tier]]\nname = \"{name}\"\ntitle = {{ zh = \"{name}\", en = \"{name}\" }}\nunit = \"post\"\ngap = 0\n"))
        .concat();
    let text = format!(
        "name = \"lists\"\ntitle = {{ zh = \"名单\", en = \"lists\" }}\n{tiers}\
         [rule.placement]\nstrength = \"hard\"\nreach = {{ value = \"{reach}\", source = \"test\" }}\n\
         [rule.vacancies-filled]\nstrength = \"soft\"\ntier = \"filled\"\nweight = 1\n\
         [rule.hardship-regions]\nstrength = \"soft\"\ntier = \"region 6\"\nweight = 1\n\
         regions = {{ value = [\"6\", \"5\", \"1\"], source = \"test\" }}\n\
         [rule.service-points]\nstrength = \"soft\"\ntier = \"points\"\nweight = 1\n"
    );
    Policy::parse(&text, &specs()).unwrap()
}

pub fn person(id: &str, kind: &str, area: &str, points: i64) -> SurplusRecord {
    let (id, kind, area) = (id.to_owned(), kind.to_owned(), area.to_owned());
    SurplusRecord { id, kind, area, points, school: None, available: true, note: None }
}

pub fn vacancy(id: &str, kind: &str, area: &str, region: i64, posts: i64) -> VacancyRecord {
    let (id, kind, area) = (id.to_owned(), kind.to_owned(), area.to_owned());
    VacancyRecord { school: id.clone(), id, area, kind, region, posts }
}

/// Up to six people, up to four vacancies, two subjects, two areas.
pub fn tiny(seed: u64) -> (Case, Policy) {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let mut word = |of: [&'static str; 2]| of[dice.random_range(0..2)];
    let policy = policy(word(["all", "home"]));
    let mut records = Records::default();
    for at in 0..6 {
        let mut one = person(&format!("p{at}"), word(["music", "pe"]), word(["east", "west"]), 0);
        one.available = word(["yes", "no"]) == "yes" || at < 4;
        records.surplus.push(one);
    }
    for at in 0..4 {
        records.vacancies.push(vacancy(&format!("v{at}"), word(["music", "pe"]), word(["east", "west"]), 0, 0));
    }
    records.surplus.iter_mut().for_each(|p| p.points = 500 * dice.random_range(0..8));
    records
        .vacancies
        .iter_mut()
        .for_each(|v| (v.region, v.posts) = ([1, 3, 5, 6][dice.random_range(0..4)], dice.random_range(0..=2)));
    (case(&records), policy)
}

/// Every lawful placement: each person nowhere or on any vacancy, judged by the rules.
pub fn each(case: &Case, policy: &Policy, visit: &mut dyn FnMut(&[i64], &Plan)) {
    let mut plan = Plan { year: SchoolYear(YEAR), postings: Vec::new(), hires: Vec::new(), placements: Vec::new() };
    place(case, policy, 0, &mut plan, visit);
}

fn place(case: &Case, policy: &Policy, surplus: usize, plan: &mut Plan, visit: &mut dyn FnMut(&[i64], &Plan)) {
    if surplus == case.surplus.len() {
        let verdict = evaluate(case, policy, plan);
        if verdict.lawful {
            visit(&verdict.tiers, plan);
        }
        return;
    }
    place(case, policy, surplus + 1, plan, visit);
    for vacancy in 0..case.vacancies.len() {
        plan.placements.push(Placement { surplus, vacancy });
        // More placements never make an unlawful one lawful.
        if evaluate(case, policy, plan).lawful {
            place(case, policy, surplus + 1, plan, visit);
        }
        plan.placements.pop();
    }
}
