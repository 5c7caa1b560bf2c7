//! Ctrl-C: once asks the solver to finish with the best plan so far, twice ends the process at once.

use super::console::write_error;
use crate::messages::{Lang, Text};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Exit code of a process that Ctrl-C ended, as shells expect it.
const INTERRUPTED: i32 = 130;

/// A flag that the first Ctrl-C sets; the second calls `quit`. Where no handler can be set, Ctrl-C ends the process as
/// usual, and a result folder is still whole or absent.
pub(crate) fn flag(lang: Lang, quit: fn(i32) -> !) -> Arc<AtomicBool> {
    flag_saying("cli.interrupt", lang, quit)
}

/// The same with a sentence of its own for the first Ctrl-C.
pub(crate) fn flag_saying(sentence: &'static str, lang: Lang, quit: fn(i32) -> !) -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&flag);
    drop(ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::SeqCst) {
            quit(INTERRUPTED);
        }
        write_error(&format!("\n{}\n", Text::new(sentence).render(lang)));
    }));
    flag
}
