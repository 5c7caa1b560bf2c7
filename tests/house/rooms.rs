//! Which room may use which, and what only certain rooms may do.

use crate::expect_none;
use crate::source::{Source, closing, is_word, line, occurrences, rust, top};
use std::collections::BTreeMap;

/// The table of `ARCHITECTURE.md`: a room and the rooms it may use. `messages` is open to all.
const ROOMS: &[(&str, &[&str])] = &[
    ("messages", &[]),
    ("domain", &[]),
    ("program", &[]),
    ("ingest", &["domain"]),
    ("policy", &["domain"]),
    ("scenario", &["domain", "policy"]),
    ("sweep", &["domain", "scenario"]),
    ("synth", &["domain"]),
    ("proof", &["program"]),
    ("solver", &["program", "proof"]),
    ("plan", &["domain", "program"]),
    ("formulation", &["domain", "policy", "program", "plan"]),
    ("verify", &["domain", "policy", "plan", "formulation"]),
    ("doctor", &["domain", "policy", "plan", "formulation"]),
    ("causes", &["domain", "policy", "plan"]),
    ("talent", &["domain", "policy", "program", "formulation"]),
    (
        "pipeline",
        &[
            "domain",
            "ingest",
            "policy",
            "synth",
            "program",
            "proof",
            "solver",
            "plan",
            "formulation",
            "verify",
            "doctor",
            "talent",
            "scenario",
        ],
    ),
    // `pipeline` only for `Solved` and `Checkup`, `policy` and `solver` for the facts in it, `ingest` for headings and issues.
    (
        "report",
        &[
            "domain", "plan", "proof", "verify", "pipeline", "policy", "solver", "ingest", "doctor", "talent",
            "scenario", "causes",
        ],
    ),
    // `report` because writing is measured, too, and for the tables that are shown; of `ingest` the digests of the files read.
    ("measure", &["domain", "ingest", "policy", "program", "solver", "plan", "pipeline", "report"]),
    (
        "cli",
        &[
            "measure", "program", "pipeline", "report", "domain", "ingest", "policy", "plan", "solver", "synth",
            "verify", "scenario", "sweep", "causes",
        ],
    ),
];

/// What only some rooms (or single files) may do: (patterns, who may, what everybody else does instead).
const BORDERS: &[(&[&str], &[&str], &str)] = &[
    (
        &["highs::", "highs_sys::", "good_lp::"],
        &["solver"],
        "only `solver` knows a solver: build a `program` and hand it over",
    ),
    (&["unsafe"], &["solver"], "only the solver's session speaks C"),
    (&["calamine::"], &["ingest"], "only `ingest` reads workbooks"),
    // The embedded tables (kinds, sentences, schema, standards) are text inside the program, not files of the user.
    (
        &["csv::Reader", "csv::ReaderBuilder"],
        &["ingest", "src/domain/kind.rs", "src/messages/mod.rs", "src/synth/standards.rs"],
        "only `ingest` reads tables; elsewhere only an embedded table is read, and its file is named here",
    ),
    (
        &["rust_xlsxwriter::", "umya_spreadsheet::", "csv::Writer", "csv::WriterBuilder"],
        &["report"],
        "only `report` writes tables",
    ),
    (
        &["fs::", "File::open", "File::create", "OpenOptions"],
        // The system's account of a process is no file of the user.
        &["ingest", "report", "cli", "src/measure/memory.rs"],
        "files are read in `ingest` and written in `report` and `cli`",
    ),
    (
        &["println!", "print!", "eprintln!", "eprint!", "dbg!", "io::stdout", "io::stderr"],
        &["cli"],
        "only `cli` prints: return a `Text` or an event",
    ),
    (&["process::exit", "process::abort"], &["main"], "only `main` ends the process: return an outcome or an error"),
    (
        &["Instant::now", ".elapsed("],
        &["solver", "pipeline", "measure", "cli"],
        "no clock below `pipeline` but the solver's own",
    ),
    (&["SystemTime", "Zoned::now", "Timestamp::now"], &["cli"], "only `cli` knows the date; pass the school year"),
    (&["env::"], &["cli"], "only `cli` sees arguments and environment; pass the setting"),
    (
        &["rand::", "rand_chacha::"],
        &["src/domain/dice.rs", "synth", "plan"],
        "chance comes from a recorded seed: by `domain::dice`, and in the lottery of `plan`",
    ),
    (&["thread_rng", "rand::rng", "from_os_rng", "RandomState"], &[], "chance comes from a recorded seed"),
    (
        &["HashMap", "HashSet"],
        &[],
        "their order changes from run to run: use `BTreeMap`, `BTreeSet` or a sorted vector",
    ),
    (&["clap::", "indicatif::", "ctrlc::"], &["cli"], "arguments and terminal belong to `cli`"),
    (
        &["toml::"],
        &["policy", "synth", "ingest", "scenario", "sweep"],
        "TOML holds policies, scenarios, lists of them, profiles of districts and mappings of foreign lists",
    ),
    (
        &["Deserialize"],
        // `measure` reads back what its own child processes say.
        // What a solve has left behind is believed no more than a certificate is.
        &["ingest", "policy", "synth", "plan", "proof", "verify", "report", "measure", "src/solver/warm.rs"],
        "domain types are never deserialized: read raw rows in `ingest` and validate them",
    ),
];

