//! The executable: hands the arguments to `cli` and ends with its exit code. The only place that ends the process.

use std::process::ExitCode;

/// A district is millions of small texts and vectors; the allocator of the system spends a quarter of the time outside the search on them.
/// It asks for no huge pages (`no_thp`): clearing them took half a second of each run in a virtual machine.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[allow(clippy::disallowed_methods, reason = "the second Ctrl-C ends the process; the function is handed over here")]
fn main() -> ExitCode {
    ExitCode::from(junheng::cli::main(std::process::exit))
}
