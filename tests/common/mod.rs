//! Shared by the tests: who may take long.

use std::io::Write as _;

/// Whether long tests run (`./test --long` sets `JUNHENG_LONG=1`). Otherwise says, past the capture of test output,
/// that `name` is skipped: a test that did not run must not look like one that passed.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the switch of ./test --long is an environment variable")]
pub(crate) fn long(name: &str) -> bool {
    let runs = std::env::var_os("JUNHENG_LONG").is_some_and(|v| v == "1");
    if !runs {
        writeln!(std::io::stderr(), "skipped: {name} (runs with ./test --long)").expect("stderr takes a line");
    }
    runs
}
