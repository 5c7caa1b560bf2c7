//! Why two plans differ: the second question is solved again with one change taken back at a time, side by side; what the plans say is put
//! together in `causes`.

use super::console::{Console, write_error};
use super::engine::{self, Told};
use super::error::CliError;
use crate::causes::blame::{self, Differences};
use crate::causes::{Came, Change, Fates, Question, Trial, apart, taken_back};
use crate::domain::SchoolYear;
use crate::messages::Text;
use crate::pipeline::{self, Ahead, Job, PipelineError, Solved};
use crate::report::causes::{Explained, Reversal, Side};
use crate::report::compare::Compared;
use crate::report::manifest::Identity;
use crate::solver::{Settings, Silent, Termination};
use crate::sweep::side_by_side;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How causes are looked for.
pub(crate) struct How {
    /// Nothing is solved again.
    pub quick: bool,
    /// Plans solved at a time, one thread each.
    pub workers: usize,
    /// Limit of each.
    pub time_limit: Option<Duration>,
    /// Set by Ctrl-C.
    pub interrupt: Arc<AtomicBool>,
}

/// What came of a question, and how long that took.
type Timed = (Result<Came, CliError>, Duration);

/// The questions and all that is the same for each plan solved again.
struct Search<'a> {
    told: &'a [Told; 2],
    changes: &'a [Change],
    /// Whether the two plans differ in nothing but their questions, so that the first answers the second with all changes taken back.
    alike: bool,
    years: BTreeSet<i32>,
    people: BTreeSet<&'a str>,
    how: &'a How,
    console: &'a Console,
}

/// What differs between two plans, and why.
pub(crate) fn explain(told: &[Told; 2], how: &How, console: &Console) -> Result<Explained, CliError> {
    let [first, second] = told.each_ref().map(|of| &of.question);
    let year = Some(SchoolYear(told[1].compared.identity.year));
    let valid = |records: &_, text: &str| {
        engine::checked(records, year).is_ok() && engine::parsed(text, Path::new("policy.toml")).is_ok()
    };
    let changes = apart(first, second, valid);
    let people = told.each_ref().map(|of| engine::people(&of.question.records));
    let years = told.each_ref().map(|of| span(&of.compared.identity));
    let years: BTreeSet<i32> = years[0].intersection(&years[1]).copied().collect();
    let fates = told.each_ref().map(|of| of.fates.clone().within(&years));
    let differences = Differences::between(&fates, &people);
    let all_people = people.iter().flatten().copied().collect();
    let (alike, mut asides) = settings(&told.each_ref().map(|of| &of.compared));
    let search = Search { told, changes: &changes, alike, years, people: all_people, how, console };
    let (differences, reversals, pairs) = if changes.is_empty() {
        if differences.causes().next().is_some() {
            asides.push(Text::new("compare.aside.from"));
        }
        (differences.of_one_question(), Vec::new(), 0)
    } else {
        search.causes(differences)?
    };
    let labels: Vec<Compared> = told.iter().map(|of| of.compared.clone()).collect();
    let sides = told.each_ref().map(|of| Side {
        label: crate::report::compare::label(&labels, &of.compared.folder),
        cases: of.cases.clone(),
        policy: of.question.policy.clone(),
    });
    let changes = changes.into_iter().zip(reversals).collect();
    Ok(Explained { sides, changes, differences, pairs, asides })
}

