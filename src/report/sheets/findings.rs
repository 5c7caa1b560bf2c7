//! 未满足需求及原因 and 假设: what the rules found, most serious first, and the numbers nobody has confirmed.

use super::Context;
use crate::plan::rows::thousandths;
use crate::plan::{Finding, Severity};
use crate::report::content::{Cell, Sheet, Table};

/// The word for a severity.
pub(crate) const fn severity_key(severity: Severity) -> &'static str {
    match severity {
        Severity::Broken => "report.severity.broken",
        Severity::Short => "report.severity.short",
        Severity::Note => "report.severity.note",
    }
}

/// One line per finding.
pub(crate) fn findings(context: &Context<'_>) -> Sheet {
    let table = context.each_year(|of| findings_of(context, of.findings));
    context.sheet("report.sheet.findings", vec![context.section("report.sheet.findings", table)])
}

fn findings_of(context: &Context<'_>, findings: &[Finding]) -> Table {
    let mut table = context.table(&[
        ("report.col.severity", 14),
        ("report.col.rule", 22),
        ("report.col.place", 34),
        ("report.col.amount", 10),
        ("report.col.measure", 10),
        ("report.col.text", 80),
    ]);
    for finding in findings {
        table.push(vec![
            Cell::text(context.word(severity_key(finding.severity))),
            Cell::text(context.names.rule(finding.rule)),
            Cell::text(context.names.place(&finding.place)),
            Cell::Decimal(finding.amount),
            Cell::text(context.names.measure(finding.unit)),
            Cell::text(finding.text.render(context.lang)),
        ]);
    }
    table
}

/// One finding in one line.
pub(crate) fn line(context: &Context<'_>, finding: &Finding) -> String {
    let size = if finding.amount == 0 {
        String::new()
    } else {
        format!(" [{} {}]", thousandths(finding.amount), context.names.measure(finding.unit))
    };
    format!(
        "{} · {}: {}{size}",
        context.names.rule(finding.rule),
        context.names.place(&finding.place),
        finding.text.render(context.lang)
    )
}

/// One line per number that nobody has confirmed.
pub(crate) fn assumptions(context: &Context<'_>) -> Sheet {
    let mut table = context.table(&[("report.col.parameter", 40), ("report.col.value", 24), ("report.col.remark", 80)]);
    for (parameter, value, remark) in &context.solved.assumptions {
        table.push([parameter, value, remark].map(Cell::text).to_vec());
    }
    context.sheet("report.sheet.assumptions", vec![context.section("report.assumptions.title", table)])
}
