//! Why a command could not do its work, as sentences that say what happened, where, why and what to do.

use super::Exit;
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

    /// No plan, for the reason that the solver gives, and the rules that would have to give way.
    pub(crate) fn no_plan(termination: Termination, conflicts: &[Finding]) -> Self {
        let mut texts = vec![goals::termination(termination, false)];
        if !conflicts.is_empty() {
            texts.push(Text::new("cli.solve.conflict"));
            texts.extend(conflicts.iter().take(MOST).map(|finding| finding.text.clone()));
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
