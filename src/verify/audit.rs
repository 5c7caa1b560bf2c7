//! Holds everything a result folder claims against what follows from its decisions alone. It mends nothing and stops at
//! nothing: all that disagrees is told.

use super::rows::Wanted;
use super::years::{self, Planned};
use super::{Claimed, Fact, Verdict, goals, rows};
use crate::domain::{Case, Fte};
use crate::messages::Text;
use crate::plan::{Plan, Posting};
use crate::policy::Policy;

/// Files that say when and how a run went, what it leaves behind for the next one (nobody believes that), and the list of digests itself:
/// they have no digest.
const UNLISTED: &[&str] = &["manifest.json", "run.json", "warm-start.json"];
/// Files that every result folder has.
const REQUIRED: &[&str] = &["plan.json", "plan.xlsx", "policy.toml"];
/// More persons in one place than any district has: larger numbers are refused instead of computed with.
const MANY: i64 = 1_000_000;

/// Re-derives rules, goals and tables from the plans `planned` of the years of `cases` and compares them with `claimed`.
///
/// A bound needs a solver to be proven again; here it must be consistent: not above the value, with the gap that follows.
#[must_use]
pub fn audit(cases: &[Case], policy: &Policy, planned: Vec<Planned>, claimed: &Claimed) -> Verdict {
    let mut objections = papers(claimed);
    let (mut judged, tables) = years::derive(cases, policy, planned);
    let values = years::tiers(policy, &judged);
    objections.extend(goals::compare(policy, &values, claimed));
    let lists = cases.iter().any(|case| !case.surplus.is_empty() || !case.vacancies.is_empty());
    objections.extend(rows::compare(&tables, &Wanted { lists, several: cases.len() > 1 }, &claimed.tables));
    let mut verdict = years::verdict(policy, &mut judged, objections);
    for tier in &mut verdict.tiers {
        tier.bound = claimed.goals.iter().find(|g| g.name == tier.name).and_then(|g| g.exact_bound);
    }
    // Nobody waits until the memory of all years is given back piece by piece.
    rayon::spawn(move || drop((judged, tables)));
    verdict
}

/// What is wrong with the files as such: digests, files missing or added, facts that stand twice and differ.
#[must_use]
pub fn papers(claimed: &Claimed) -> Vec<Text> {
    let mut objections = Vec::new();
    let file = |key, name: &str| Text::new(key).with("file", name);
    for (name, digest) in &claimed.digests {
        match claimed.found.get(name) {
            None => objections.push(file("verify.file.missing", name)),
            Some(found) if found != digest => objections.push(file("verify.file.changed", name)),
            Some(_) => {}
        }
    }
    for name in claimed.found.keys().filter(|n| !claimed.digests.contains_key(*n) && !UNLISTED.contains(&n.as_str())) {
        objections.push(file("verify.file.added", name));
    }
    for name in REQUIRED.iter().filter(|&&n| !claimed.digests.contains_key(n) && !claimed.found.contains_key(n)) {
        objections.push(file("verify.file.missing", name));
    }
    objections.extend(claimed.facts.iter().filter(|fact| fact.claimed.1 != fact.known.1).map(differs));
    objections
}

fn differs(fact: &Fact) -> Text {
    Text::new("verify.fact")
        .with("what", &fact.what)
        .with("file", &fact.claimed.0)
        .with("seen", &fact.claimed.1)
        .with("other", &fact.known.0)
        .with("expected", &fact.known.1)
}

/// What no rule looks at because the engine never writes it: a change of unit that is no move, one entry split in two,
/// numbers beyond all measure.
pub(super) fn structure(case: &Case, plan: &Plan) -> Vec<Text> {
    let mut objections: Vec<Text> = plan.postings.iter().filter_map(|p| misnamed(case, p)).collect();
    let huge = |shares: &[(_, Fte)]| shares.iter().any(|&(_, s)| s > Fte::whole(MANY));
    for posting in plan.postings.iter().filter(|p| huge(&p.shares)) {
        let id = &case.teachers[posting.teacher.at()].record.id;
        objections.push(Text::new("verify.plan.huge").with("place", id));
    }
    for hire in plan.hires.iter().filter(|h| h.count > MANY || huge(&h.shares)) {
        objections.push(Text::new("verify.plan.huge").with("place", &case.units[hire.unit.at()].code));
    }
    for pair in plan.hires.windows(2) {
        let key = |at: usize| (pair[at].unit, pair[at].kind, pair[at].channel);
        if key(0) == key(1) {
            let (unit, kind) = (&case.units[pair[0].unit.at()].code, &case.kinds[pair[0].kind.at()]);
            let text = Text::new("verify.plan.hire-twice").with("unit", unit).with_name("kind", &kind.zh, &kind.en);
            objections.push(text.with("channel", &case.channels[pair[0].channel.at()].name));
        }
    }
    objections
}

fn misnamed(case: &Case, posting: &Posting) -> Option<Text> {
    let teacher = &case.teachers[posting.teacher.at()];
    let elsewhere = posting.unit.is_some_and(|unit| unit != teacher.unit);
    let text = |key| Some(Text::new(key).with("id", &teacher.record.id));
    match (elsewhere, posting.moved.is_some()) {
        (true, false) => text("verify.plan.silent-move"),
        (false, true) => text("verify.plan.idle-move"),
        _ => None,
    }
}