impl Search<'_> {
    /// The causes, what came of taking each change back, and how many pairs were taken back.
    fn causes(&self, differences: Differences) -> Result<(Differences, Vec<Reversal>, usize), CliError> {
        let known = self.changes.len() == 1 && self.alike;
        if self.how.quick && !known {
            return Ok((differences, vec![Reversal::Unsought; self.changes.len()], 0));
        }
        let singles: Vec<Vec<usize>> = (0..self.changes.len()).map(|at| vec![at]).collect();
        if !known {
            let text = Text::new("compare.progress.begin").with("count", singles.len()).with("solves", singles.len());
            self.progress(&text.with("threads", self.how.workers.min(singles.len())));
        }
        let mut trials = self.trials(&singles)?;
        let reversals = trials.iter().map(|trial| match trial.came {
            Came::Plan(_) if known => Reversal::Known,
            Came::Plan(_) => Reversal::Planned,
            Came::NoPlan => Reversal::NoPlan,
            Came::Stopped => Reversal::Stopped,
        });
        let reversals = reversals.collect();
        let explained = differences.clone().explained(&trials);
        let pairs = blame::pairs(self.changes.len());
        if pairs.is_empty() || !explained.is_unexplained() {
            return Ok((explained, reversals, 0));
        }
        self.progress(&Text::new("compare.progress.pairs").with("solves", pairs.len()));
        trials.extend(self.trials(&pairs)?);
        Ok((differences.explained(&trials), reversals, pairs.len()))
    }

    /// What comes of taking back each of these sets of changes, so many at a time.
    fn trials(&self, sets: &[Vec<usize>]) -> Result<Vec<Trial>, CliError> {
        let done = AtomicUsize::new(0);
        let work = |set: &Vec<usize>| {
            let begun = Instant::now();
            (self.came(set, begun), begun.elapsed())
        };
        let heard = |at: usize, (came, time): &Timed| {
            let key = match came {
                Ok(Came::Plan(_)) if self.is_first(&sets[at]) => return,
                Ok(Came::Plan(_)) => "compare.back.planned",
                Ok(Came::NoPlan) => "compare.back.none",
                Ok(Came::Stopped) | Err(_) => "compare.back.stopped",
            };
            let numbers = sets[at].iter().map(|change| (change + 1).to_string()).collect::<Vec<_>>().join("+");
            let text = Text::new("compare.progress.done").with("at", 1 + done.fetch_add(1, Ordering::SeqCst));
            let text = text.with("of", sets.len()).with("numbers", numbers).with_text("went", Text::new(key));
            self.progress(&text.with("seconds", time.as_secs()));
        };
        let all = side_by_side((sets, &[]), self.how.workers, &self.how.interrupt, work, heard);
        if self.how.interrupt.load(Ordering::SeqCst) {
            return Err(Text::new("compare.stopped").into());
        }
        let stopped = || CliError::from(Text::new("compare.stopped"));
        let trial = |(set, result): (&Vec<usize>, Option<Timed>)| {
            let (came, _) = result.ok_or_else(stopped)?;
            Ok(Trial { without: set.clone(), came: came? })
        };
        sets.iter().zip(all).map(trial).collect()
    }

    /// Whether taking back these changes leads to the first question, asked in the same way.
    fn is_first(&self, set: &[usize]) -> bool {
        self.alike && set.len() == self.changes.len()
    }

    /// The plan of the second question with these changes taken back; that of the first where it is the same question.
    fn came(&self, set: &[usize], begun: Instant) -> Result<Came, CliError> {
        if self.is_first(set) {
            return Ok(Came::Plan(Box::new(self.told[0].fates.clone().within(&self.years))));
        }
        let [first, second] = self.told.each_ref().map(|of| &of.question);
        let back: Vec<&Change> = set.iter().map(|&at| &self.changes[at]).collect();
        let year = SchoolYear(self.told[1].compared.identity.year);
        let Some((records, text)) = taken_back(first, second, &back) else { return Ok(Came::NoPlan) };
        let (Ok((records, _)), Ok(policy)) =
            (engine::checked(&records, Some(year)), engine::parsed(&text, Path::new("policy.toml")))
        else {
            // A pair that contradicts itself though each of the two can be taken back alone.
            return Ok(Came::NoPlan);
        };
        let job = self.job(Question { records, policy }, begun);
        match pipeline::solve_from(job, None, &Silent) {
            Ok(solved) if ended(solved.outcome.termination) => Ok(Came::Plan(Box::new(self.fates(&solved)))),
            Err(PipelineError::NoPlan { outcome, .. }) if outcome.termination == Termination::Infeasible => {
                Ok(Came::NoPlan)
            }
            Ok(_) | Err(PipelineError::NoPlan { .. }) => Ok(Came::Stopped),
            Err(error) => Err(engine::failure(error)),
        }
    }

    /// A question asked in the way of the second plan, with one thread.
    fn job(&self, question: Question, begun: Instant) -> Job {
        let identity = &self.told[1].compared.identity;
        Job {
            year: SchoolYear(identity.year),
            years: identity.years,
            ahead: identity.ahead.parse().unwrap_or(Ahead::All),
            sources: Vec::new(),
            settings: Settings {
                threads: 1,
                seed: identity.seed,
                gap_ppm: gap(&self.told[1]),
                time_limit: self.how.time_limit,
                begun: Some(begun),
                interrupt: Arc::clone(&self.how.interrupt),
                ..Settings::default()
            },
            records: question.records,
            policy: question.policy,
        }
    }

    fn fates(&self, solved: &Solved) -> Fates {
        Fates::of(solved.years().map(|of| (of.case, of.plan)), &self.people).within(&self.years)
    }

    /// A line on standard error.
    fn progress(&self, text: &Text) {
        if !self.console.quiet {
            write_error(&format!("{}\n", text.render(self.console.lang)));
        }
    }
}

