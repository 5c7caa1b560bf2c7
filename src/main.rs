//! The executable: hands the arguments to `cli` and ends with its exit code. The only place that ends the process.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Programs and reports are millions of small pieces, which the allocator of the C library is slow to give back.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[allow(clippy::disallowed_methods, reason = "the second Ctrl-C ends the process; the function is handed over here")]
fn main() -> ExitCode {
    ExitCode::from(junheng::cli::main(std::process::exit))
}
