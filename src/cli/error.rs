//! Why a command could not do its work, as sentences that say what happened, where, why and what to do.

use super::Exit;
use crate::messages::Text;
use crate::report::{FolderError, goals};
use crate::solver::Termination;

/// Why a command stopped.
#[derive(Debug)]
pub(crate) enum CliError {
    /// One sentence, or one with details below it.
    Sentences(Vec<Text>),
    /// No plan is known: proven impossible, or stopped before a first one. The sentence says which.
    NoPlan(Text),
    /// The results could not be written.
    Folder(FolderError),
}

impl CliError {
    /// The sentences for the user, the main one first.
    pub(crate) fn texts(&self) -> Vec<Text> {
        match self {
            Self::Sentences(texts) => texts.clone(),
            Self::NoPlan(text) => vec![text.clone()],
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

    /// No plan, for the reason that the solver gives.
    pub(crate) fn no_plan(termination: Termination) -> Self {
        Self::NoPlan(goals::termination(termination, false))
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
