//! The parent's side: starts a child per run, listens, keeps the time, ends what does not end by itself.
//!
//! The limit counts from the line `begin`, so that reading and formulating are not held against a method. Who goes on for longer than
//! the grace after the limit is ended; what it has told until then stands.

use super::line::{Line, Measured, Stop};
use super::{Method, memory};
use serde::Serialize;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a child may go on after the limit: a solver that heeds it still needs time to say what it knows.
const GRACE: Duration = Duration::from_secs(15);

/// How to start children, and what they have to work on.
pub struct Orders<'a> {
    /// The executable.
    pub program: &'a Path,
    /// The arguments with which it measures a method.
    pub arguments: &'a dyn Fn(Method) -> Vec<OsString>,
    /// Limit of a solve.
    pub limit: Duration,
    /// Digests of the program as formulated and of the plain one.
    pub digests: (String, String),
}

/// One run of one method.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Run {
    /// The method.
    pub method: Method,
    /// Which repetition, from 1.
    pub repetition: u32,
    /// What is known of it.
    #[serde(flatten)]
    pub measured: Measured,
}

/// A child that is ended when nobody cares for it any more.
struct Guarded(Child);

impl Drop for Guarded {
    fn drop(&mut self) {
        // It has ended, or it is to end: either way nothing is left to do about a failure.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Measures `method` once. That a child could not be started or did not say its last word is a failed run.
#[must_use]
pub fn run(method: Method, orders: &Orders<'_>) -> Measured {
    let mut command = Command::new(orders.program);
    command.args((orders.arguments)(method)).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = match command.spawn() {
        Ok(child) => Guarded(child),
        Err(error) => return failed(Measured::default(), &error),
    };
    let Some((lines, words)) = child.0.stdout.take().zip(child.0.stderr.take()) else {
        return failed(Measured::default(), &"no pipe");
    };
    let (receiver, words) = (listen(lines), collect(words));
    let (last, ended) = follow(&receiver, &child, orders);
    if ended {
        return last;
    }
    drop(child);
    let words = words.join().unwrap_or_default();
    let reason = words.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("no answer");
    failed(last, &reason)
}

fn failed(known: Measured, reason: &dyn ToString) -> Measured {
    let failure = known.failure.or_else(|| Some(reason.to_string()));
    Measured { stop: Stop::Failed, failure, ..known }
}

/// Hands on what the child tells; ends with the child.
fn listen(lines: impl Read + Send + 'static) -> Receiver<Line> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(lines).lines().map_while(Result::ok) {
            let Ok(line) = serde_json::from_str(&line) else { continue };
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    receiver
}

/// Everything that the child says besides.
fn collect(mut words: impl Read + Send + 'static) -> JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        drop(words.read_to_end(&mut bytes));
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Follows the lines to the last one or to the end of the time; whether nothing more is to come.
fn follow(receiver: &Receiver<Line>, child: &Guarded, orders: &Orders<'_>) -> (Measured, bool) {
    let (mut known, mut begin, mut solved) = (Measured::default(), None::<Instant>, false);
    loop {
        match receiver.recv_timeout(Duration::from_millis(20)) {
            Ok(Line::Begin { tight, plain }) => {
                if (&tight, &plain) != (&orders.digests.0, &orders.digests.1) {
                    return (failed(known, &"the input has changed since the measurement began"), true);
                }
                begin = Some(Instant::now());
            }
            Ok(Line::Known(more)) => known = more,
            Ok(Line::Solved) => solved = true,
            Ok(Line::End(last)) => return (last, true),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return (known, false),
        }
        if let Some(begin) = begin.filter(|begin| !solved && begin.elapsed() > orders.limit + GRACE) {
            let peak_kib = memory::peak_of(child.0.id());
            let seconds = begin.elapsed().as_secs_f64();
            return (Measured { seconds, peak_kib, stop: Stop::Killed, ..known }, true);
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// What a child that runs this script makes known.
    fn told(script: &str, limit: u64) -> Measured {
        let arguments = |_| vec![OsString::from("-c"), OsString::from(script)];
        let digests = ("a".to_owned(), "b".to_owned());
        let limit = Duration::from_secs(limit);
        run(Method::Microlp, &Orders { program: Path::new("sh"), arguments: &arguments, limit, digests })
    }

    #[test]
    fn a_child_that_dies_is_a_failed_run_with_its_last_words() {
        // What was known before stays; a crash must not end the whole comparison.
        let dead = told("echo warned >&2; echo out of memory >&2; exit 3", 1);
        assert_eq!((dead.stop, dead.failure.as_deref()), (Stop::Failed, Some("out of memory")));
    }

    #[test]
    fn a_child_that_works_on_something_else_is_refused() {
        // Digests pin the comparison: an input that somebody changes meanwhile would compare two programs.
        let other = told(r#"echo '{"line":"begin","tight":"a","plain":"c"}'; sleep 5"#, 1);
        assert_eq!(other.stop, Stop::Failed);
        assert!(other.failure.unwrap().contains("changed"));
    }

    #[test]
    fn an_executable_that_is_not_there_is_a_failed_run() {
        // The others can still be measured.
        let arguments = |_| Vec::new();
        let orders = Orders {
            program: Path::new("there/is/no/such/thing"),
            arguments: &arguments,
            limit: Duration::ZERO,
            digests: (String::new(), String::new()),
        };
        assert_eq!(run(Method::Ours, &orders).stop, Stop::Failed);
    }
}
