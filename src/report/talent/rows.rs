//! The tables of the talent report for other programs.

use super::Context;
use crate::domain::words::Award;
use crate::plan::rows::{Tabular, thousandths};
use crate::talent::path::Step;
use std::collections::BTreeSet;

/// A target: a row of `talents.csv`.
pub(super) struct TargetRow(Vec<String>);

impl Tabular for TargetRow {
    const NAME: &'static str = "talents";
    const HEADER: &'static [&'static str] = &[
        "target",
        "date",
        "goal",
        "held",
        "certain_losses",
        "expected_losses",
        "needed",
        "eligible_now",
        "eligible",
        "eligible_after",
        "rounds",
        "places",
        "planned_nominations",
        "expected",
        "p10",
        "p90",
        "probability",
        "on_track",
    ];

    fn cells(&self) -> Vec<String> {
        self.0.clone()
    }
}

/// A nomination: a row of `nominations.csv`.
pub(super) struct NominationRow(Vec<String>);

impl Tabular for NominationRow {
    const NAME: &'static str = "nominations";
    const HEADER: &'static [&'static str] =
        &["date", "award", "teacher", "unit", "kind", "title", "title_since", "trained", "only_if"];

    fn cells(&self) -> Vec<String> {
        self.0.clone()
    }
}

impl Context<'_> {
    /// All targets, in the order of the policy; dates of the simulation one below the other.
    pub(super) fn target_rows(&self) -> Vec<TargetRow> {
        let mut rows = Vec::new();
        for progress in &self.talent.progress {
            let nominations = self.nominations_for(progress.award);
            for spread in &progress.odds.dates {
                let whole = [progress.held, progress.certain_losses];
                let mut cells =
                    vec![progress.award.code().to_owned(), spread.date.to_string(), progress.goal.to_string()];
                cells.extend(whole.map(|number| number.to_string()));
                cells.push(thousandths(progress.expected_losses));
                let counts = [
                    progress.needed(),
                    progress.eligible_now,
                    progress.eligible,
                    progress.eligible_after,
                    progress.rounds,
                    progress.places,
                    nominations,
                ];
                cells.extend(counts.map(|number| number.to_string()));
                cells.push(thousandths(spread.mean));
                cells.extend([spread.p10, spread.p90].map(|number| number.to_string()));
                cells.push(thousandths(spread.reached / 1000));
                cells.push(progress.on_track.to_string());
                rows.push(TargetRow(cells));
            }
        }
        rows
    }

    /// All nominations, by round and person.
    pub(super) fn nomination_rows(&self) -> Vec<NominationRow> {
        let row = |(person, path, step): (usize, &[Step], &Step)| {
            let (teacher, round) = (&self.case.teachers[person], &self.talent.rounds[step.round]);
            let record = &teacher.record;
            let earlier = self.rests_on(path, step);
            let rests = |(awards, won): &(BTreeSet<Award>, bool)| {
                let awards: Vec<&str> = awards.iter().map(|award| award.code()).collect();
                format!("{}{}", if *won { "" } else { "not " }, awards.join("|"))
            };
            NominationRow(vec![
                round.date.to_string(),
                round.award.code().to_owned(),
                record.id.clone(),
                self.case.units[teacher.unit.at()].code.clone(),
                self.case.kinds[teacher.kind.at()].code.clone(),
                record.title.code().to_owned(),
                record.title_since.map(|since| since.to_string()).unwrap_or_default(),
                step.trained.to_string(),
                earlier.iter().map(rests).collect::<Vec<_>>().join(";"),
            ])
        };
        self.nominations().map(row).collect()
    }
}
