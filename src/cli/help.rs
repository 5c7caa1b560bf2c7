//! Help in the user's language: every heading, command and argument from the catalog.

use super::args::Cli;
use crate::messages::{Lang, say};
use crate::report::names::word;
use clap::{Arg, ArgAction, Command, CommandFactory};
use std::ffi::OsString;
use std::fmt::Write;

// message keys: cli.arg.* cli.about cli.new.about cli.template.about cli.check.about cli.solve.about cli.talent.about cli.scenario.about cli.sweep.about cli.sweep.output cli.sweep.threads cli.scenario.show.about cli.verify.about
// message keys: cli.compare.about cli.compare.output cli.compare.threads cli.compare.time_limit
// message keys: cli.alternatives.about cli.alternatives.count cli.alternatives.loss cli.alternatives.output cli.alternatives.time-limit cli.no-regret.about cli.no-regret.output cli.no-regret.folders cli.robust.about
// message keys: cli.robust.output cli.robust.time-limit cli.tradeoff.about cli.tradeoff.against cli.tradeoff.points cli.tradeoff.output cli.tradeoff.threads
// message keys: cli.generate.about cli.import.about cli.import.surplus-vacancies.about cli.export.about
// message keys: cli.bench.about cli.bench-method.about cli.bench.policy cli.bench.threads cli.bench-method.policy cli.bench-method.threads
// message keys: cli.bench.output cli.completions.about cli.check.policy cli.solve.output cli.talent.output cli.template.output cli.generate.seed cli.verify.usage cli.verify.years

/// Options that every command has; they come last.
const SHARED: [&str; 5] = ["lang", "quiet", "json", "version", "help"];

/// The language that the arguments ask for, found before they are parsed, so that errors in them are told in it too.
#[must_use]
pub(crate) fn language(args: &[OsString]) -> Lang {
    let words: Vec<&str> = args.iter().filter_map(|a| a.to_str()).collect();
    let spaced = words.windows(2).any(|pair| pair == ["--lang", "en"]);
    if spaced || words.contains(&"--lang=en") { Lang::En } else { Lang::Zh }
}

/// The command with all its help in `lang`.
#[must_use]
pub fn command(lang: Lang) -> Command {
    let mut command =
        Cli::command().disable_help_subcommand(true).subcommand_required(true).arg_required_else_help(true);
    // Global arguments must be known to the subcommands before their words are set.
    command = command.disable_help_flag(true).disable_version_flag(true);
    command = command.arg(flag("version", 'V', ArgAction::Version));
    let mut command = localized(command, lang, "");
    command.build();
    retitle(command, lang, "junheng")
}

fn flag(name: &'static str, short: char, action: ArgAction) -> Arg {
    Arg::new(name).short(short).long(name).action(action)
}

/// Words of a command and everything below it; `path` is its name in the catalog, empty for the program itself.
fn localized(command: Command, lang: Lang, path: &str) -> Command {
    let about = if path.is_empty() { "cli.about".to_owned() } else { format!("cli.{path}.about") };
    let command = command
        .disable_help_flag(true)
        .arg(flag("help", 'h', ArgAction::Help))
        .about(word(lang, &about).unwrap_or_else(|| format!("[{about}]")))
        .term_width(0);
    let command = command.mut_args(|arg| {
        let help = argument(lang, path, arg.get_id().as_str());
        let shared = SHARED.iter().position(|id| arg.get_id() == id);
        let arg = if let Some(at) = shared { arg.display_order(900 + at) } else { arg };
        arg.help(help).hide_possible_values(true).hide_default_value(true)
    });
    command.mut_subcommands(|sub| {
        let below = if path.is_empty() { sub.get_name().to_owned() } else { format!("{path}.{}", sub.get_name()) };
        localized(sub, lang, &below)
    })
}

