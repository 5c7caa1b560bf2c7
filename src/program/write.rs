//! LP and MPS text with the real names, for other solvers and for people who want to look.
//!
//! Names keep ASCII letters, digits, `_` and `.`; `|` becomes `~`, `/` becomes `!`, `-` becomes `@`, and every other
//! byte of the UTF-8 text becomes `$` and two hexadecimal digits, so that the real name can be read back
//! ([`real_name`]). Columns start with `c.`, rows with `r.`, tiers with `t.`. A name that would be longer than 200
//! characters keeps its first 180 and ends in `$$` and its position. The first tier is the objective; in LP text the
//! others are comments, in MPS text they are further free rows. Limits on spread are comments in both. The order is that of the program: the same program
//! gives the same bytes. This file refuses to write to disk.

use super::{Program, Row};
use std::fmt::Write as _;

const LONGEST: usize = 200;
const KEPT: usize = 180;
/// Terms on one line of LP text.
const WRAP: usize = 8;

/// The program as CPLEX LP text.
#[must_use]
pub fn lp_text(program: &Program) -> String {
    let columns = column_names(program);
    let mut text = String::from("\\ Names: see the escaping rules in the documentation of junheng.\n");
    for (at, tier) in program.tiers.iter().enumerate().skip(1) {
        let _ = write!(text, "\\ then minimize {}: ", legal('t', &tier.name, at));
        terms(&mut text, &tier.terms, &columns, "\n\\  ");
        let _ = writeln!(text, " {:+}", tier.constant);
    }
    text += "Minimize\n";
    match program.tiers.first() {
        Some(tier) => {
            let _ = write!(text, " {}: ", legal('t', &tier.name, 0));
            terms(&mut text, &tier.terms, &columns, "\n  ");
            if tier.constant != 0 {
                let _ = write!(text, " {:+}", tier.constant);
            }
            text.push('\n');
        }
        None => text += " t.none:\n",
    }
    text += "Subject To\n";
    for (at, row) in program.rows.iter().enumerate() {
        lp_row(&mut text, row, at, &columns);
    }
    cones(&mut text, program, &columns, "\\ ");
    text += "Bounds\n";
    for (column, name) in program.columns.iter().zip(&columns) {
        let _ = writeln!(text, " {} <= {name} <= {}", column.lower, column.upper);
    }
    text += "General\n";
    for (column, name) in program.columns.iter().zip(&columns) {
        if column.integer {
            let _ = writeln!(text, " {name}");
        }
    }
    text + "End\n"
}

/// One row; a range becomes two rows, the second with `.upper` at the end of its name.
fn lp_row(text: &mut String, row: &Row, at: usize, columns: &[String]) {
    let name = legal('r', &row.name.to_string(), at);
    let sides: &[(&str, Option<i64>, &str)] = match (row.lower, row.upper) {
        (Some(lower), Some(upper)) if lower == upper => &[("", Some(lower), "=")],
        (lower, upper) => &[("", lower, ">="), (".upper", upper, "<=")],
    };
    for (suffix, side, sign) in sides {
        let Some(side) = side else { continue };
        if row.terms.is_empty() {
            // LP text knows no empty rows: this one holds or not, whatever the columns do.
            let _ = writeln!(text, "\\ {name}{suffix}: 0 {sign} {side}");
            continue;
        }
        let _ = write!(text, " {name}{suffix}: ");
        terms(text, &row.terms, columns, "\n  ");
        let _ = writeln!(text, " {sign} {side}");
    }
}

/// Limits on spread as comments: neither format has a place for them.
fn cones(text: &mut String, program: &Program, columns: &[String], comment: &str) {
    for (at, cone) in program.cones.iter().enumerate() {
        let name = legal('r', &cone.name.to_string(), at);
        let slack = cone.slack.map_or("0", |slack| columns[slack.at()].as_str());
        let _ = writeln!(text, "{comment}{name}: sqrt(W*sum(y^2/w) - Y^2) <= {}/1000*Y + {slack}", cone.limit);
        for member in &cone.members {
            let (above, below) = member.scale;
            let _ = write!(text, "{comment}  w = {}, y = {above}/{below}*( {:+} ", member.weight, member.constant);
            terms(text, &member.terms, columns, &format!("\n{comment}   "));
            text.push_str(")\n");
        }
    }
}

