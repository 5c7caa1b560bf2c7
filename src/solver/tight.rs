//! The relaxation in memory, tightened by rows of the blocks' hulls and by tangents of limits on spread, round by round.
//!
//! Always over the whole program, so that its rows are good for every tier and every later question. It refuses to know
//! tiers before held: a beginning of the weighted sum of all tiers is posed instead (`prove`).

use super::clock::Clock;
use super::deep::reaches_far;
use super::exact::{Domain, Exact, real, row_scale};
use super::extended::{Extended, Range};
use super::hull::{Cut, Hulls, State};
use super::safe_bound::Certificate;
use super::session::{Answer, Basis, Live, Mark, Method, Rows, Status, Task, position, run};
use super::weights::Weights;
use crate::program::Row;
use crate::proof::certificate::PlaceRow;
use crate::proof::place::Place;
use std::collections::BTreeMap;

/// Steps of dual simplex by row of a relaxation after which another method takes over, interior point or the same from scratch: most
/// end before, and those that do not may crawl for long.
const PATIENCE: usize = 3;
/// How far from the center towards the vertex rows are looked for.
const PULL: f64 = 0.5;
/// How far the center follows in a round.
const FOLLOW: f64 = 0.3;

/// The relaxation and all rows found.
pub(super) struct Tight<'p> {
    program: &'p Extended,
    domain: Domain,
    live: Option<Live>,
    /// The weights of the goal that the relaxation in memory was solved for last.
    posed: Option<Weights>,
    hulls: Hulls,
    cuts: Vec<Row>,
    /// By limit on spread, the range of its sum where it was asked for; none where there was no answer.
    ranges: BTreeMap<usize, Option<Range>>,
    /// Rows found elsewhere, to be added after those that hulls are waiting for.
    pending: Vec<Row>,
    seed: u32,
}

/// What a relaxation says.
#[derive(Clone, Debug)]
pub(super) struct Relaxed {
    /// Its exact bound and reduced costs.
    pub certificate: Certificate,
    /// The solver's vertex.
    pub vertex: Vec<f64>,
    /// The solver's prices of all rows, in units of the goal.
    pub prices: Vec<f64>,
}

/// One question on its way up: the present answer, and a point further inside.
#[derive(Clone, Debug)]
pub(super) struct Climb {
    /// The present answer.
    pub now: Relaxed,
    center: Vec<f64>,
    pull: f64,
}

impl<'p> Tight<'p> {
    /// For a program without fixed columns.
    pub(super) fn new(program: &'p Extended, threads: usize, seed: u32) -> Self {
        let hulls = Hulls::of(program, threads, seed);
        let ranges = BTreeMap::new();
        Self {
            program,
            domain: Domain::of(program),
            live: None,
            posed: None,
            hulls,
            cuts: program.ties(),
            ranges,
            pending: Vec::new(),
            seed,
        }
    }

    /// Whether there is anything to tighten: blocks, or limits on spread.
    pub(super) fn is_useful(&self) -> bool {
        !self.hulls.is_empty() || !self.program.cones.is_empty()
    }

    /// Rows found so far.
    pub(super) fn cuts(&self) -> Vec<Row> {
        self.cuts.iter().chain(&self.pending).cloned().collect()
    }

    /// Keeps rows that were found by branching.
    pub(super) fn keep(&mut self, rows: Vec<Row>) {
        self.pending.extend(rows);
    }

