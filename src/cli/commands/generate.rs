//! `generate`: a synthetic district from a profile and a seed.

use super::Done;
use crate::cli::args::GenerateArgs;
use crate::cli::console::Console;
use crate::cli::{Exit, engine};
use crate::messages::Text;
use crate::report::folder;

pub(crate) fn run(args: &GenerateArgs, console: &Console) -> Done {
    folder::refuse_existing(&args.output)?;
    let made = engine::generate(&args.profile, args.teachers, args.seed, console.lang)?;
    folder::write(&args.output, &made.files)?;
    let (path, seed, teachers) = (args.output.display(), args.seed, made.teachers);
    let done = Text::new("cli.generate.done").with("path", &path).with("seed", seed).with("teachers", teachers);
    console.note(&done);
    if let Some(why) = &made.without_workbook {
        console.note(why);
    }
    console.data(&serde_json::json!({ "folder": path.to_string(), "seed": seed, "teachers": teachers }));
    Ok(Exit::Good)
}