#[test]
fn each_room_uses_only_the_rooms_it_may() {
    // Data goes down one corridor; an import against it would let a rule see the solver or a reader see the plan.
    let allowed: BTreeMap<&str, &[&str]> = ROOMS.iter().copied().collect();
    let mut found = Vec::new();
    for source in rust("src") {
        let room = source.room();
        if ["lib", "main"].contains(&room) {
            continue;
        }
        let Some(may_use) = allowed.get(room) else {
            found.push(format!("{}: the room `{room}` is not in the table", source.path));
            continue;
        };
        for (at, used) in used_rooms(&source) {
            let is_room = allowed.contains_key(used.as_str());
            if is_room && used != room && used != "messages" && !may_use.contains(&used.as_str()) {
                found.push(format!("{}:{}: `{room}` uses `{used}`", source.path, line(&source.production, at)));
            }
        }
    }
    expect_none(
        &found,
        "Move the code to the room where both sides are known, or pass the fact down as an argument. A new room, or a new \
         arrow that cannot be avoided, goes into ROOMS here and into the table of ARCHITECTURE.md, with a reason.",
    );
}

#[test]
fn only_the_rooms_in_charge_read_write_print_exit_or_solve() {
    // Same input, same bytes: readers, writers, clocks and the solver are found in few known places.
    let mut found = Vec::new();
    for source in rust("src") {
        for (patterns, who, instead) in BORDERS {
            if who.contains(&source.room()) || who.contains(&source.path.as_str()) {
                continue;
            }
            for pattern in *patterns {
                for at in places(&source.production, pattern) {
                    found.push(format!("{}:{}: `{pattern}`: {instead}", source.path, line(&source.production, at)));
                }
            }
        }
    }
    expect_none(&found, "Do as each line says. BORDERS in tests/house/rooms.rs names who may do what.");
}

#[test]
fn the_executable_only_hands_over_to_cli() {
    // Logic in main could not be tested.
    let main = rust("src").into_iter().find(|s| s.path == "src/main.rs").expect("src/main.rs");
    let found: Vec<String> = rooms_after(&main.production, "junheng::")
        .into_iter()
        .filter(|(_, room)| room != "cli")
        .map(|(at, room)| format!("src/main.rs:{}: uses `{room}`", line(&main.production, at)))
        .collect();
    expect_none(&found, "Move it into `cli` (arguments, printing) or `pipeline` (the work).");
}

#[test]
fn the_architecture_names_every_room() {
    // Who opens ARCHITECTURE.md finds each folder of src there.
    let page = std::fs::read_to_string(top().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let mut rooms: Vec<String> = rust("src").iter().map(|s| s.room().to_owned()).collect();
    rooms.dedup();
    let missing: Vec<String> = rooms
        .into_iter()
        .filter(|r| !["lib", "main"].contains(&r.as_str()) && !page.contains(&format!("| `{r}` |")))
        .collect();
    expect_none(&missing, "Add these rooms to the table of ARCHITECTURE.md, with what they hold and may use.");
}

#[test]
fn a_forbidden_import_is_seen_in_every_spelling() {
    // The guard itself must bite, however the path is written.
    let spelled = "use crate::solver::Outcome;\nuse crate::{domain::Case, plan::{Plan, rows}};\nfn f(x: super::super::verify::V) {}\n";
    let used: Vec<String> =
        used_rooms(&Source::new("src/program/write.rs", spelled)).into_iter().map(|(_, r)| r).collect();
    assert_eq!(used, ["solver", "domain", "plan", "verify"]);
    assert_eq!(places("use std::{fs, io};\nfs::read(x); offs::y(); use std::fs as disk;", "fs::").len(), 3);
}

/// Where `pattern` stands; a pattern `name::` is also found as the last name of an import (`use std::{name, …}`).
fn places(code: &str, pattern: &str) -> Vec<usize> {
    let mut found = occurrences(code, pattern);
    if pattern.starts_with('.') {
        found = code.match_indices(pattern).map(|(at, _)| at).collect();
    }
    if let Some(name) = pattern.strip_suffix("::") {
        let imports =
            occurrences(code, "use ").into_iter().filter_map(|at| code[at..].find(';').map(|end| (at, at + end)));
        for (from, to) in imports {
            let in_import = occurrences(&code[from..to], name).into_iter().map(|at| from + at);
            found.extend(in_import.filter(|&at| !code[at + name.len()..].trim_start().starts_with("::")));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Every room that production code of `source` names, by `crate::` or by climbing to the top with `super::`.
fn used_rooms(source: &Source) -> Vec<(usize, String)> {
    let mut used = rooms_after(&source.production, "crate::");
    used.extend(rooms_after(&source.production, &"super::".repeat(source.depth())));
    used
}

/// The names that follow `prefix`: `crate::a::b` gives `a`, `crate::{a::b, c}` gives `a` and `c`.
fn rooms_after(code: &str, prefix: &str) -> Vec<(usize, String)> {
    let name_at = |at: usize| code[at..].chars().take_while(|&c| is_word(c)).collect::<String>();
    let mut found = Vec::new();
    for at in occurrences(code, prefix) {
        let start = at + prefix.len();
        if !code[start..].starts_with('{') {
            found.push((start, name_at(start)));
            continue;
        }
        let end = closing(code, start);
        let mut depth = 0;
        let mut expect_name = false;
        for (offset, c) in code[start..end].char_indices() {
            match c {
                '{' | '}' => depth += if c == '{' { 1 } else { -1 },
                _ if expect_name && depth == 1 && is_word(c) => {
                    found.push((start + offset, name_at(start + offset)));
                    expect_name = false;
                }
                _ => {}
            }
            expect_name |= depth == 1 && (c == '{' && offset == 0 || c == ',');
        }
    }
    found.retain(|(_, name)| !name.is_empty());
    found
}
