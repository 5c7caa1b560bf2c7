//! The house rules that the compiler cannot hold: which room may use which, who reads, writes, prints and exits, how
//! long a function may be, that every sentence exists and is used.
//!
//! The sources are read as text, with comments and strings blanked out. Each failure says what to do. The same
//! borders are drawn in `clippy.toml` as far as clippy can; here an `allow` in the wrong room does not help.
#![allow(clippy::disallowed_methods, reason = "the sources are its input")]
#![allow(clippy::string_slice, reason = "positions come from searches in the same text")]

mod rooms;
mod shape;
mod source;
mod tree;
mod words;

/// Fails with everything that was found, and the way out.
#[track_caller]
fn expect_none(found: &[String], what_to_do: &str) {
    assert!(found.is_empty(), "\n  {}\n\n{what_to_do}\n", found.join("\n  "));
}
