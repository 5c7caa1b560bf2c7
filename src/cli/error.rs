//! Why a command could not do its work, as sentences that say what happened, where, why and what to do.

use super::Exit;
use crate::messages::Text;
use crate::report::FolderError;

/// Why a command stopped.
#[derive(Debug)]
pub enum CliError {
    /// One sentence, or one with details below it.
    Sentences(Vec<Text>),
    /// The results could not be written.
    Folder(FolderError),
    /// This part of the program is not built in.
    NotConnected(&'static str),
}

impl CliError {
    /// The sentences for the user, the main one first.
    pub fn texts(&self) -> Vec<Text> {
        match self {
            Self::Sentences(texts) => texts.clone(),
            Self::Folder(error) => vec![error.text()],
            Self::NotConnected(part) => vec![Text::new("cli.not-connected").with("part", part)],
        }
    }

    /// The exit code that goes with it.
    pub const fn exit(&self) -> Exit {
        Exit::Failed
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
