//! The hulls of the blocks: rows that follow from one place alone because everything there is whole.
//!
//! People come whole, a limit on heads binds, and the subjects of a place compete for them: the relaxation mixes half of
//! one plan of a place with half of another. Rows that hold for every whole plan of a block cut such mixtures off, and
//! with all of them the relaxation is the best bound that looking at places one by one can give (Geoffrion, Lagrangean
//! relaxation for integer programming, 1974). They are found where the relaxation breaks them (`separate`), between the
//! vertex and a point further inside, which finds deeper rows (Ben-Ameur and Neto, Acceleration of cutting-plane and column
//! generation algorithms, Networks 49, 2007). It refuses to look across places.

mod separate;
#[cfg(test)]
mod tests;

use super::clock::Clock;
use super::exact::real;
use super::place::Asked;
use crate::program::{Program, Row};
use crate::proof::certificate::PlaceRow;
use crate::proof::place::{self, Place as Block};
use rayon::prelude::*;
pub(super) use separate::Cut;
use separate::{CASES, Pattern, Point, Separator};
use std::collections::BTreeMap;

/// Violation worth a row, in units of the largest cost of the block.
const WORTH: f64 = 1e-4;

/// A block with what is known of it.
struct Place {
    block: Block,
    /// Whole plans.
    pool: Vec<Pattern>,
    /// Rows found, with their positions among all rows of the relaxation.
    cuts: Vec<(usize, Cut)>,
    /// Rounds to be passed over, and how many that were last: a place that has given no row is asked ever more seldom.
    rest: u32,
    last: u32,
    /// Questions for the next row: few, more after a search in vain. What was learned stays, so that nothing is lost by an early end.
    questions: usize,
}

/// Where the relaxation stands.
pub(super) struct State<'s> {
    /// Its vertex.
    pub vertex: &'s [f64],
    /// The point to be cut off.
    pub point: &'s [f64],
    /// Prices of its rows, those found included, in units of the weighted sum.
    pub prices: &'s [f64],
    /// Weight of each tier on its grid.
    pub direction: &'s [i64],
}

/// Most rounds to be passed over.
const LONGEST: u32 = 15;
/// Fewest and most questions to a block for one row.
const QUESTIONS: (usize, usize) = (12, 40);

/// All blocks of a program.
pub(super) struct Hulls {
    places: Vec<Place>,
    threads: Option<rayon::ThreadPool>,
    seed: u32,
}

impl Hulls {
    /// The blocks that the rows of `program` name.
    pub(super) fn of(program: &Program, threads: usize, seed: u32) -> Self {
        let empty =
            |block| Place { block, pool: Vec::new(), cuts: Vec::new(), rest: 0, last: 0, questions: QUESTIONS.0 };
        let places = place::places(program).into_iter().map(empty).collect();
        let threads = rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).stack_size(16 << 20).build().ok();
        Self { places, threads, seed }
    }

    /// Whether there is nothing to look at.
    pub(super) const fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Rows that the point breaks, in the direction of a weighted sum of tiers. Blocks that do at the vertex what they can
    /// really do are passed over. The result does not depend on the number of threads. Every row that is returned has to
    /// be added to the relaxation, in this order; after a stop there are none.
    pub(super) fn separate(&mut self, state: &State<'_>, clock: &Clock) -> Vec<Row> {
        let mut cuts = self.ask(state, clock, false);
        if cuts.iter().all(Vec::is_empty) {
            cuts = self.ask(state, clock, true);
        }
        let mut rows = Vec::new();
        if clock.stop().is_some() {
            return rows;
        }
        for (place, cuts) in self.places.iter_mut().zip(cuts) {
            for cut in cuts {
                rows.extend(place.take(state.prices.len() + rows.len(), cut));
            }
        }
        rows
    }

    /// All rows found by their position behind the first `rows` of the relaxation, with their proofs.
    pub(super) fn proven(&self, rows: usize) -> BTreeMap<usize, (PlaceRow, Row)> {
        let all = self.places.iter().flat_map(|place| place.cuts.iter().map(move |cut| (&place.block, cut)));
        let row = |(block, (at, cut)): (&Block, &(usize, Cut))| {
            let row = block.row(&cut.prices, &cut.costs, cut.least)?;
            let Cut { prices, costs, least, tree } = cut.clone();
            Some((at - rows, (PlaceRow { place: block.id, prices, costs, least, tree }, row)))
        };
        all.filter_map(row).collect()
    }

    /// The places with their rows and the positions of these.
    pub(super) fn places(&self) -> impl Iterator<Item = (&Block, &[(usize, Cut)])> {
        self.places.iter().map(|place| (&place.block, place.cuts.as_slice()))
    }

    /// Takes rows that are said to hold, by place, each with something of its own; what they prove is found out anew. They come behind the first `rows` of the
    /// relaxation, in the order that is returned; after a stop those are missing whose turn had not come.
    pub(super) fn adopt<T: Copy + Send>(
        &mut self,
        rows: usize,
        offered: Vec<Vec<(Cut, T)>>,
        clock: &Clock,
    ) -> Vec<(Row, T)> {
        let blocks: Vec<&Block> = self.places.iter().map(|place| &place.block).collect();
        let one = |(block, cuts): (&Block, Vec<(Cut, T)>)| -> Vec<(Cut, T)> {
            let mut asked = None;
            let cuts = cuts.into_iter().take_while(|_| clock.stop().is_none());
            cuts.filter_map(|(cut, mark)| Some((proven(block, &mut asked, cut)?, mark))).collect()
        };
        let work = || blocks.into_par_iter().zip(offered).map(one).collect::<Vec<_>>();
        let proven = side_by_side(self.threads.as_ref(), work);
        let mut adopted = Vec::new();
        for (place, cuts) in self.places.iter_mut().zip(proven) {
            for (cut, mark) in cuts {
                adopted.extend(place.take(rows + adopted.len(), cut).map(|row| (row, mark)));
            }
        }
        adopted
    }

    /// Asks the places, all or those whose turn it is.
    fn ask(&mut self, state: &State<'_>, clock: &Clock, all: bool) -> Vec<Vec<Cut>> {
        let (places, seed) = (&mut self.places, self.seed);
        let one = |place: &mut Place| {
            if place.rest > 0 && !all {
                place.rest -= 1;
                return Vec::new();
            }
            if all {
                place.questions = QUESTIONS.1;
            }
            let cuts = place.separate(state, clock, (seed, if all { CASES.1 } else { CASES.0 }));
            let found = !cuts.is_empty();
            place.last = if found { 0 } else { (2 * place.last + 1).min(LONGEST) };
            place.questions = if found { QUESTIONS.0 } else { (2 * place.questions).min(QUESTIONS.1) };
            place.rest = place.last;
            cuts
        };
        let work = || places.par_iter_mut().map(one).collect();
        side_by_side(self.threads.as_ref(), work)
    }
}

