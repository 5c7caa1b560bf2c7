//! What can be typed. The words of the help stand in the catalog under `cli.<command>.about` and `cli.arg.<name>`.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "junheng", version)]
pub(crate) struct Cli {
    #[arg(long, global = true, value_enum, default_value_t = LangArg::Zh, value_name = "LANG")]
    pub lang: LangArg,
    #[arg(long, short = 'q', global = true)]
    pub quiet: bool,
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

/// Language of what the user reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LangArg {
    /// 中文.
    Zh,
    /// English.
    En,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    New(NewArgs),
    Template(TemplateArgs),
    Check(CheckArgs),
    Solve(SolveArgs),
    Talent(TalentArgs),
    #[command(subcommand)]
    Scenario(ScenarioCommand),
    Verify(VerifyArgs),
    Compare(CompareArgs),
    Sweep(SweepArgs),
    #[command(flatten)]
    Choice(super::choice_args::ChoiceCommand),
    Generate(GenerateArgs),
    #[command(subcommand)]
    Import(ImportCommand),
    Export(ExportArgs),
    Bench(BenchArgs),
    #[command(hide = true)]
    BenchMethod(BenchMethodArgs),
    Completions(CompletionsArgs),
}

/// `new`.
#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
}

/// `template`.
#[derive(Debug, Args)]
pub(crate) struct TemplateArgs {
    #[arg(long, short = 'o', value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    #[arg(value_name = "INPUT")]
    pub input: PathBuf,
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    #[expect(clippy::option_option, reason = "absent, without a file, with a file")]
    pub mark: Option<Option<PathBuf>>,
    #[arg(long, short = 'p', value_name = "POLICY")]
    pub policy: Option<PathBuf>,
    #[arg(long, value_name = "YEAR")]
    pub year: Option<i32>,
}

/// `solve`.
#[derive(Debug, Args)]
pub(crate) struct SolveArgs {
    #[arg(value_name = "INPUT")]
    pub input: PathBuf,
    #[arg(long, short = 'p', value_name = "POLICY")]
    pub policy: PathBuf,
    #[arg(long, value_name = "SCENARIO")]
    pub scenario: Option<PathBuf>,
    #[arg(long, value_name = "YEAR")]
    pub year: Option<i32>,
    #[arg(long, value_name = "N", default_value = "1", value_parser = years)]
    pub years: usize,
    #[arg(long, short = 'o', value_name = "OUT")]
    pub output: Option<PathBuf>,
    #[arg(long, value_name = "SECONDS", value_parser = seconds, allow_negative_numbers = true)]
    pub time_limit: Option<Duration>,
    #[arg(long, value_name = "GAP", value_parser = gap, allow_negative_numbers = true)]
    pub gap: Option<i64>,
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
    #[arg(long, value_name = "N", default_value = "0")]
    pub seed: u32,
    #[arg(long, value_name = "PLAN")]
    pub from: Option<PathBuf>,
    #[arg(long, value_name = "PLAN")]
    pub published: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = AheadArg::All, value_name = "WAY")]
    pub ahead: AheadArg,
    #[arg(long, value_name = "W", value_parser = years)]
    pub window: Option<usize>,
    #[arg(long, value_name = "S", value_parser = years)]
    pub step: Option<usize>,
    #[arg(long, value_name = "K", value_parser = years, requires = "from")]
    pub freeze: Option<usize>,
}

/// Ways of looking ahead over several years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AheadArg {
    /// All years at once.
    All,
    /// One year after the other.
    Yearly,
    /// Window by window.
    Rolling,
}

/// `talent`.
#[derive(Debug, Args)]
pub(crate) struct TalentArgs {
    #[arg(value_name = "INPUT")]
    pub input: PathBuf,
    #[arg(long, short = 'p', value_name = "POLICY")]
    pub policy: PathBuf,
    #[arg(long, value_name = "YEAR")]
    pub year: Option<i32>,
    #[arg(long, short = 'o', value_name = "OUT")]
    pub output: Option<PathBuf>,
    #[arg(long, value_name = "CODE")]
    pub person: Option<String>,
    #[arg(long, value_name = "SECONDS", value_parser = seconds, allow_negative_numbers = true)]
    pub time_limit: Option<Duration>,
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u32,
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
}

/// `verify`: a result folder, or a hand-made plan with its input and policy.
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    #[arg(value_name = "FOLDER", required_unless_present = "plan", conflicts_with_all = ["plan", "input", "policy"])]
    pub folder: Option<PathBuf>,
    #[arg(long, value_name = "INPUT", requires = "plan")]
    pub input: Option<PathBuf>,
    #[arg(long, short = 'p', value_name = "POLICY", requires = "plan")]
    pub policy: Option<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "input", requires = "policy")]
    pub plan: Option<PathBuf>,
    #[arg(long, value_name = "YEAR", requires = "plan")]
    pub year: Option<i32>,
    #[arg(long, value_name = "N", value_parser = years, requires = "plan")]
    pub years: Option<usize>,
}

/// `compare`.
#[derive(Debug, Args)]
pub(crate) struct CompareArgs {
    #[arg(value_name = "FOLDER", required = true, num_args = 2..)]
    pub folders: Vec<PathBuf>,
    #[arg(long)]
    pub quick: bool,
    #[arg(long, short = 'o', value_name = "OUT")]
    pub output: Option<PathBuf>,
    #[arg(long, value_name = "SECONDS", value_parser = seconds, allow_negative_numbers = true)]
    pub time_limit: Option<Duration>,
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
}

