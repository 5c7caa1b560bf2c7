//! Why a command could not do its work, as sentences that say what happened, where, why and what to do.

use super::Exit;
use crate::domain::SchoolYear;
use crate::messages::Text;
use crate::plan::Finding;
use crate::report::{FolderError, goals};
use crate::solver::Termination;

/// Conflicts shown at most.
const MOST: usize = 20;

/// Why a command stopped.
#[derive(Debug)]
pub(crate) enum CliError {
    /// One sentence, or one with details below it.
    Sentences(Vec<Text>),
    /// No plan is known: proven impossible, or stopped before a first one. The first sentence says which.
    NoPlan(Vec<Text>),
    /// The results could not be written.
    Folder(FolderError),
}

impl CliError {
    /// The sentences for the user, the main one first.
    pub(crate) fn texts(&self) -> Vec<Text> {
        match self {
            Self::Sentences(texts) | Self::NoPlan(texts) => texts.clone(),
            Self::Folder(error) => vec![error.text()],
        }
    }

    /// The exit code that goes with it.
    pub(crate) const fn exit(&self) -> Exit {
        match self {
            Self::NoPlan(_) => Exit::Unmet,
            Self::Sentences(_) | Self::Folder(_) => Exit::Failed,
        }
    }

    /// No plan, for the reason that the solver gives, and the rules that would have to give way, with their years where several are
    /// planned. `piece` is the first year of those for which there is none, where the years before had been decided for themselves.
    pub(crate) fn no_plan(
        termination: Termination,
        conflicts: &[(SchoolYear, Finding)],
        several: bool,
        piece: Option<SchoolYear>,
    ) -> Self {
        let mut texts = vec![goals::termination(termination, false)];
        texts.extend(piece.map(|year| Text::new("cli.solve.conflict.piece").with("year", year)));
        if !conflicts.is_empty() {
            texts.push(Text::new("cli.solve.conflict"));
            let in_year = |year, text| Text::new("verify.in-year").with("year", year).with_text("text", text);
            let said = |(year, finding): &(SchoolYear, Finding)| {
                if several { in_year(*year, finding.text.clone()) } else { finding.text.clone() }
            };
            texts.extend(conflicts.iter().take(MOST).map(said));
        }
        if conflicts.len() > MOST {
            texts.push(Text::new("cli.solve.conflict.more").with("count", conflicts.len() - MOST));
        }
        Self::NoPlan(texts)
    }
}

impl From<FolderError> for CliError {
    fn from(error: FolderError) -> Self {
        Self::Folder(error)
    }
}

impl From<Text> for CliError {
    fn from(text: Text) -> Self {
        Self::Sentences(vec![text])
    }
}
