//! Branch and bound with limits on spread: solve, check, cut, solve again.
//!
//! The solver knows a limit only by its tangents. What it ends with is checked exactly; where it pays too little for a breach,
//! the tangent there is added and it is asked again, outside the tree: a solution turned away inside would prune wrongly.
//! What it says last is returned. It refuses to go on for ever: after some rounds the gap is left open, which is honest.

use super::clock::Clock;
use super::exact::{Domain, Exact, real};
use super::fix::whole;
use super::session::{Answer, Method, Task, run, run_once};
use super::tangent;
use super::tiers::Driver;
use rayon::prelude::*;

/// Most rounds of one question.
const ROUNDS: usize = 30;

impl Driver<'_> {
    /// Branch and bound on `exact` within `part`, every whole point offered on the way. Returns the answer, the columns that
    /// were free, and the scale of the costs.
    pub(super) fn branch(
        &mut self,
        exact: &Exact<'_>,
        part: &Domain,
        gap: f64,
        limit: Option<i32>,
        rounds: usize,
    ) -> (Answer, Vec<usize>, f64) {
        let mut exact = exact.clone();
        for round in 1.. {
            let (task, free, scale) = self.question(&exact, part, gap, limit);
            let clock = self.clock;
            let answer = run(&task, clock, &mut |values| {
                self.offer(&whole(part, &free, values));
            });
            self.tally.nodes += answer.nodes;
            let found = answer.primal.as_ref().map(|values| whole(part, &free, values));
            let mut tangents = Vec::new();
            if let Some(values) = found {
                tangents = tangent::at_plan(self.program, &values);
                tangents.append(&mut self.program.at_plan(&values));
            }
            if tangents.is_empty() || round >= rounds.min(ROUNDS) || self.over() {
                self.tight.keep(tangents);
                return (answer, free, scale);
            }
            exact.cuts.extend(tangents.clone());
            self.tight.keep(tangents);
        }
        unreachable!("the rounds end")
    }

    /// The same within several parts side by side, one round each, from the best solution: what each of them has found, nothing offered.
    /// Where the continuous columns of one of them are not whole, those are solved for. Ends with `clock`.
    pub(super) fn branch_apart(
        &mut self,
        exact: &Exact<'_>,
        parts: &[Domain],
        (gap, nodes): (f64, i32),
        clock: &Clock,
    ) -> Vec<Vec<i64>> {
        let ask = |part: &Domain| self.question(exact, part, gap, Some(nodes));
        let questions: Vec<_> = parts.iter().map(ask).collect();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads.max(1)).build();
        let Ok(pool) = pool else { return Vec::new() };
        let answer = |(task, ..): &(Task, Vec<usize>, f64)| {
            // What a search that is stopped has found by then is worth having, and what HiGHS hands back in the end may be the start although it has
            // found better (docs/adr/0007).
            let mut points = Vec::new();
            let answer = run_once(task, clock, &mut |values| points.push(values.to_vec()));
            points.extend(answer.primal);
            (answer.nodes, cheapest(points, &task.model.cost))
        };
        let answers: Vec<_> = pool.install(|| questions.par_iter().map(answer).collect());
        let mut found = Vec::new();
        for (((_, free, _), part), (nodes, values)) in questions.iter().zip(parts).zip(answers) {
            self.tally.nodes += nodes;
            let Some(values) = values else { continue };
            let values = whole(part, free, &values);
            self.tight.keep(tangent::at_plan(self.program, &values));
            self.tight.keep(self.program.at_plan(&values));
            found.extend(self.lifted(&values).or_else(|| self.repaired(exact, part, &values)));
        }
        found
    }

    /// Branch and bound on `exact` within `part` from the best solution where that lies inside; the columns that are free, and the scale of the costs.
    fn question(&self, exact: &Exact<'_>, part: &Domain, gap: f64, limit: Option<i32>) -> (Task, Vec<usize>, f64) {
        let (model, free, scale) = exact.model(part);
        let start = self.best.as_ref().filter(|best| part.contains(&best.solution));
        let start = start.map(|best| {
            let aids = self.program.start(&best.solution);
            let value =
                |&at: &usize| at.checked_sub(exact.own).map_or_else(|| real(best.solution[at]), |aid| aids[aid]);
            free.iter().map(value).collect()
        });
        let task = Task { gap: gap * scale, limit, start, ..Task::new(model, Method::Branch, self.seed) };
        (task, free, scale)
    }
}

/// The point that costs least; the first of equals, none of none.
fn cheapest(points: Vec<Vec<f64>>, cost: &[f64]) -> Option<Vec<f64>> {
    let price = |point: &Vec<f64>| cost.iter().zip(point).map(|(cost, x)| cost * x).sum::<f64>();
    points.into_iter().min_by(|one, other| price(one).total_cmp(&price(other)))
}
