//! What each rule of a policy does: the plan with all rules on beside the plans in which one rule at a time only reports, on a made-up
//! district. `cargo xtask switched-off [PROFILE] [POLICY] [SECONDS]` prints a table in Markdown; `benches/runs/` keeps one.
//!
//! It judges nothing: what the rule measures stands beside what the goals come to.

use junheng::domain::SchoolYear;
use junheng::formulation::rules::{self, LIST, specs};
use junheng::pipeline::{Ahead, Job, Solved, solve};
use junheng::policy::{Policy, Strength};
use junheng::solver::{Settings, Silent};
use junheng::synth::{Profile, generate};
use std::path::Path;
use std::time::Duration;

/// The seed of the districts.
const SEED: u64 = 2026;

/// What to look at.
pub(crate) struct Task {
    /// Name of a profile of `generate`.
    pub profile: String,
    /// Path of a policy.
    pub policy: String,
    /// Limit of each solve.
    pub seconds: u64,
}

/// Solves once with all rules and once without each that steers, and hands out the lines of the table as they are found.
pub(crate) fn table(task: &Task, root: &Path, line: &mut dyn FnMut(&str)) -> Result<(), String> {
    let profile = Profile::named(&task.profile).ok_or("no profile of this name")?;
    let text = std::fs::read_to_string(root.join(&task.policy)).map_err(|error| error.to_string())?;
    let policy = Policy::parse(&text, &specs()).map_err(|issues| format!("{issues:?}"))?;
    let year = SchoolYear(profile.year);
    let run = |policy: &Policy| {
        let settings = Settings { time_limit: Some(Duration::from_secs(task.seconds)), ..Settings::default() };
        let records = generate(&profile, SEED);
        solve(
            Job { records, year, sources: Vec::new(), years: 1, ahead: Ahead::All, policy: policy.clone(), settings },
            &Silent,
        )
        .map_err(|error| error.to_string())
    };
    let all = run(&policy)?;
    let titles: Vec<&str> = policy.tiers.iter().map(|tier| tier.zh.as_str()).collect();
    line(&format!("| 关闭的规则 | 该规则的缺口 开 → 关 | {} |", titles.join(" | ")));
    line(&format!("|---|---|{}", "---|".repeat(titles.len())));
    line(&format!("| (全部开启) | | {} |", cells(&all)));
    for entry in LIST {
        let name = entry.spec.name;
        let steers = policy.rules.get(name).is_some_and(|r| !matches!(r.strength, Strength::Report | Strength::Off));
        if !steers {
            continue;
        }
        let mut without = policy.clone();
        if let Some(rule) = without.rules.get_mut(name) {
            rule.strength = Strength::Report;
        }
        match run(&without) {
            Ok(free) => {
                let (on, off) = (measured(&all, &policy, name), measured(&free, &policy, name));
                line(&format!("| `{name}` {} | {on} → {off} | {} |", entry.page.zh, cells(&free)));
            }
            Err(error) => {
                line(&format!("| `{name}` {} | {error} | |", entry.page.zh));
            }
        }
    }
    Ok(())
}

/// What the rule says of a plan, as the whole policy has it.
fn measured(solved: &Solved, policy: &Policy, name: &str) -> String {
    let active = rules::active(&solved.case, policy);
    let Some(rule) = active.iter().find(|active| active.entry.spec.name == name) else { return String::new() };
    let found = rule.rule.assess(&solved.case, policy, &solved.plan);
    let all: i64 = found.by_tier.iter().copied().chain([found.violation]).sum();
    all.to_string()
}

/// The values of the goals, in their units.
fn cells(solved: &Solved) -> String {
    let goal = |tier: &junheng::solver::TierResult| {
        let whole = tier.value / tier.per_unit;
        let rest = (tier.value % tier.per_unit * 10) / tier.per_unit.max(1);
        let proven = if tier.proven() { "" } else { "*" };
        if rest == 0 { format!("{whole}{proven}") } else { format!("{whole}.{rest}{proven}") }
    };
    solved.outcome.tiers.iter().map(goal).collect::<Vec<_>>().join(" | ")
}