fn terms(text: &mut String, terms: &[(super::Col, i64)], columns: &[String], wrap: &str) {
    for (at, &(col, a)) in terms.iter().enumerate() {
        if at > 0 && at.is_multiple_of(WRAP) {
            text.push_str(wrap);
        }
        let _ = write!(text, "{a:+} {} ", columns[col.at()]);
    }
}

/// The program as free MPS text; objective constants are negated right-hand sides, as is the custom.
#[must_use]
pub fn mps_text(program: &Program) -> String {
    let columns = column_names(program);
    let rows: Vec<String> =
        program.rows.iter().enumerate().map(|(at, row)| legal('r', &row.name.to_string(), at)).collect();
    let tiers: Vec<String> = program.tiers.iter().enumerate().map(|(at, tier)| legal('t', &tier.name, at)).collect();
    let mut text = String::from("NAME junheng\nROWS\n");
    for tier in &tiers {
        let _ = writeln!(text, " N {tier}");
    }
    if tiers.is_empty() {
        text += " N t.none\n";
    }
    for (row, name) in program.rows.iter().zip(&rows) {
        let _ = writeln!(text, " {} {name}", sense(row));
    }
    text += "COLUMNS\n";
    mps_columns(&mut text, program, &columns, &rows, &tiers);
    mps_sides(&mut text, program, &rows, &tiers);
    text += "BOUNDS\n";
    for (column, name) in program.columns.iter().zip(&columns) {
        let _ = writeln!(text, " LO BND {name} {}\n UP BND {name} {}", column.lower, column.upper);
    }
    cones(&mut text, program, &columns, "* ");
    text + "ENDATA\n"
}

const fn sense(row: &Row) -> char {
    match (row.lower, row.upper) {
        (Some(lower), Some(upper)) if lower == upper => 'E',
        (Some(_), _) => 'G',
        (None, Some(_)) => 'L',
        (None, None) => 'N',
    }
}

fn mps_columns(text: &mut String, program: &Program, columns: &[String], rows: &[String], tiers: &[String]) {
    let mut entries: Vec<Vec<(&str, i64)>> = vec![Vec::new(); columns.len()];
    for (tier, name) in program.tiers.iter().zip(tiers) {
        tier.terms.iter().for_each(|&(col, a)| entries[col.at()].push((name, a)));
    }
    for (row, name) in program.rows.iter().zip(rows) {
        row.terms.iter().for_each(|&(col, a)| entries[col.at()].push((name, a)));
    }
    let mut integer = false;
    for ((column, name), entries) in program.columns.iter().zip(columns).zip(&entries) {
        if column.integer != integer {
            integer = column.integer;
            let _ = writeln!(text, " MARKER 'MARKER' '{}'", if integer { "INTORG" } else { "INTEND" });
        }
        if entries.is_empty() {
            let objective = tiers.first().map_or("t.none", String::as_str);
            let _ = writeln!(text, " {name} {objective} 0");
        }
        for (row, a) in entries {
            let _ = writeln!(text, " {name} {row} {a}");
        }
    }
    if integer {
        text.push_str(" MARKER 'MARKER' 'INTEND'\n");
    }
}

fn mps_sides(text: &mut String, program: &Program, rows: &[String], tiers: &[String]) {
    text.push_str("RHS\n");
    for (tier, name) in program.tiers.iter().zip(tiers) {
        if tier.constant != 0 {
            let _ = writeln!(text, " RHS {name} {}", -i128::from(tier.constant));
        }
    }
    for (row, name) in program.rows.iter().zip(rows) {
        if let Some(side) = row.lower.or(row.upper).filter(|&side| side != 0) {
            let _ = writeln!(text, " RHS {name} {side}");
        }
    }
    text.push_str("RANGES\n");
    for (row, name) in program.rows.iter().zip(rows) {
        if let (Some(lower), Some(upper)) = (row.lower, row.upper)
            && lower != upper
        {
            let _ = writeln!(text, " RNG {name} {}", i128::from(upper) - i128::from(lower));
        }
    }
}

fn column_names(program: &Program) -> Vec<String> {
    program.columns.iter().enumerate().map(|(at, column)| legal('c', &column.name, at)).collect()
}