    /// The goal of a weighted sum, with all rows found.
    pub(super) fn exact(&self, weights: &Weights) -> Exact<'p> {
        Exact::new(self.program, weights.cost(self.program), 0, &[]).with_cuts(self.cuts())
    }

    /// Begins with rows of places, proven anew, and with a basis of the weighted sum that knows the rows of the program.
    pub(super) fn adopt(&mut self, offered: Vec<Vec<(Cut, Mark)>>, mut basis: Basis, weights: &Weights, clock: &Clock) {
        let marks = self.take_over(offered, clock);
        basis.rows.resize(self.program.rows.len() + self.cuts.len() - marks.len(), Mark::Basic);
        basis.rows.extend(marks);
        let (model, ..) = self.exact(weights).model(&self.domain);
        self.live = Live::start(Task::new(model, Method::Simplex, self.seed));
        self.posed = Some(weights.clone());
        if let Some(live) = &mut self.live {
            live.begin_at(basis);
        }
    }

    /// Takes rows of places that were found elsewhere, proven anew, each with something of its own. Returns that of those that hold.
    pub(super) fn take_over<T: Copy + Send>(&mut self, offered: Vec<Vec<(Cut, T)>>, clock: &Clock) -> Vec<T> {
        self.join_pending();
        let before = self.program.rows.len() + self.cuts.len();
        let (rows, own): (Vec<_>, Vec<_>) = self.hulls.adopt(before, offered, clock).into_iter().unzip();
        if !rows.is_empty() {
            self.live = None;
        }
        self.cuts.extend(rows);
        own
    }

    /// Rows found elsewhere join, for which the relaxation in memory is begun anew.
    fn join_pending(&mut self) {
        if !self.pending.is_empty() {
            self.live = None;
            self.cuts.append(&mut self.pending);
        }
    }

    /// Where simplex stands.
    pub(super) fn basis(&mut self) -> Option<Basis> {
        self.live.as_mut()?.basis()
    }

    /// The places with their rows, each with its position in the relaxation.
    pub(super) fn places(&self) -> impl Iterator<Item = (&Place, &[(usize, Cut)])> {
        self.hulls.places()
    }

    /// The relaxation as it is.
    pub(super) fn begin(&mut self, weights: &Weights, clock: &Clock) -> Option<Climb> {
        self.join_pending();
        let now = self.relax(weights, clock)?;
        Some(Climb { center: now.vertex.clone(), now, pull: PULL })
    }

    /// The rows of hulls by their position among the rows found, with their proofs.
    pub(super) fn proven(&self) -> BTreeMap<usize, (PlaceRow, Row)> {
        self.hulls.proven(self.program.rows.len())
    }

    /// Looks for rows that the vertex breaks and relaxes again. Returns whether there may be more to find.
    pub(super) fn step(&mut self, weights: &Weights, climb: &mut Climb, clock: &Clock) -> bool {
        while clock.stop().is_none() {
            let point = mix(&climb.now.vertex, &climb.center, climb.pull);
            let state = State {
                vertex: &climb.now.vertex,
                point: &point,
                prices: &climb.now.prices,
                direction: &weights.steps,
            };
            let rows = self.hulls.separate(&state, clock);
            let mut tangents = self.tangents(&climb.now.vertex, clock);
            tangents.append(&mut self.pending);
            if rows.is_empty() && tangents.is_empty() {
                if clock.stop().is_some() || climb.pull >= 1.0 {
                    return false;
                }
                // The point is inside: the next one is nearer to the vertex.
                climb.pull = if climb.pull < 0.9 { 1.0 - FOLLOW * (1.0 - climb.pull) } else { 1.0 };
                climb.center = point;
                continue;
            }
            self.add(rows);
            self.add(tangents);
            let Some(next) = self.relax(weights, clock) else { return false };
            climb.center = mix(&point, &climb.center, FOLLOW);
            // Where the bound stands still the vertex itself is asked for: most often it is a plan.
            let gain = next.certificate.bound - climb.now.certificate.bound;
            let stands = gain * 1_000_000_000 <= climb.now.certificate.bound.abs();
            climb.pull = if stands { 1.0 } else { PULL };
            climb.now = next;
            return true;
        }
        false
    }

    /// Tangents of the limits on spread that a point breaks.
    pub(super) fn tangents(&mut self, point: &[f64], clock: &Clock) -> Vec<Row> {
        for cone in self.program.wanting(point) {
            if !self.ranges.contains_key(&cone) && clock.stop().is_none() {
                let range = self.range(cone, clock);
                self.ranges.insert(cone, range);
            }
        }
        self.program.at_vertex(point, &self.ranges)
    }

    /// The range of the sum of a limit over all solutions, from two relaxations; exact like every bound.
    fn range(&self, cone: usize, clock: &Clock) -> Option<Range> {
        let (cost, constant) = self.program.sum(cone);
        let least = |cost: Vec<i64>| {
            let exact = Exact::new(self.program, cost, 0, &[]).with_cuts(self.cuts());
            apart(&exact, &self.domain, self.seed, clock)?.rounded()
        };
        let most = least(cost.iter().map(|c| -c).collect()).map(|bound| constant - bound)?;
        Some(Range { least: constant + least(cost)?, most })
    }

    /// Adds rows that follow from the program; those of hulls come in the order in which they were found.
    fn add(&mut self, rows: Vec<Row>) {
        let mut block = Rows::default();
        for row in &rows {
            let scale = row_scale(row);
            let terms = row.terms.iter().map(|&(col, a)| (position(col.at()), real(a) * scale));
            block.push(row.lower.map_or(f64::NEG_INFINITY, |l| real(l) * scale), f64::INFINITY, terms);
        }
        if let Some(live) = &mut self.live {
            live.add(block);
        }
        self.cuts.extend(rows);
    }

    /// Solves the relaxation as it is; starts it anew where it is not in memory or was lost. After other rows the basis is dual
    /// feasible, after other weights primal feasible and most often nearly optimal: simplex is chosen accordingly.
    pub(super) fn relax(&mut self, weights: &Weights, clock: &Clock) -> Option<Relaxed> {
        let exact = self.exact(weights);
        let (model, _, scale) = exact.model(&self.domain);
        let mut steps = self.live.is_some().then(|| position(PATIENCE * model.rows.lower.len()));
        for _ in 0..2 {
            let turned = self.posed.as_ref().is_some_and(|posed| posed != weights);
            if let Some(live) = &mut self.live {
                live.costs(model.cost.clone());
                live.primal(turned);
            } else {
                let (rows, columns, nonzeros) = (model.rows.lower.len(), model.cost.len(), model.rows.index.len());
                let method = if reaches_far(rows, columns, nonzeros) { Method::Crossover } else { Method::Simplex };
                self.live = Live::start(Task::new(model.clone(), method, self.seed));
            }
            self.posed = Some(weights.clone());
            let answer = self.live.as_mut()?.solve(clock, steps.take());
            if answer.status == Status::Optimal {
                let relaxed = relaxed(&exact, &self.domain, answer, scale)?;
                return Some(if turned { self.refined(&exact, relaxed, scale, clock) } else { relaxed });
            }
            self.live = None;
            if !matches!(answer.status, Status::Failed | Status::Limit) {
                return None;
            }
        }
        None
    }

    /// The prices of primal simplex are at times less than they should be: dual simplex from the same basis makes them good.
    fn refined(&mut self, exact: &Exact<'_>, known: Relaxed, scale: f64, clock: &Clock) -> Relaxed {
        let Some(live) = &mut self.live else { return known };
        live.primal(false);
        let answer = live.solve(clock, None);
        let better =
            relaxed(exact, &self.domain, answer, scale).filter(|new| new.certificate.bound > known.certificate.bound);
        better.unwrap_or(known)
    }
}

