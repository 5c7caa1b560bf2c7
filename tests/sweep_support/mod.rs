//! A small county with scenarios, the program run on it, and the bytes of a folder.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

use assert_cmd::cargo::cargo_bin_cmd;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Runs the program: exit code, and all that it said.
pub fn run(args: &[&str]) -> (Option<i32>, String) {
    let output = cargo_bin_cmd!("junheng").args(args).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).unwrap())
}

/// All files below a folder with their bytes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                all.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    all
}

/// The names of the files that are not the same in both folders.
pub fn differing(one: &Path, other: &Path) -> Vec<String> {
    let (one, other) = (files(one), files(other));
    let names: std::collections::BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    names.into_iter().filter(|name| one.get(*name) != other.get(*name)).cloned().collect()
}

/// One change in the form of a file.
pub fn change(body: &str) -> String {
    format!("[[change]]\n{}\n", body.replace("; ", "\n"))
}

/// A small county.
pub struct County(tempfile::TempDir);

impl County {
    /// A county with a base, a scenario of more pupils and one of fewer posts, and the list `all.toml` of the three.
    pub fn new() -> Self {
        let county = Self(tempfile::tempdir().unwrap());
        let folder = county.path("county");
        let made = run(&["generate", "--profile", "small", "--seed", "3", "-o", folder.to_str().unwrap()]);
        assert_eq!(made.0, Some(0), "{}", made.1);
        let policy = concat!(env!("CARGO_MANIFEST_DIR"), "/models/annual.toml");
        county.scenario("base", &format!("input = \"county\"\npolicy = \"{policy}\"\n"));
        county.on_base("more", &change("kind = \"enrollment\"; stage = \"primary\"; factor = 1.05"));
        county.on_base("fewer", &change("kind = \"recruits\"; factor = 0.5"));
        county.write("all.toml", "scenarios = [\"base.toml\", \"more.toml\", \"fewer.toml\"]\n");
        county
    }

    /// A path in its folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file with name and titles; returns its path.
    pub fn write(&self, file: &str, rest: &str) -> String {
        let head = format!("name = \"{}\"\ntitle = {{ zh = \"甲\", en = \"a\" }}\n", file.trim_end_matches(".toml"));
        std::fs::write(self.path(file), format!("{head}{rest}")).unwrap();
        self.path(file).to_str().unwrap().to_owned()
    }

    fn scenario(&self, name: &str, rest: &str) {
        self.write(&format!("{name}.toml"), rest);
    }

    /// A scenario that inherits the base.
    pub fn on_base(&self, name: &str, changes: &str) {
        self.scenario(name, &format!("base = \"base.toml\"\n{changes}"));
    }

    /// Sweeps a list of this folder into `out`.
    pub fn sweep(&self, list: &str, out: &str, more: &[&str]) -> (Option<i32>, String) {
        let (list, out) = (self.path(list), self.path(out));
        let mut args = vec!["sweep", list.to_str().unwrap(), "-o", out.to_str().unwrap()];
        args.extend(more);
        run(&args)
    }

    /// The result folder of a scenario in `out`.
    pub fn result(&self, out: &str, name: &str) -> PathBuf {
        let begins = format!("{name}-");
        let all = std::fs::read_dir(self.path(out)).unwrap().map(|entry| entry.unwrap().path());
        let own = |path: &PathBuf| {
            let known = path.file_name().unwrap().to_str().unwrap();
            known.strip_prefix(&begins).is_some_and(|digest| digest.len() == 12 && !digest.contains('.'))
        };
        all.filter(own).last().unwrap()
    }
}
