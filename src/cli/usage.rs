//! What is wrong with the typed line, in the user's language: what, which word, and what to do.

use super::Exit;
use super::args::MOST_YEARS;
use super::console::{write_error, write_out};
use crate::messages::{Lang, Text, say};
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Shows help, version or what is wrong.
pub(crate) fn show(error: &clap::Error, lang: Lang) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            write_out(&error.render().to_string());
            Exit::Good
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            write_error(&error.render().to_string());
            Exit::Failed
        }
        _ => {
            write_error(&format!(
                "{}{}\n{}\n",
                say(lang, "cli.error"),
                sentence(error).render(lang),
                advice(error).render(lang)
            ));
            Exit::Failed
        }
    }
}

/// A context value as plain text.
fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(all) => Some(all.join(" ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        ContextValue::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn sentence(error: &clap::Error) -> Text {
    let arg = context(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = context(error, ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument => Text::new("cli.usage.unknown").with("arg", arg),
        ErrorKind::InvalidSubcommand => {
            let name = context(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            Text::new("cli.usage.command").with("name", name)
        }
        ErrorKind::MissingSubcommand => Text::new("cli.usage.no-command"),
        ErrorKind::MissingRequiredArgument => Text::new("cli.usage.missing").with("arg", arg),
        ErrorKind::InvalidValue if value.is_empty() => Text::new("cli.usage.no-value").with("arg", arg),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            Text::new("cli.usage.value").with("arg", arg).with("value", value)
        }
        ErrorKind::ArgumentConflict => {
            let other = context(error, ContextKind::PriorArg).unwrap_or_default();
            Text::new("cli.usage.conflict").with("arg", arg).with("other", other)
        }
        ErrorKind::TooManyValues => Text::new("cli.usage.too-many").with("arg", arg).with("value", value),
        ErrorKind::InvalidUtf8 => Text::new("cli.usage.utf8"),
        _ => Text::new("cli.usage.other").with("arg", arg),
    }
}

/// A similar word, the words allowed, or where to read more.
fn advice(error: &clap::Error) -> Text {
    let similar = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    if let Some(word) = similar.into_iter().find_map(|kind| context(error, kind)) {
        return Text::new("cli.usage.similar").with("word", word);
    }
    let of_years = ["--years", "--window", "--step", "--freeze"];
    if context(error, ContextKind::InvalidArg).is_some_and(|arg| of_years.iter().any(|name| arg.starts_with(name))) {
        return Text::new("cli.usage.years").with("most", MOST_YEARS);
    }
    match context(error, ContextKind::ValidValue).filter(|valid| !valid.is_empty()) {
        Some(valid) => Text::new("cli.usage.valid").with("values", valid),
        None => Text::new("cli.usage.help"),
    }
}
