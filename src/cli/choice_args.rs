//! What can be typed for the commands by which an office chooses.

use super::args::{gap, seconds, threads, years};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum ChoiceCommand {
    Alternatives(AlternativesArgs),
    NoRegret(NoRegretArgs),
    Robust(RobustArgs),
    Tradeoff(TradeoffArgs),
}

/// How long and on how many threads.
#[derive(Debug, Args)]
pub(crate) struct EffortArgs {
    #[arg(long, value_name = "SECONDS", value_parser = seconds, allow_negative_numbers = true)]
    pub time_limit: Option<Duration>,
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
    #[arg(long, value_name = "N", default_value = "0")]
    pub seed: u32,
}

/// `alternatives`.
#[derive(Debug, Args)]
pub(crate) struct AlternativesArgs {
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    #[arg(long, short = 'o', value_name = "OUT")]
    pub output: PathBuf,
    #[arg(long, value_name = "N", default_value = "3", value_parser = clap::value_parser!(u8).range(1..=20))]
    pub count: u8,
    #[arg(long, value_name = "LOSS", default_value = "1%", value_parser = gap, allow_negative_numbers = true)]
    pub loss: i64,
    #[arg(long, value_name = "N", default_value = "1", value_parser = years)]
    pub years: usize,
    #[command(flatten)]
    pub effort: EffortArgs,
}

/// `no-regret`.
#[derive(Debug, Args)]
pub(crate) struct NoRegretArgs {
    #[arg(value_name = "PLAN", required = true)]
    pub folders: Vec<PathBuf>,
    #[arg(long, short = 'o', value_name = "OUT")]
    pub output: Option<PathBuf>,
}

/// `robust`.
#[derive(Debug, Args)]
pub(crate) struct RobustArgs {
    #[arg(value_name = "SWEEP")]
    pub sweep: PathBuf,
    #[arg(long, short = 'o', value_name = "OUT")]
    pub output: PathBuf,
    #[command(flatten)]
    pub effort: EffortArgs,
}

/// `tradeoff`.
#[derive(Debug, Args)]
pub(crate) struct TradeoffArgs {
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    #[arg(long, value_enum, default_value_t = LimitedArg::Moves, value_name = "WHAT")]
    pub against: LimitedArg,
    #[arg(long, value_name = "N", default_value = "5", value_parser = clap::value_parser!(u8).range(2..=100))]
    pub points: u8,
    #[arg(long, short = 'o', value_name = "OUT")]
    pub output: PathBuf,
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
    #[arg(long, value_name = "N", default_value = "0")]
    pub seed: u32,
}

/// What is limited along a trade-off curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LimitedArg {
    /// People who move.
    Moves,
    /// People hired.
    Hires,
    /// Money.
    Yuan,
}

impl LimitedArg {
    /// The word of a scenario.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Moves => "moves",
            Self::Hires => "hires",
            Self::Yuan => "yuan",
        }
    }
}
