//! What a result folder claims, handed to the verifier as plain data. It converts and judges nothing.

use super::csv;
use super::json::{Document, Row};
use super::manifest::{Digest, Identity, Manifest};
use crate::ingest::WrittenResult;
use crate::policy::Policy;
use crate::verify::{Claimed, ClaimedGoal, ClaimedTable, Fact};
use serde_json::Number;

const PLAN: &str = "plan.json";
const MANIFEST: &str = "manifest.json";
const POLICY: &str = "policy.toml";

/// The claims of the folder `written`, with its two documents and its policy already understood. The tables are taken out of both.
#[must_use]
pub fn claimed(written: &mut WrittenResult, document: &mut Document, manifest: &Manifest, policy: &Policy) -> Claimed {
    Claimed {
        goals: goals(document),
        manifest_gaps: manifest.identity.gaps.iter().map(|g| (g.name.clone(), g.gap_ppm)).collect(),
        termination: document.termination.clone(),
        facts: facts(written, document, manifest, policy),
        tables: tables(written, document),
        digests: manifest.files.iter().map(|d| (d.name.clone(), d.sha256.clone())).collect(),
        found: written.digests.clone(),
    }
}

fn goals(document: &Document) -> Vec<ClaimedGoal> {
    let goal = |tier: &super::json::TierEntry| ClaimedGoal {
        name: tier.name.clone(),
        unit: tier.unit.clone(),
        per_unit: tier.per_unit,
        exact_value: tier.exact_value,
        exact_bound: tier.exact_bound,
        value: scaled(&tier.value, 1000.0),
        bound: tier.bound.as_ref().and_then(|n| scaled(n, 1000.0)),
        gap_ppm: tier.gap.as_ref().and_then(|n| scaled(n, 1_000_000.0)),
        tolerance_ppm: tier.tolerance_ppm,
    };
    document.tiers.iter().map(goal).collect()
}

/// `number · scale` where that is whole, as it is for every number this room writes.
fn scaled(number: &Number, scale: f64) -> Option<i64> {
    let product = number.as_f64()? * scale;
    let whole = product.round();
    let near = (product - whole).abs() <= 1e-9 * whole.abs().max(1000.0);
    near.then(|| format!("{whole:.0}").parse().ok()).flatten()
}

fn tables(written: &mut WrittenResult, document: &mut Document) -> Vec<ClaimedTable> {
    let mut tables: Vec<ClaimedTable> = std::mem::take(&mut written.tables)
        .into_iter()
        .map(|(name, (header, rows))| ClaimedTable {
            file: format!("{name}.csv"),
            name,
            inside: false,
            rows: rows.into_iter().map(|row| under(&header, row)).collect(),
            header: Some(header),
            written: csv::guarded,
        })
        .collect();
    let inside = [
        ("moves", &mut document.moves),
        ("hires", &mut document.hires),
        ("staffing", &mut document.staffing),
        ("coverage", &mut document.coverage),
        ("indicators", &mut document.indicators),
        ("findings", &mut document.findings),
        ("placements", &mut document.placements),
    ];
    let mut inside = Vec::from(inside);
    if !document.paths.is_empty() || !document.later.is_empty() {
        inside.push(("paths", &mut document.paths));
    }
    tables.extend(inside.into_iter().map(|(name, rows): (&str, &mut Vec<Row>)| ClaimedTable {
        name: name.to_owned(),
        file: PLAN.to_owned(),
        inside: true,
        header: None,
        rows: std::mem::take(rows).into_iter().map(|row| row.0).collect(),
        written: str::to_owned,
    }));
    tables
}

/// The cells of a line under their headings; a cell too many has no heading.
fn under(header: &[String], row: Vec<String>) -> Vec<(String, String)> {
    let heading = |at: usize| header.get(at).cloned().unwrap_or_default();
    row.into_iter().enumerate().map(|(at, cell)| (heading(at), cell)).collect()
}

/// Everything that both documents say, and what they say of the policy.
fn facts(written: &WrittenResult, document: &Document, manifest: &Manifest, policy: &Policy) -> Vec<Fact> {
    let fact = |what: &str, claimed: (&str, String), known: (&str, String)| Fact {
        what: what.to_owned(),
        claimed: (claimed.0.to_owned(), claimed.1),
        known: (known.0.to_owned(), known.1),
    };
    let (ours, theirs) = (told(&document.manifest), told(&manifest.identity));
    let mut facts: Vec<Fact> =
        ours.into_iter().zip(theirs).map(|((what, a), (_, b))| fact(what, (PLAN, a), (MANIFEST, b))).collect();
    let identity = &manifest.identity;
    let digest = written.digests.get(POLICY).cloned().unwrap_or_default();
    facts.push(fact("policy.sha256", (MANIFEST, identity.policy.sha256.clone()), (POLICY, digest)));
    facts.push(fact("policy.name", (MANIFEST, identity.policy.name.clone()), (POLICY, policy.name.clone())));
    facts.push(fact("year", (PLAN, document.year.to_string()), (MANIFEST, identity.year.to_string())));
    let later = |years: Vec<String>| years.join(", ");
    let ours = document.later.keys().map(ToString::to_string).collect();
    let theirs = (1..identity.years).map(|n| (i64::from(identity.year) + i64::try_from(n).unwrap_or(0)).to_string());
    facts.push(fact("later", (PLAN, later(ours)), (MANIFEST, later(theirs.collect()))));
    facts.push(fact("termination", (PLAN, document.termination.clone()), (MANIFEST, identity.outcome.clone())));
    for (tier, gap) in document.tiers.iter().zip(&identity.gaps) {
        let what = format!("tolerance_ppm ({})", tier.name);
        facts.push(fact(&what, (PLAN, tier.tolerance_ppm.to_string()), (MANIFEST, gap.tolerance_ppm.to_string())));
    }
    facts
}

fn told(identity: &Identity) -> Vec<(&'static str, String)> {
    let Identity { program, version, year, years, ahead, frozen, policy, seed, solver, outcome, gaps } = identity;
    let Digest { name, sha256 } = policy;
    let gap = |g: &super::manifest::ProvenGap| {
        let of = g.gap_ppm.map_or_else(|| "-".to_owned(), |ppm| ppm.to_string());
        format!("{}: {of}/{}", g.name, g.tolerance_ppm)
    };
    vec![
        ("manifest.program", program.clone()),
        ("manifest.version", version.clone()),
        ("manifest.year", year.to_string()),
        ("manifest.years", years.to_string()),
        ("manifest.ahead", ahead.clone()),
        ("manifest.frozen", frozen.to_string()),
        ("manifest.policy.name", name.clone()),
        ("manifest.policy.sha256", sha256.clone()),
        ("manifest.seed", seed.to_string()),
        ("manifest.solver", solver.clone()),
        ("manifest.outcome", outcome.clone()),
        ("manifest.gaps", gaps.iter().map(gap).collect::<Vec<_>>().join(", ")),
    ]
}