/// `generate`.
#[derive(Debug, Args)]
pub(crate) struct GenerateArgs {
    #[arg(long, value_name = "NAME")]
    pub profile: String,
    #[arg(long, value_name = "N")]
    pub teachers: Option<usize>,
    #[arg(long, value_name = "N", default_value = "1")]
    pub seed: u32,
    #[arg(long, short = 'o', value_name = "DIR")]
    pub output: PathBuf,
}

/// `scenario`.
#[derive(Debug, Subcommand)]
pub(crate) enum ScenarioCommand {
    Show(ScenarioArgs),
}

/// `scenario show`.
#[derive(Debug, Args)]
pub(crate) struct ScenarioArgs {
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    #[arg(long, value_name = "YEAR")]
    pub year: Option<i32>,
    #[arg(long, value_name = "N", default_value = "1", value_parser = years)]
    pub years: usize,
}

/// `sweep`.
#[derive(Debug, Args)]
pub(crate) struct SweepArgs {
    #[arg(value_name = "SWEEP")]
    pub sweep: PathBuf,
    #[arg(long, short = 'o', value_name = "OUT")]
    pub output: PathBuf,
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u32,
}

/// `import`.
#[derive(Debug, Subcommand)]
pub(crate) enum ImportCommand {
    SurplusVacancies(ImportArgs),
}

/// `import surplus-vacancies`.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    #[arg(value_name = "MAPPING")]
    pub mapping: PathBuf,
    #[arg(long, value_name = "DIR")]
    pub lists: Option<PathBuf>,
    #[arg(long, short = 'o', value_name = "DIR")]
    pub output: PathBuf,
}

/// Text formats of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ModelFormat {
    /// CPLEX LP.
    Lp,
    /// Free MPS.
    Mps,
}

/// `export`.
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    #[arg(value_name = "INPUT")]
    pub input: PathBuf,
    #[arg(long, short = 'p', value_name = "POLICY")]
    pub policy: PathBuf,
    #[arg(long, value_name = "YEAR")]
    pub year: Option<i32>,
    #[arg(long, value_name = "N", default_value = "1", value_parser = years)]
    pub years: usize,
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: ModelFormat,
    #[arg(long)]
    pub plain: bool,
    #[arg(long, value_name = "GOAL")]
    pub objective: Option<String>,
    #[arg(long, short = 'o', value_name = "FILE")]
    pub output: PathBuf,
}

/// `bench`.
#[derive(Debug, Args)]
pub(crate) struct BenchArgs {
    #[arg(long, value_name = "METHODS", value_delimiter = ',')]
    pub methods: Vec<String>,
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub repeat: u32,
    #[arg(long, short = 'o', value_name = "OUT")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub what: BenchWhat,
}

/// What `bench` measures and hands on to the processes that it starts.
#[derive(Debug, Args)]
pub(crate) struct BenchWhat {
    #[arg(value_name = "INPUT")]
    pub input: PathBuf,
    #[arg(long, short = 'p', value_name = "POLICY")]
    pub policy: Option<PathBuf>,
    #[arg(long, value_name = "YEAR")]
    pub year: Option<i32>,
    #[arg(long, value_name = "N", default_value = "1", value_parser = years)]
    pub years: usize,
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds, allow_negative_numbers = true)]
    pub limit: Duration,
    #[arg(long, value_name = "N", default_value = "1", value_parser = threads)]
    pub threads: usize,
    #[arg(long, value_name = "N", default_value = "0")]
    pub seed: u32,
}

/// `bench-method`: one method once, for `bench` itself.
#[derive(Debug, Args)]
pub(crate) struct BenchMethodArgs {
    #[arg(long, value_name = "METHOD")]
    pub method: String,
    #[command(flatten)]
    pub what: BenchWhat,
}

/// `completions`.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// A number of seconds, zero allowed. The words of the error are made in [`super::usage`].
pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let value: f64 = text.parse().map_err(|_| String::new())?;
    Duration::try_from_secs_f64(value).map_err(|_| String::new())
}

/// A relative gap such as `0.001` or `0.1%`, in millionths.
pub(super) fn gap(text: &str) -> Result<i64, String> {
    let (digits, per_one) = text.strip_suffix('%').map_or((text, 1_000_000.0), |digits| (digits, 10_000.0));
    let value: f64 = digits.trim().parse().map_err(|_| String::new())?;
    let ppm = (value * per_one).round();
    if !(0.0..=1_000_000.0).contains(&ppm) {
        return Err(String::new());
    }
    #[expect(clippy::cast_possible_truncation, reason = "a whole number of at most a million")]
    Ok(ppm as i64)
}

/// Most school years that are planned together.
pub(crate) const MOST_YEARS: usize = 10;

/// A number of school years. The words of the error are made in [`super::usage`].
pub(super) fn years(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|n| (1..=MOST_YEARS).contains(n)).ok_or_else(String::new)
}

/// A positive number of threads.
pub(super) fn threads(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|n| (1..=1024).contains(n)).ok_or_else(String::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_read_as_shares_or_percentages() {
        // 0.001 and 0.1% are the same gap; a negative one and one above 100 % are refused.
        assert_eq!(gap("0.001"), Ok(1000));
        assert_eq!(gap("0.1%"), Ok(1000));
        assert_eq!(gap("0"), Ok(0));
        for wrong in ["-0.1", "2", "NaN", "x", "101%"] {
            assert!(gap(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_time_limit_may_be_zero_but_not_negative() {
        // Zero is legal and returns the start, checked.
        assert_eq!(seconds("0"), Ok(Duration::ZERO));
        assert_eq!(seconds("1.5"), Ok(Duration::from_millis(1500)));
        assert!(seconds("-1").is_err() && seconds("inf").is_err() && seconds("1m").is_err());
    }
}
