//! A result folder appears whole, in one step, or not at all, and never over an earlier one.
//!
//! Everything is written into a hidden folder beside the target, flushed to the disk, and renamed. Who is killed on
//! the way leaves only the hidden folder, which the next run removes. Writers to one place wait for each other.
#![allow(clippy::disallowed_methods, reason = "the room that writes result folders")]

use super::certificate::Page;
use super::manifest::{Manifest, Run};
use super::{Report, csv, json, warm, xlsx};
use crate::messages::{Lang, Text};
use crate::pipeline::Solved;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A file to be written, with `/` between folders in its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutFile {
    /// Name relative to the result folder.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl OutFile {
    /// A file with this name and content.
    #[must_use]
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }
}

/// Why nothing was written.
#[derive(Debug)]
pub enum FolderError {
    /// The target is already there.
    Exists(PathBuf),
    /// The disk refused.
    Io(PathBuf, io::Error),
    /// The workbook could not be made.
    Workbook(String),
}

impl FolderError {
    /// The sentence for the user.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Exists(path) => Text::new("report.folder.exists").with("path", path.display()),
            Self::Io(path, error) => io_text(path, error),
            Self::Workbook(reason) => Text::new("report.folder.workbook").with("reason", reason),
        }
    }
}

fn io_text(path: &Path, error: &io::Error) -> Text {
    let key = match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "report.folder.denied",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "report.folder.full",
        _ => "report.folder.io",
    };
    Text::new(key).with("path", path.display()).with("reason", error)
}

const PARTIAL: &str = ".junheng-";
const SUFFIX: &str = ".partial";

/// All files of a run. `inputs` are the normalized tables (`schools.csv`, …).
///
/// # Errors
/// Where the workbook cannot be made.
pub fn files(
    solved: &Solved,
    inputs: Vec<(String, Vec<u8>)>,
    run: &Run,
    lang: Lang,
) -> Result<Vec<OutFile>, FolderError> {
    Ok(files_with_report(solved, || inputs, run, lang)?.1)
}

/// The same with the report that the workbook was made from; `inputs` are made beside it.
///
/// # Errors
/// Where the workbook cannot be made.
pub fn files_with_report(
    solved: &Solved,
    inputs: impl FnOnce() -> Vec<(String, Vec<u8>)> + Send,
    run: &Run,
    lang: Lang,
) -> Result<(Report, Vec<OutFile>), FolderError> {
    let for_people = || {
        let report = Report::new(solved, lang);
        xlsx::workbook(&report).map(|workbook| (report, workbook))
    };
    let for_programs = || (inputs(), csv::files(solved), json::Document::new(solved).to_bytes());
    let (people, (inputs, mut files, plan)) = rayon::join(for_people, for_programs);
    let (report, workbook) = people.map_err(|e| FolderError::Workbook(e.to_string()))?;
    files.push(OutFile::new("plan.json", plan));
    files.push(OutFile::new("plan.xlsx", workbook));
    files.extend(Page::of(solved).map(|page| OutFile::new("certificate.json", page.to_bytes())));
    files.push(OutFile::new("policy.toml", solved.policy.text.as_bytes()));
    files.extend(inputs.into_iter().map(|(name, bytes)| OutFile::new(format!("inputs/{name}"), bytes)));
    files.push(OutFile::new("manifest.json", json::pretty(&Manifest::new(solved, &files))));
    // Neither is part of the plan: the digests leave them out.
    files.extend(solved.outcome.warm.iter().map(|left| OutFile::new("warm-start.json", warm::to_bytes(left))));
    files.push(OutFile::new("run.json", json::pretty(run)));
    Ok((report, files))
}

/// Writes `files` as the new folder `target`, whole or not at all.
///
/// # Errors
/// Where the target exists, or the disk refuses; then nothing is left behind.
pub fn write(target: &Path, files: &[OutFile]) -> Result<(), FolderError> {
    let parent = parent_of(target);
    fs::create_dir_all(&parent).map_err(|e| FolderError::Io(parent.clone(), e))?;
    let _turn = Turn::wait(&parent);
    place(&parent, target, files)
}

/// Writes `files` as `parent/<stem>-NNN` with the next free number and returns the folder.
///
/// # Errors
/// Where the disk refuses; then nothing is left behind.
pub fn write_numbered(parent: &Path, stem: &str, files: &[OutFile]) -> Result<PathBuf, FolderError> {
    fs::create_dir_all(parent).map_err(|e| FolderError::Io(parent.to_owned(), e))?;
    let _turn = Turn::wait(parent);
    let target = next_free(parent, stem);
    place(parent, &target, files)?;
    Ok(target)
}

/// The first `parent/<stem>-NNN` after the highest number in use.
#[must_use]
pub fn next_free(parent: &Path, stem: &str) -> PathBuf {
    let prefix = format!("{stem}-");
    let taken = fs::read_dir(parent).into_iter().flatten().flatten();
    let highest = taken
        .filter_map(|entry| entry.file_name().to_str()?.strip_prefix(&prefix)?.parse::<u32>().ok())
        .max()
        .unwrap_or(0);
    parent.join(format!("{stem}-{:03}", highest.saturating_add(1)))
}

