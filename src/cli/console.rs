//! Printing: results to standard output, everything else to standard error. A reader that went away is no failure.

use super::error::CliError;
use crate::messages::{Lang, Text};
use serde::Serialize;
use std::io::{self, Write};

/// Where and in which language to print.
#[derive(Debug)]
pub(crate) struct Console {
    /// Language of all words.
    pub lang: Lang,
    /// Only results and errors.
    pub quiet: bool,
    /// Results as JSON.
    pub json: bool,
}

impl Console {
    /// Prints in `lang`; `quiet` leaves out what is only nice to know, `json` replaces words by JSON.
    pub(crate) const fn new(lang: Lang, quiet: bool, json: bool) -> Self {
        Self { lang, quiet, json }
    }

    /// A result in words; nothing with `--json`.
    pub(crate) fn result(&self, text: &str) {
        if !self.json {
            write_out(text);
        }
    }

    /// A sentence of the result.
    pub(crate) fn say(&self, text: &Text) {
        self.result(&format!("{}\n", text.render(self.lang)));
    }

    /// Something nice to know, such as where a file is; nothing with `--quiet` or `--json`.
    pub(crate) fn note(&self, text: &Text) {
        if !self.quiet {
            self.say(text);
        }
    }

    /// A result for programs; nothing without `--json`.
    pub(crate) fn data<T: Serialize>(&self, value: &T) {
        if self.json {
            // The values of this room have text keys only, so that this cannot fail.
            let text = serde_json::to_string_pretty(value).unwrap_or_default();
            write_out(&format!("{text}\n"));
        }
    }

    /// What went wrong, on standard error, and for programs also on standard output.
    pub(crate) fn failure(&self, error: &CliError) {
        let lines: Vec<String> = error.texts().iter().map(|t| t.render(self.lang)).collect();
        write_error(&format!("{}{}\n", crate::messages::say(self.lang, "cli.error"), lines.join("\n  ")));
        self.data(&serde_json::json!({ "error": lines, "exit": error.exit().code() }));
    }
}

/// Writes to standard output; whoever closed the pipe has read enough, and no other failure can be told there.
pub(crate) fn write_out(text: &str) {
    let mut out = io::stdout().lock();
    drop(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}

/// Writes to standard error.
pub(crate) fn write_error(text: &str) {
    let mut out = io::stderr().lock();
    drop(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}
