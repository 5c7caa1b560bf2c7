//! `docs/rules.md`: one page section per rule of THE LIST.

use junheng::formulation::rules::LIST;
use std::fmt::Write as _;

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
        for param in entry.spec.params {
            let unit = if param.unit.is_empty() { String::new() } else { format!(" ({})", param.unit) };
            let _ = writeln!(page, "- 参数 parameter: `{}`{unit}", param.name);
        }
    }
    page
}
