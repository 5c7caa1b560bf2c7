//! Tells the program which sources it was made from: a sweep takes up only results of the same ones. The digest is the same on every machine:
//! names with `/`, in order, and line ends of one kind.

#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "reads the sources and talks to cargo")]

use std::path::{Path, PathBuf};

/// What decides the results: code, embedded tables and policies, versions of the solvers.
const SOURCES: [&str; 4] = ["src", "data/schema", "models", "Cargo.lock"];

fn main() {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    // FNV-1a in 64 bits.
    let mut take = |bytes: &[u8]| {
        for byte in bytes.iter().filter(|byte| **byte != b'\r') {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for source in SOURCES {
        println!("cargo:rerun-if-changed={source}");
        let mut files = Vec::new();
        gather(Path::new(source), &mut files);
        let mut named: Vec<(String, PathBuf)> =
            files.into_iter().map(|path| (path.to_string_lossy().replace('\\', "/"), path)).collect();
        named.sort();
        for (name, path) in named {
            take(name.as_bytes());
            take(&std::fs::read(&path).unwrap_or_default());
        }
    }
    println!("cargo:rustc-env=JUNHENG_SOURCES={hash:016x}");
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) {
    if !path.is_dir() {
        // What an editor leaves there is no source.
        let known = ["rs", "csv", "toml", "lock"].map(Some);
        if known.contains(&path.extension().and_then(|end| end.to_str())) {
            files.push(path.to_owned());
        }
        return;
    }
    for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
        gather(&entry.path(), files);
    }
}