/// Whether a search went to its end, so that its plan says something.
const fn ended(termination: Termination) -> bool {
    matches!(termination, Termination::Proven | Termination::Piecewise)
}

/// The school years of a plan.
fn span(identity: &Identity) -> BTreeSet<i32> {
    (identity.year..).take(identity.years).collect()
}

/// The gap that was asked for instead of those of the policy; none where it is theirs.
fn gap(told: &Told) -> Option<i64> {
    let gaps: Vec<i64> = told.compared.identity.gaps.iter().map(|gap| gap.tolerance_ppm).collect();
    let own: Vec<i64> = told.question.policy.tiers.iter().map(|tier| tier.tolerance_ppm.max(0)).collect();
    gaps.first().copied().filter(|_| gaps != own)
}

/// Whether two plans were asked for in the same way; what besides their questions may make them differ.
fn settings(of: &[&Compared; 2]) -> (bool, Vec<Text>) {
    let mut told = Vec::new();
    let [a, b] = of.map(|of| &of.identity);
    let tolerances =
        |of: &Identity| of.gaps.iter().map(|gap| (gap.name.clone(), gap.tolerance_ppm)).collect::<Vec<_>>();
    let same_goals = tolerances(a).iter().map(|(name, _)| name).eq(tolerances(b).iter().map(|(name, _)| name));
    let shown = |of: &Identity| {
        let gaps = tolerances(of).into_iter().map(|(_, ppm)| crate::report::number::stated(ppm, 10_000) + "%");
        gaps.collect::<Vec<_>>().join(" ")
    };
    let years = |of: &Identity| format!("{}+{}", of.year, of.years);
    let pairs = [
        ("compare.aside.seed", a.seed.to_string(), b.seed.to_string()),
        ("compare.aside.version", a.version.clone(), b.version.clone()),
        ("compare.aside.ahead", a.ahead.clone(), b.ahead.clone()),
        ("compare.aside.years", years(a), years(b)),
        ("compare.aside.gap", shown(a), if same_goals { shown(b) } else { shown(a) }),
    ];
    for (what, first, second) in pairs.into_iter().filter(|(_, first, second)| first != second) {
        let text = Text::new("compare.aside.setting").with_text("what", Text::new(what));
        told.push(text.with("first", first).with("second", second));
    }
    let alike = told.is_empty() && a.frozen == b.frozen;
    for of in of {
        let identity = &of.identity;
        if identity.outcome != "proven" && identity.outcome != "piecewise" {
            let text = Text::new("compare.aside.outcome").with("folder", &of.folder);
            told.push(text.with("outcome", &identity.outcome));
        }
        if identity.frozen > 0 {
            let text = Text::new("compare.aside.frozen").with("folder", &of.folder);
            told.push(text.with("count", identity.frozen));
        }
    }
    (alike, told)
}
