//! THE LIST of rules: names, pages and headers are complete.

use junheng::formulation::rules::{LIST, specs};
use junheng::messages::Lang;
use junheng::policy::{Policy, Strength};
use std::collections::BTreeSet;

const FOLDERS: [&str; 2] = ["src/formulation/rules", "src/formulation/goals"];

#[test]
fn every_rule_has_a_unique_kebab_case_name() {
    // The name is the key in the policy, in findings and in the documentation.
    let mut seen = BTreeSet::new();
    for entry in LIST {
        let name = entry.spec.name;
        let words = name.split('-').all(|w| !w.is_empty() && w.chars().all(|c| c.is_ascii_lowercase()));
        assert!(words, "{name} is not kebab-case");
        assert!(seen.insert(name), "{name} is there twice");
    }
}

#[test]
fn every_rule_has_a_complete_page_and_every_parameter_a_unit() {
    // A page without source or formula could not be checked by the office.
    for entry in LIST {
        let page = entry.page;
        for text in [page.zh, page.en, page.sentence_zh, page.sentence_en, page.formula, page.unit, page.source] {
            assert!(!text.trim().is_empty(), "{} has an empty line on its page", entry.spec.name);
        }
        assert!(page.sentence_zh.ends_with('。') && page.sentence_en.ends_with('.'), "{}", entry.spec.name);
        let units = ["lesson", "person", "minute", "yuan", "thousand yuan", "post", "point", "fte", "class", "school"];
        assert!(units.contains(&page.unit), "{}: {}", entry.spec.name, page.unit);
        for param in entry.spec.params {
            let number = param.kind == junheng::policy::ParamKind::Number;
            assert!(!number || !param.unit.is_empty(), "{}.{} has no unit", entry.spec.name, param.name);
        }
    }
}

#[test]
fn the_rates_of_the_programme_are_those_at_its_head() {
    // A lesson is 1, a person 4, twenty minutes 1, a person or item of the seven indicators 8; the gates are counted plainly.
    let policy = Policy::parse(include_str!("../models/dazu-2027.toml"), &specs()).unwrap();
    let gates = [
        "certified-staff",
        "rotation-share",
        "key-teacher-share",
        "rotation-direction",
        "leader-terms",
        "published-plan",
    ];
    let mut seen = 0;
    for entry in LIST {
        let name = entry.spec.name;
        let Some(Strength::Soft { tier, weight }) = policy.rule(name).map(|settings| settings.strength.clone()) else {
            continue;
        };
        let wanted = match entry.page.unit {
            _ if gates.contains(&name) => (0, 1),
            _ if name == "six-of-seven" => (1, 8000),
            "lesson" => (1, 1),
            "person" => (1, 4000),
            "minute" => (1, 50),
            unit => panic!("{name}: no rate for {unit}"),
        };
        assert_eq!((tier, weight), wanted, "{name}");
        seen += 1;
    }
    assert!(seen > 35, "only {seen} rules are soft");
}

#[test]
fn every_rule_has_a_name_that_people_read() {
    // Without one the report would show the office a code such as "six-of-seven".
    for entry in LIST {
        // In Chinese: an English name may be one word and equal to the code.
        let name = junheng::report::names::rule(Lang::Zh, entry.spec.name);
        assert_ne!(name, entry.spec.name, "report.rule.{} is not in the catalog", entry.spec.name);
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "reads the source to hold it to its form")]
fn every_rule_is_one_file_with_a_header() {
    // The file is named like the rule and opens with what it says, its formula, its unit and why.
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed: BTreeSet<String> = LIST.iter().map(|e| e.spec.name.replace('-', "_")).collect();
    let helpers =
        ["mod", "admission", "cluster_staff", "kind_staff", "person_cuts", "resources", "staff_limit", "taught_floor"]
            .map(str::to_owned);
    let mut found: BTreeSet<String> = BTreeSet::new();
    for folder in FOLDERS {
        for file in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = file.unwrap().path();
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            if helpers.contains(&stem) {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let header: String = text.lines().take_while(|l| l.starts_with("//!")).collect();
            for word in ["Formula", "Unit:", "Why:"] {
                assert!(header.contains(word), "{stem}: header lacks {word}");
            }
            found.insert(stem);
        }
    }
    assert_eq!(found, listed, "files and THE LIST differ");
}