/// What an argument means: the command's own sentence, else the one shared by all.
fn argument(lang: Lang, path: &str, id: &str) -> String {
    let shared = format!("cli.arg.{id}");
    word(lang, &format!("cli.{path}.{id}")).or_else(|| word(lang, &shared)).unwrap_or_else(|| format!("[{shared}]"))
}

/// Headings and usage lines, once the commands know all their arguments.
fn retitle(command: Command, lang: Lang, path: &str) -> Command {
    let given =
        path.split_once(' ').and_then(|(_, below)| word(lang, &format!("cli.{}.usage", below.replace(' ', "."))));
    let usage = given.unwrap_or_else(|| usage(&command, lang, path));
    let template = template(&command, lang);
    let command = command.override_usage(usage).help_template(template);
    command.mut_subcommands(|sub| {
        let below = format!("{path} {}", sub.get_name());
        retitle(sub, lang, &below)
    })
}

fn template(command: &Command, lang: Lang) -> String {
    let mut text = format!("{{about}}\n\n{}{{usage}}\n", say(lang, "cli.help.usage"));
    let mut part = |key: &'static str, tag: &str| {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n{}\n{{{tag}}}\n", say(lang, key));
    };
    if command.has_subcommands() {
        part("cli.help.commands", "subcommands");
    }
    if command.get_positionals().next().is_some() {
        part("cli.help.arguments", "positionals");
    }
    part("cli.help.options", "options");
    if !command.has_subcommands() {
        return text;
    }
    format!("{text}\n{}\n", say(lang, "cli.help.more"))
}

fn usage(command: &Command, lang: Lang, path: &str) -> String {
    let mut text = path.to_owned();
    if command.has_subcommands() {
        return format!("{text} <{}> [{}]", say(lang, "cli.help.command"), say(lang, "cli.help.option"));
    }
    let value = |arg: &Arg| arg.get_value_names().and_then(|n| n.first()).map(ToString::to_string).unwrap_or_default();
    for arg in command.get_arguments() {
        let name = value(arg);
        // Writing to a string cannot fail.
        let _ = match (arg.is_positional(), arg.is_required_set(), arg.get_long()) {
            (true, true, _) => write!(text, " <{name}>"),
            (true, false, _) => write!(text, " [{name}]"),
            (false, true, Some(long)) => write!(text, " --{long} <{name}>"),
            _ => Ok(()),
        };
    }
    format!("{text} [{}]", say(lang, "cli.help.option"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(command: &Command, check: &mut impl FnMut(&Command)) {
        check(command);
        command.get_subcommands().for_each(|sub| each(sub, check));
    }

    #[test]
    fn every_command_and_argument_has_its_sentence_in_both_languages() {
        // A missing key shows in brackets; a new argument must not forget its words.
        for lang in [Lang::Zh, Lang::En] {
            each(&command(lang), &mut |sub| {
                let help = sub.clone().render_long_help().to_string();
                assert!(!help.contains("[cli."), "{help}");
            });
        }
    }

    #[test]
    fn chinese_help_has_no_english_headings() {
        // Officers read Chinese; clap's own words must not shine through.
        each(&command(Lang::Zh), &mut |sub| {
            let help = sub.clone().render_long_help().to_string();
            for word in ["Usage", "Options", "Commands", "Arguments", "Print", "possible values", "default:"] {
                assert!(!help.contains(word), "{word}\n{help}");
            }
        });
    }

    #[test]
    fn the_definition_is_sound() {
        // Clap checks conflicts and names in its own test.
        command(Lang::Zh).debug_assert();
    }

    #[test]
    fn the_language_is_found_before_parsing() {
        // Also where the rest of the line is wrong.
        let args = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        assert_eq!(language(&args(&["junheng", "--lang", "en", "--nonsense"])), Lang::En);
        assert_eq!(language(&args(&["junheng", "check", "--lang=en"])), Lang::En);
        assert_eq!(language(&args(&["junheng", "check"])), Lang::Zh);
    }
}
