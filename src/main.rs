//! The executable: hands the arguments to `cli` and ends with its exit code. The only place that ends the process.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(junheng::cli::run(std::env::args_os().collect(), std::process::exit))
}
