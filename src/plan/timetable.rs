//! A plain timetable for a given staffing: main subject first, then the further subjects a person may teach where most is
//! missing, then general work; what is left stays with the main subject.
//!
//! Used where nobody has decided the shares: the present staffing and plans made by hand. It makes no claim to be the
//! best one; the solver's plans carry their own shares.

use super::{Hire, Posting};
use crate::domain::{Case, Fte, KindIx, UnitIx};
use std::collections::BTreeMap;

/// Teaching time of one person (or of one group of hires) in one unit.
struct Worker<'a> {
    main: KindIx,
    others: Vec<KindIx>,
    left: Fte,
    shares: &'a mut Vec<(KindIx, Fte)>,
}

impl Worker<'_> {
    fn give(&mut self, kind: KindIx, time: Fte) {
        if time > Fte::ZERO {
            self.left -= time;
            match self.shares.iter_mut().find(|(k, _)| *k == kind) {
                Some((_, share)) => *share += time,
                None => self.shares.push((kind, time)),
            }
        }
    }
}

/// Who may teach what, and for how long.
pub trait Terms {
    /// Teaching time of a teacher after reliefs, a multiple of the grain.
    fn time(&self, teacher: &crate::domain::Teacher) -> Fte;
    /// Whether a person with these kinds may teach `kind` in `unit`.
    fn may_teach(&self, unit: UnitIx, main: KindIx, others: &[KindIx], kind: KindIx) -> bool;
    /// Smallest share.
    fn grain(&self) -> Fte;
    /// Time that retraining takes off.
    fn study(&self) -> Fte;
    /// Whether who is hired for `kind` gives lessons in `unit`.
    fn hire_teaches(&self, unit: UnitIx, kind: KindIx) -> bool;
}

/// Fills the shares of all postings and hires, replacing what they hold.
pub fn fill(case: &Case, terms: &dyn Terms, postings: &mut [Posting], hires: &mut [Hire]) {
    let mut missing: BTreeMap<(UnitIx, KindIx), Fte> = case
        .demand
        .iter()
        .map(|d| {
            let per_grain = terms.grain().lessons(d.load).small().max(1);
            let grains = (d.lessons.small() + per_grain - 1) / per_grain;
            ((d.unit, d.kind), Fte::from_small(grains * terms.grain().small()))
        })
        .collect();
    let mut workers: BTreeMap<UnitIx, Vec<Worker<'_>>> = BTreeMap::new();
    for posting in postings {
        let teacher = &case.teachers[posting.teacher.at()];
        posting.shares.clear();
        let left = posting.time_here(terms.time(teacher), terms.study());
        if let Some(visit) = posting.visit
            && let Some(open) = missing.get_mut(&(visit.unit, teacher.kind))
        {
            *open = (*open - visit.time).positive_part();
        }
        if let Some(unit) = posting.unit {
            // Further subjects are taught by those who stay.
            let stays = unit == teacher.unit;
            let others = teacher
                .others
                .iter()
                .copied()
                .filter(|&k| stays && terms.may_teach(unit, teacher.kind, &teacher.others, k))
                .chain(posting.retrained)
                .collect();
            workers.entry(unit).or_default().push(Worker {
                main: teacher.kind,
                others,
                left,
                shares: &mut posting.shares,
            });
        }
    }
    for hire in hires {
        hire.shares.clear();
        let teaches = terms.hire_teaches(hire.unit, hire.kind);
        let left = if teaches { Fte::from_small(Fte::PER_UNIT * hire.count) } else { Fte::ZERO };
        workers.entry(hire.unit).or_default().push(Worker {
            main: hire.kind,
            others: Vec::new(),
            left,
            shares: &mut hire.shares,
        });
    }
    for (unit, mut workers) in workers {
        in_unit(case, unit, &mut workers, &mut missing, terms.grain());
    }
}

fn in_unit(
    case: &Case,
    unit: UnitIx,
    workers: &mut [Worker<'_>],
    missing: &mut BTreeMap<(UnitIx, KindIx), Fte>,
    grain: Fte,
) {
    for worker in workers.iter_mut() {
        let main = worker.main;
        cover(unit, worker, main, missing);
    }
    for worker in workers.iter_mut() {
        while worker.left > Fte::ZERO {
            let most = worker
                .others
                .iter()
                .copied()
                .max_by_key(|&k| (missing.get(&(unit, k)).copied().unwrap_or_default(), std::cmp::Reverse(k)));
            let Some(kind) = most.filter(|&k| missing.get(&(unit, k)).is_some_and(|&m| m > Fte::ZERO)) else { break };
            let left = worker.left;
            worker.left = grain.min(left);
            let step = worker.left;
            cover(unit, worker, kind, missing);
            worker.left = left - (step - worker.left);
        }
    }
    for worker in workers.iter_mut() {
        if let Some(general) = case.general() {
            cover(unit, worker, general, missing);
        }
        let (main, left) = (worker.main, worker.left);
        worker.give(main, left);
        worker.shares.sort();
    }
}

fn cover(unit: UnitIx, worker: &mut Worker<'_>, kind: KindIx, missing: &mut BTreeMap<(UnitIx, KindIx), Fte>) {
    if let Some(open) = missing.get_mut(&(unit, kind)) {
        let time = worker.left.min(*open);
        *open -= time;
        worker.give(kind, time);
    }
}
