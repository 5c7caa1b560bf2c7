//! `docs/rules.md`: one page section per rule of THE LIST.

use junheng::formulation::rules::{LIST, specs};
use junheng::policy::{Policy, Strength};
use std::fmt::Write as _;

/// The shipped policies, by name.
const POLICIES: &[(&str, &str)] = &[
    ("annual", include_str!("../../models/annual.toml")),
    ("multi-year", include_str!("../../models/multi-year.toml")),
    ("national-balance", include_str!("../../models/national-balance.toml")),
    ("dazu-2027", include_str!("../../models/dazu-2027.toml")),
    ("surplus-vacancies", include_str!("../../models/surplus-vacancies.toml")),
];

/// How strongly a rule holds in the shipped policies.
fn strengths(name: &str) -> String {
    let of = |(policy, text): &(&str, &str)| {
        let parsed = Policy::parse(text, &specs()).expect("shipped policies are good");
        let strength = match &parsed.rules.get(name)?.strength {
            Strength::Hard => "硬性 hard".to_owned(),
            Strength::Soft { tier, weight } => format!("软性 soft, {} × {weight}", parsed.tiers[*tier].name),
            Strength::Report => "只报告 report".to_owned(),
            Strength::Off => "关闭 off".to_owned(),
        };
        Some(format!("`{policy}`: {strength}"))
    };
    let said = POLICIES.iter().filter_map(of).collect::<Vec<_>>().join("; ");
    if said.is_empty() { "这些方案均未启用 in none of these policies".to_owned() } else { said }
}

/// The page.
pub(crate) fn page() -> String {
    let mut page = String::from(
        "# 规则 / Rules\n\n每条规则一个文件：`src/formulation/rules/` 与 `src/formulation/goals/`；强度与参数写在 `models/*.toml`。\n\nOne file per rule; strength and parameters stand in `models/*.toml`.\n",
    );
    for entry in LIST {
        let (name, of) = (entry.spec.name, &entry.page);
        let _ = write!(page, "\n## {} `{name}` {}\n\n{}\n\n{}\n\n", of.zh, of.en, of.sentence_zh, of.sentence_en);
        let _ =
            write!(page, "- 公式 formula: `{}`\n- 单位 unit: {}\n- 出处 source: {}\n", of.formula, of.unit, of.source);
        let _ = writeln!(page, "- 强度 strength: {}", strengths(name));
        for param in entry.spec.params {
            let unit = if param.unit.is_empty() { String::new() } else { format!(" ({})", param.unit) };
            let _ = writeln!(page, "- 参数 parameter: `{}`{unit}", param.name);
        }
    }
    page
}