/// Does work with the threads that there are.
fn side_by_side<T: Send>(threads: Option<&rayon::ThreadPool>, work: impl FnOnce() -> T + Send) -> T {
    match threads {
        Some(threads) => threads.install(work),
        None => work(),
    }
}

/// The same row with what it proves in `block`: by its old proof where that is as good as ever, else by a new one.
fn proven(block: &Block, asked: &mut Option<Asked>, cut: Cut) -> Option<Cut> {
    if cut.prices.len() != block.groups.len() || cut.costs.len() != block.inner.len() {
        return None;
    }
    let costs: Vec<i64> = cut.prices.iter().chain(&cut.costs).copied().collect();
    let known = cut.tree.least(&block.small, &costs).filter(|&least| least < i64::MAX && least >= cut.least);
    if let Some(least) = known {
        return Some(Cut { least, ..cut });
    }
    let asked = asked.get_or_insert_with(|| Asked::new(block.small.clone(), block.integer.clone()));
    let found = asked.least(&costs, separate::GAP, CASES.0).filter(|least| least.bound < i64::MAX)?;
    Some(Cut { least: found.bound, tree: found.tree, ..cut })
}

impl Place {
    /// Keeps a row found as the one at this position of the relaxation.
    fn take(&mut self, at: usize, cut: Cut) -> Option<Row> {
        let row = self.block.row(&cut.prices, &cut.costs, cut.least)?;
        self.cuts.push((at, cut));
        Some(row)
    }

    fn separate(&mut self, state: &State<'_>, clock: &Clock, (seed, cases): (u32, usize)) -> Vec<Cut> {
        if clock.stop().is_some() {
            return Vec::new();
        }
        let block = &self.block;
        let mut prices = prices(block, state.prices);
        for (at, cut) in &self.cuts {
            prices.iter_mut().zip(&cut.prices).for_each(|(sum, &p)| *sum += state.prices[*at] * real(p));
        }
        let Some(mut separator) = Separator::new(block, &mut self.pool, state.direction, clock, seed) else {
            return Vec::new();
        };
        if separator.is_plan(&Point::of(block, state.vertex), WORTH) {
            return Vec::new();
        }
        separator.rows(&Point::of(block, state.point), &prices, WORTH, (self.questions, cases))
    }
}

/// What the prices of the program's rows make of one of each group.
fn prices(block: &Block, of_rows: &[f64]) -> Vec<f64> {
    let mut prices = vec![0.0; block.groups.len()];
    for (row, &at) in block.small.rows.iter().zip(&block.rows) {
        for &(position, a) in row.terms.iter().filter(|(position, _)| *position < block.groups.len()) {
            prices[position] += of_rows[at] * real(a);
        }
    }
    prices
}
