//! Progress in the words of the office: which goal, the best plan so far, how much better any plan could be, the time.

use super::console::{Console, write_error};
use crate::messages::{Lang, Text, say};
use crate::policy::TierSpec;
use crate::report::goals::amount;
use crate::solver::{Event, Progress};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Least time between two plain lines.
const QUIET_TIME: Duration = Duration::from_secs(10);

/// What is known so far.
#[derive(Debug, Default)]
struct State {
    tier: usize,
    best: Option<Vec<i64>>,
    bounds: Vec<Option<i64>>,
}

impl State {
    fn take(&mut self, event: Event, tiers: usize) {
        self.bounds.resize(tiers, None);
        match event {
            Event::Tier(tier) => self.tier = tier,
            Event::Solution(values) => self.best = Some(values),
            Event::Bound(tier, bound) => {
                if let Some(known) = self.bounds.get_mut(tier) {
                    *known = Some(bound);
                }
            }
        }
    }
}

/// How progress is shown.
enum Mode {
    /// A line that is drawn again and again.
    Bar(ProgressBar),
    /// Plain lines, rarely; with the time of the last one.
    Lines(Mutex<Option<Instant>>),
    /// Not at all.
    Nothing,
}

/// Shows the events of the solver.
pub(crate) struct Display {
    tiers: Vec<TierSpec>,
    lang: Lang,
    state: Mutex<State>,
    mode: Mode,
    start: Instant,
}

impl Display {
    /// A display for the goals of a policy.
    pub(crate) fn new(tiers: &[TierSpec], console: &Console) -> Self {
        let mode = if console.quiet {
            Mode::Nothing
        } else if std::io::stderr().is_terminal() {
            Mode::Bar(bar())
        } else {
            Mode::Lines(Mutex::new(None))
        };
        Self { tiers: tiers.to_vec(), lang: console.lang, state: Mutex::default(), mode, start: Instant::now() }
    }

    /// Takes the line off the terminal.
    pub(crate) fn finish(&self) {
        if let Mode::Bar(bar) = &self.mode {
            bar.finish_and_clear();
        }
    }

    fn show(&self, state: &State, new_tier: bool) {
        match &self.mode {
            Mode::Nothing => {}
            Mode::Bar(bar) => bar.set_message(sentence(state, &self.tiers, self.lang)),
            Mode::Lines(last) => {
                let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
                if new_tier || last.is_none_or(|at| at.elapsed() >= QUIET_TIME) {
                    *last = Some(Instant::now());
                    let text = sentence(state, &self.tiers, self.lang);
                    write_error(&format!("[{} s] {text}\n", self.start.elapsed().as_secs()));
                }
            }
        }
    }
}

impl Progress for Display {
    fn event(&self, event: Event) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let new_tier = matches!(event, Event::Tier(_));
        state.take(event, self.tiers.len());
        self.show(&state, new_tier);
    }
}

fn bar() -> ProgressBar {
    let bar = line();
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// A line with its time; it stands still until it is told to tick.
pub(crate) fn line() -> ProgressBar {
    let line = ProgressBar::new_spinner();
    // The template is fixed; should it ever be wrong, the default style serves.
    if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed_precise} {wide_msg}") {
        line.set_style(style);
    }
    line
}

/// The state in one line.
fn sentence(state: &State, tiers: &[TierSpec], lang: Lang) -> String {
    let Some(spec) = tiers.get(state.tier) else { return say(lang, "cli.progress.start") };
    let goal = Text::new("cli.progress.goal")
        .with("at", state.tier + 1)
        .with("of", tiers.len())
        .with_name("name", &spec.zh, &spec.en)
        .render(lang);
    let mut parts = vec![goal];
    if let Some(best) = &state.best {
        let values = tiers.iter().zip(best).map(|(t, &value)| {
            let name = lang.of(&t.zh, &t.en);
            format!("{name} {}", amount(value, t.per_unit, &t.unit, lang))
        });
        let list = values.collect::<Vec<_>>().join(&say(lang, "cli.progress.comma"));
        parts.push(Text::new("cli.progress.best").with("values", list).render(lang));
    }
    let value = state.best.as_ref().and_then(|best| best.get(state.tier));
    let bound = state.bounds.get(state.tier).copied().flatten();
    if let (Some(&value), Some(bound)) = (value, bound) {
        let most = amount((value - bound).max(0), spec.per_unit, &spec.unit, lang);
        parts.push(Text::new("cli.progress.gap").with("amount", most).render(lang));
    }
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tiers() -> Vec<TierSpec> {
        let tier = |name: &str, zh: &str, unit: &str, per_unit| TierSpec {
            name: name.to_owned(),
            zh: zh.to_owned(),
            en: name.to_owned(),
            unit: unit.to_owned(),
            per_unit,
            tolerance_ppm: 0,
        };
        vec![tier("coverage", "没有教师的课", "lesson", 1000), tier("moves", "调动人数", "person", 1)]
    }

    #[test]
    fn progress_names_goal_best_plan_and_gap() {
        // The office reads lessons and persons, not objective values.
        let mut state = State::default();
        for event in [Event::Tier(0), Event::Solution(vec![12_500, 80]), Event::Bound(0, 12_000)] {
            state.take(event, 2);
        }
        let text = sentence(&state, &tiers(), Lang::Zh);
        for part in ["1/2", "没有教师的课 12.5 节课", "调动人数 80 人", "0.5 节课"] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn an_event_about_an_unknown_goal_is_no_failure() {
        // The display must never bring a solve down.
        let mut state = State::default();
        state.take(Event::Bound(9, 1), 2);
        state.take(Event::Tier(9), 2);
        assert_eq!(sentence(&state, &tiers(), Lang::Zh), say(Lang::Zh, "cli.progress.start"));
    }
}