fn parent_of(target: &Path) -> PathBuf {
    match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Refuses a target that is already there; to be asked before long work.
///
/// # Errors
/// [`FolderError::Exists`].
pub fn refuse_existing(target: &Path) -> Result<(), FolderError> {
    match fs::symlink_metadata(target) {
        Ok(_) => Err(FolderError::Exists(target.to_owned())),
        Err(_) => Ok(()),
    }
}

/// One writer at a time in this process: all of them use one name until the folder is whole.
static PLACING: Mutex<()> = Mutex::new(());

fn place(parent: &Path, target: &Path, files: &[OutFile]) -> Result<(), FolderError> {
    let _turn = PLACING.lock().unwrap_or_else(PoisonError::into_inner);
    refuse_existing(target)?;
    let partial = parent.join(format!("{PARTIAL}{}{SUFFIX}", std::process::id()));
    let done = fill(&partial, files).and_then(|()| rename(&partial, target));
    if done.is_err() {
        // The first error is the one to tell; a leftover is removed by the next run.
        drop(fs::remove_dir_all(&partial));
        return done;
    }
    // The folder is in place; that its entry reaches the disk at once is best effort.
    drop(sync_folder(parent));
    Ok(())
}

fn rename(from: &Path, to: &Path) -> Result<(), FolderError> {
    fs::rename(from, to).map_err(|e| FolderError::Io(to.to_owned(), e))
}

fn fill(folder: &Path, files: &[OutFile]) -> Result<(), FolderError> {
    let at = |path: &Path| {
        let path = path.to_owned();
        move |error| FolderError::Io(path, error)
    };
    fs::create_dir(folder).map_err(at(folder))?;
    let mut folders = vec![folder.to_owned()];
    for file in files {
        let path = file.name.split('/').fold(folder.to_owned(), |path, part| path.join(part));
        let inside = parent_of(&path);
        if !folders.contains(&inside) {
            fs::create_dir_all(&inside).map_err(at(&inside))?;
            folders.push(inside);
        }
        let mut handle = File::create_new(&path).map_err(at(&path))?;
        handle.write_all(&file.bytes).and_then(|()| handle.sync_all()).map_err(at(&path))?;
    }
    folders.iter().try_for_each(|inside| sync_folder(inside).map_err(at(inside)))
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// The right to write beside other runs in one folder; given back when dropped or when the process ends.
struct Turn {
    _lock: Option<File>,
}

impl Turn {
    /// Waits for other writers, then removes what dead ones left. On a file system without locks nothing is removed.
    fn wait(parent: &Path) -> Self {
        let lock = lock_file(parent).ok().filter(|file| file.lock().is_ok());
        if lock.is_some() {
            sweep(parent);
        }
        Self { _lock: lock }
    }
}

#[cfg(unix)]
fn lock_file(parent: &Path) -> io::Result<File> {
    File::open(parent)
}

#[cfg(not(unix))]
fn lock_file(parent: &Path) -> io::Result<File> {
    File::create(parent.join(".junheng.lock"))
}

fn sweep(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let dead = name.to_str().and_then(|n| n.strip_prefix(PARTIAL)?.strip_suffix(SUFFIX)?.parse::<u32>().ok());
        if dead.is_some() {
            // Best effort: a leftover that cannot be removed is hidden and harmless.
            let path = entry.path();
            drop(if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) });
        }
    }
}

/// Removes from `folder` what writers that were killed have left there, and waits for those that still write.
pub fn tidy(folder: &Path) {
    drop(Turn::wait(folder));
}

/// Writes the file `name` of `folder` whole or not at all, over an earlier one; who is killed on the way leaves nothing that the next writer
/// does not remove.
///
/// # Errors
/// Where the disk refuses.
pub fn replace_file(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
    let _turn = Turn::wait(folder);
    let _one = PLACING.lock().unwrap_or_else(PoisonError::into_inner);
    let partial = folder.join(format!("{PARTIAL}{}{SUFFIX}", std::process::id()));
    let written = File::create_new(&partial).and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    let placed = written
        .map_err(|error| FolderError::Io(partial.clone(), error))
        .and_then(|()| rename(&partial, &folder.join(name)));
    if placed.is_err() {
        // The first error is the one to tell; a leftover is removed by the next run.
        drop(fs::remove_file(&partial));
    }
    placed
}

/// Writes one file whole or not at all; an existing file is replaced only if `replace`.
///
/// # Errors
/// Where the file exists and may not be replaced, or the disk refuses.
pub fn write_file(path: &Path, bytes: &[u8], replace: bool) -> Result<(), FolderError> {
    let parent = parent_of(path);
    let at = |error| FolderError::Io(path.to_owned(), error);
    fs::create_dir_all(&parent).map_err(at)?;
    let mut file = tempfile::NamedTempFile::new_in(&parent).map_err(at)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(at)?;
    let kept = if replace { file.persist(path) } else { file.persist_noclobber(path) };
    kept.map(drop).map_err(|e| match e.error.kind() {
        io::ErrorKind::AlreadyExists => FolderError::Exists(path.to_owned()),
        _ => at(e.error),
    })
}
