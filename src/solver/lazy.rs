//! Branch and bound with limits on spread: solve, check, cut, solve again.
//!
//! The solver knows a limit only by its tangents. What it ends with is checked exactly; where it pays too little for a breach,
//! the tangent there is added and it is asked again, outside the tree: a solution turned away inside would prune wrongly.
//! What it says last is returned. It refuses to go on for ever: after some rounds the gap is left open, which is honest.

use super::exact::{Domain, Exact, real};
use super::fix::whole;
use super::session::{Answer, Method, Task, run};
use super::tangent;
use super::tiers::Driver;

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
            let (model, free, scale) = exact.model(part);
            let start = self.best.as_ref().filter(|best| part.contains(&best.solution));
            let start = start.map(|best| {
                let aids = self.program.start(&best.solution);
                let value =
                    |&at: &usize| at.checked_sub(exact.own).map_or_else(|| real(best.solution[at]), |aid| aids[aid]);
                free.iter().map(value).collect()
            });
            let task = Task { gap: gap * scale, limit, start, ..Task::new(model, Method::Branch, self.seed) };
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
}