/// What an answer says, its bound made exact.
fn relaxed(exact: &Exact<'_>, domain: &Domain, answer: Answer, scale: f64) -> Option<Relaxed> {
    let prices = answer.prices?;
    let certificate = exact.certificate(domain, &prices, scale)?;
    let prices = exact.in_units(&prices, scale);
    Some(Relaxed { certificate, vertex: answer.primal?, prices })
}

/// The certificate of a goal within `domain`, apart from the relaxation in memory, so that several can be asked at a time.
pub(super) fn apart(exact: &Exact<'_>, domain: &Domain, seed: u32, clock: &Clock) -> Option<Certificate> {
    let (model, _, scale) = exact.model(domain);
    let steps = position(PATIENCE * model.rows.lower.len());
    let task = Task { limit: Some(steps), ..Task::new(model, Method::Simplex, seed) };
    let mut answer = run(&task, clock, &mut |_| {});
    if answer.status == Status::Limit {
        answer = run(&Task { limit: None, method: Method::Interior, ..task }, clock, &mut |_| {});
    }
    exact.certificate(domain, &answer.prices?, scale)
}

/// The point `share` of the way from `from` to `to`.
fn mix(to: &[f64], from: &[f64], share: f64) -> Vec<f64> {
    to.iter().zip(from).map(|(to, from)| share * to + (1.0 - share) * from).collect()
}