/// A legal name: the escaping of the header of this file.
#[must_use]
pub fn legal(prefix: char, name: &str, position: usize) -> String {
    let mut legal = format!("{prefix}.");
    for byte in name.bytes() {
        match byte {
            b'|' => legal.push('~'),
            b'/' => legal.push('!'),
            b'-' => legal.push('@'),
            b'_' | b'.' => legal.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => legal.push(char::from(byte)),
            byte => {
                let _ = write!(legal, "${byte:02x}");
            }
        }
    }
    if legal.len() > LONGEST {
        legal.truncate(KEPT);
        let _ = write!(legal, "$${position}");
    }
    legal
}

/// The real name behind a legal one; none where it was shortened or is not one of ours.
#[must_use]
pub fn real_name(legal: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = legal.get(2..)?.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'~' => b'|',
            b'!' => b'/',
            b'@' => b'-',
            b'$' => {
                let digits = [char::from(rest.next()?), char::from(rest.next()?)];
                u8::from_str_radix(&String::from_iter(digits), 16).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::super::{Col, Column, RowName, Tier};
    use super::*;

    /// A program with a name of every awkward sort.
    pub(super) fn awkward() -> Program {
        let column = |name: &str, lower, upper, integer| Column { name: name.into(), lower, upper, integer };
        let row = |place: &str, lower, upper, terms: &[(usize, i64)]| Row {
            name: RowName { rule: "subject-coverage", place: place.into() },
            lower,
            upper,
            terms: terms.iter().map(|&(col, a)| (Col::new(col), a)).collect(),
            block: None,
        };
        let tier = |name: &str, constant, terms: &[(usize, i64)]| Tier {
            name: name.into(),
            constant,
            terms: terms.iter().map(|&(col, a)| (Col::new(col), a)).collect(),
            per_unit: 1,
            tolerance_ppm: 0,
        };
        Program {
            columns: vec![
                column("path|龙岗 小学/primary|c17", 0, 3, true),
                column("3e5", -2, 7, true),
                column("short$~|x", 0, 9, false),
            ],
            rows: vec![
                row("大足|音乐", Some(4), None, &[(0, 2), (2, 1)]),
                row("a b", Some(1), Some(5), &[(0, 1), (1, 1)]),
                row("e1", Some(2), Some(2), &[(1, 1), (2, -1)]),
            ],
            stages: Vec::new(),
            cones: Vec::new(),
            tiers: vec![tier("coverage", 5, &[(0, 3), (2, 4)]), tier("成本", 0, &[(1, 1)])],
        }
    }

    #[test]
    fn every_name_is_legal_and_can_be_read_back() {
        // A reader of LP text stops at spaces and operators; nobody may lose the real name over that.
        for name in ["path|龙岗 小学/primary|c17", "3e5", "a-b_c.d", "", "$~!@", "x+y <= 3:"] {
            let legal = legal('c', name, 0);
            assert!(legal.chars().all(|c| c.is_ascii_alphanumeric() || "._~!@$".contains(c)), "{legal}");
            assert_eq!(real_name(&legal).as_deref(), Some(name));
        }
        let long = "长".repeat(99);
        assert_ne!(legal('c', &long, 1), legal('c', &long, 2));
        assert!(legal('c', &long, 1).len() <= LONGEST);
    }

    #[test]
    fn texts_state_every_side_once() {
        // A lost range or constant would silently change the program for the other solver.
        let lp = lp_text(&awkward());
        assert!(lp.contains("\\ then minimize t.$e6$88$90$e6$9c$ac: +1 c.3e5"), "{lp}");
        assert!(lp.contains("t.coverage: +3 c.path~") && lp.contains(" +5\n"));
        assert!(lp.contains("r.subject@coverage~a$20b.upper: ") && lp.contains(" <= 5\n"));
        assert!(lp.contains(" -2 <= c.3e5 <= 7\n"));
        let mps = mps_text(&awkward());
        assert!(mps.contains(" RHS t.coverage -5\n") && mps.contains(" RNG r.subject@coverage~a$20b 4\n"));
        assert!(mps.contains(" E r.subject@coverage~e1\n") && mps.contains(" LO BND c.3e5 -2\n"));
        assert_eq!(mps, mps_text(&awkward()));
    }
}
