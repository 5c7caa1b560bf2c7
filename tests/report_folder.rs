//! A result folder appears whole or not at all, and never over an earlier one.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

use junheng::report::folder::{next_free, write, write_file, write_numbered};
use junheng::report::{FolderError, OutFile};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_folder_is_written_with_all_its_files() {
    // Folders inside the folder are made as the names ask.
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("2026").join("run");
    write(&target, &[OutFile::new("a.csv", "1"), OutFile::new("inputs/b.csv", "2")]).unwrap();
    assert_eq!(fs::read_to_string(target.join("inputs").join("b.csv")).unwrap(), "2");
    assert_eq!(names(target.parent().unwrap()), ["run"]);
}

#[test]
fn an_existing_folder_is_refused_and_stays_as_it_was() {
    // Also an empty one: what stands there was not made by this run.
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("run");
    write(&target, &[OutFile::new("a.csv", "old")]).unwrap();
    let again = write(&target, &[OutFile::new("a.csv", "new")]);
    assert!(matches!(again, Err(FolderError::Exists(path)) if path == target));
    assert_eq!(fs::read_to_string(target.join("a.csv")).unwrap(), "old");
    fs::create_dir(place.path().join("empty")).unwrap();
    assert!(matches!(write(&place.path().join("empty"), &[]), Err(FolderError::Exists(_))));
}

#[test]
fn a_failure_midway_leaves_nothing() {
    // The second file cannot be written because its folder is a file; the first one must not stay behind.
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("run");
    let result = write(&target, &[OutFile::new("a", "1"), OutFile::new("a/b", "2")]);
    assert!(matches!(result, Err(FolderError::Io(..))));
    assert!(names(place.path()).is_empty(), "{:?}", names(place.path()));
}

#[test]
fn numbers_go_on_after_the_highest() {
    // A gap in the numbers is not filled: a later run must have a higher number.
    let place = tempfile::tempdir().unwrap();
    for name in ["annual-2026-001", "annual-2026-004", "annual-2026-x", "other-009"] {
        fs::create_dir(place.path().join(name)).unwrap();
    }
    assert_eq!(next_free(place.path(), "annual-2026"), place.path().join("annual-2026-005"));
    let first = write_numbered(place.path(), "dazu-2027", &[OutFile::new("a", "1")]).unwrap();
    assert_eq!(first, place.path().join("dazu-2027-001"));
}

#[test]
fn a_single_file_is_not_replaced_unless_asked() {
    // A template that the office has begun to fill in must not vanish.
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("template.xlsx");
    write_file(&path, b"old", false).unwrap();
    assert!(matches!(write_file(&path, b"new", false), Err(FolderError::Exists(_))));
    write_file(&path, b"new", true).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert_eq!(names(place.path()), ["template.xlsx"]);
}

const PLACE: &str = "JUNHENG_TEST_PLACE";
const FILES: usize = 40;
const SIZE: usize = 20_000;

#[test]
fn write_until_killed() {
    // Writes folder after folder; without the variable of the next test it does nothing.
    let Ok(place) = std::env::var(PLACE) else { return };
    let files: Vec<OutFile> = (0..FILES).map(|n| OutFile::new(format!("inputs/{n}"), vec![b'x'; SIZE])).collect();
    loop {
        write_numbered(Path::new(&place), "run", &files).unwrap();
    }
}

#[test]
fn a_kill_at_any_moment_leaves_only_whole_folders() {
    // A process that writes without pause is killed at different moments; every visible folder is complete.
    let place = tempfile::tempdir().unwrap();
    for round in 0..6 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "write_until_killed"])
            .env(PLACE, place.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(120 + 37 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        for name in names(place.path()).iter().filter(|n| !n.starts_with('.')) {
            let inputs = place.path().join(name).join("inputs");
            assert_eq!(names(&inputs).len(), FILES, "{name}");
            assert!(
                names(&inputs).iter().all(|f| fs::metadata(inputs.join(f)).unwrap().len() == SIZE as u64),
                "{name}"
            );
        }
    }
    assert!(names(place.path()).iter().any(|n| n.starts_with("run-")), "the helper wrote nothing");
    write_numbered(place.path(), "last", &[OutFile::new("a", "1")]).unwrap();
    assert!(names(place.path()).iter().all(|n| !n.starts_with('.')), "leftovers of dead runs are removed");
}
