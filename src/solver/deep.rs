//! Programs whose decisions reach through several years: prices by a master program, plans and proofs by regions.
//!
//! Hulls of single places need a vertex of the whole relaxation after each round, and there a vertex takes minutes (docs/adr/0013). Prices are had without,
//! columns and rows on demand ([`super::pricing`]), and regions do what is left.

use super::Paths;
use super::exact::{Domain, Exact, real};
use super::pricing::{Master, Question};
use super::regions::Regions;
use super::tiers::Driver;
use super::tight::Relaxed;
use super::weights::Weights;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Instant;

/// Rows, and nonzeros by column, from which a program is begun by interior point, and priced by a master program where there is a plan.
const DEEP: (usize, usize) = (30_000, 15);
/// Share of what a tier tolerates at which prices are near enough, and the least in steps of its grid.
const NEAR: (f64, f64) = (0.1, 0.4);

/// Whether a program of this size is one whose decisions reach through several years: simplex from scratch takes several times as long
/// as interior point there (`benches/runs/`).
pub(super) const fn reaches_far(rows: usize, columns: usize, nonzeros: usize) -> bool {
    rows > DEEP.0 && nonzeros > DEEP.1 * columns
}

impl Driver<'_> {
    /// Whether decisions reach through several years and there is a plan to begin with; the master program is made.
    pub(super) fn is_deep(&mut self) -> bool {
        let deep = match self.paths {
            Paths::Listed => false,
            Paths::Priced => true,
            Paths::Auto => {
                let nonzeros = self.program.rows.iter().map(|row| row.terms.len()).sum();
                reaches_far(self.program.rows.len(), self.program.columns.len(), nonzeros)
            }
        };
        let Some(best) = self.best.as_ref().filter(|_| deep) else { return false };
        let exact = Exact::new(self.program, vec![0; self.program.columns.len()], 0, &[]);
        self.master = Master::of(&exact, &best.solution);
        self.master.is_some()
    }

    /// Prices the weighted sum of all tiers and makes a plan stage by stage at these prices. Returns the prices.
    pub(super) fn find_deep(&mut self, weights: &Weights, nodes: Option<i32>) -> Option<Relaxed> {
        let begin = Instant::now();
        let top = self.relaxed(weights);
        self.tally.seconds[0] += begin.elapsed().as_secs_f64();
        let Some(top) = top else {
            self.master = None;
            return if self.over() { None } else { self.find_tight(weights, nodes) };
        };
        self.regions = Regions::of(self.program).map(Rc::new);
        if self.regions.is_some() {
            // Whatever comes, what the prices say is known.
            self.prove_by_weights(weights, Some(&top));
        }
        let begin = Instant::now();
        self.by_stages(weights, &top, nodes);
        let top = self.priced_anew(weights, top);
        self.tally.seconds[2] += begin.elapsed().as_secs_f64();
        Some(top)
    }

    /// Prices that know the rows of places that stages have found; `top` where they say nothing more.
    fn priced_anew(&mut self, weights: &Weights, top: Relaxed) -> Relaxed {
        if self.take_rows() == 0 || self.over() {
            return top;
        }
        let new = self.relaxed(weights).filter(|new| new.certificate.exactly() > top.certificate.exactly());
        new.unwrap_or(top)
    }

    /// The relaxation of a weighted sum, by the master program where there is one.
    pub(super) fn relaxed(&mut self, weights: &Weights) -> Option<Relaxed> {
        if self.master.is_none() {
            return self.tight.relax(weights, self.clock);
        }
        let (last, weight) = last_of(weights);
        let mut exact = self.tight.exact(weights);
        let master = self.master.clone();
        let relaxed = self.relax_deep(&mut exact, last, weight);
        if last + 1 < self.program.tiers.len() {
            // The steps that other goals ask for are not wanted elsewhere.
            self.master = master;
        }
        relaxed
    }

    /// The relaxation of a goal in which a step of the tier `last` weighs `weight`, by the master program.
    pub(super) fn relax_deep(&mut self, exact: &mut Exact<'_>, last: usize, weight: f64) -> Option<Relaxed> {
        let mut master = self.master.take()?;
        let domain = if exact.held.is_empty() { self.domains[0].clone() } else { self.domain(last).clone() };
        let relaxed = self.ask(&mut master, exact, &domain, (last, weight));
        self.master = Some(master);
        relaxed
    }

    /// Asks a master program within `domain`, which the best solution keeps; a step of the tier `last` weighs `weight`.
    fn ask(
        &mut self,
        master: &mut Master,
        exact: &mut Exact<'_>,
        domain: &Domain,
        (last, weight): (usize, f64),
    ) -> Option<Relaxed> {
        let tolerated = self.best.as_ref().map_or(0, |best| self.tolerated(last, best.values[last]));
        let near = weight * (NEAR.0 * real(tolerated)).max(NEAR.1);
        let plan = self.best.as_ref().map(|best| best.solution.as_slice()).unwrap_or_default();
        let question = Question { domain, plan, near, seed: self.seed, clock: self.clock };
        let (program, none, known) = (self.program, BTreeMap::new(), exact.cuts.len());
        let relaxed = master.relax(exact, &question, &mut |point| program.at_vertex(point, &none));
        self.tight.keep(exact.cuts[known..].to_vec());
        relaxed
    }
}

/// The last tier of a weighted sum, and what a step of it weighs.
fn last_of(weights: &Weights) -> (usize, f64) {
    let steps = weights.steps.len() - 1;
    (weights.first + steps, real(weights.steps[steps]))
}
