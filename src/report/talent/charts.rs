//! Charts: what stays and what is won beside the goal, and the curve of each target with its band.

use super::Context;
use super::sections::tenths;
use crate::messages::say;
use crate::report::content::{Body, Cell, Chart, Look, Section};
use crate::talent::progress::Progress;

impl Context<'_> {
    pub(super) fn charts(&self) -> Vec<Section> {
        let curves = self.talent.progress.iter().map(|progress| self.curve(progress));
        std::iter::once(self.flows()).chain(curves).collect()
    }

    /// Stocks and flows of all targets: today, lost, won, expected; drawn as shares of the goal.
    fn flows(&self) -> Section {
        let mut table = self.table(&[
            ("talent.col.target", 24),
            ("talent.col.held", 10),
            ("talent.col.certain", 10),
            ("talent.col.expected-losses", 10),
            ("talent.col.won", 10),
            ("talent.col.expected", 10),
            ("talent.col.goal", 10),
            ("talent.col.share-stays", 12),
            ("talent.col.share-won", 12),
            ("talent.col.share-goal", 12),
        ]);
        for progress in self.talent.progress.iter().filter(|progress| progress.goal > 0) {
            let stays = 1000 * (progress.held - progress.certain_losses) - progress.expected_losses;
            let expected = progress.odds.dates.last().map_or(stays, |last| last.mean);
            let won = (expected - stays).max(0);
            let of_goal = |people: i64| Cell::Percent(people / progress.goal);
            table.push(vec![
                Cell::text(self.award(progress.award)),
                Cell::Whole(progress.held),
                Cell::Whole(progress.certain_losses),
                Cell::Decimal(tenths(progress.expected_losses)),
                Cell::Decimal(tenths(won)),
                Cell::Decimal(tenths(expected)),
                Cell::Whole(progress.goal),
                of_goal(stays),
                of_goal(won),
                Cell::Percent(1000),
            ]);
        }
        let series = vec![(7, Look::Bar), (8, Look::Bar), (9, Look::Goal)];
        self.section("talent.flows.title", Body::Chart(Chart { table, series }))
    }

    /// One target from today to its date.
    fn curve(&self, progress: &Progress) -> Section {
        let mut table = self.table(&[
            ("talent.col.date", 24),
            ("talent.col.p10", 10),
            ("talent.col.mean", 10),
            ("talent.col.p90", 10),
            ("talent.col.goal", 10),
        ]);
        let mut point = |date: String, low: i64, mean: i64, high: i64| {
            let cells = [Cell::Whole(low), Cell::Decimal(mean), Cell::Whole(high), Cell::Whole(progress.goal)];
            table.push(std::iter::once(Cell::text(date)).chain(cells).collect());
        };
        point(say(self.lang, "talent.col.today"), progress.held, 1000 * progress.held, progress.held);
        for at in &progress.odds.dates {
            point(at.date.to_string(), at.p10, tenths(at.mean), at.p90);
        }
        let series = vec![(2, Look::Line), (1, Look::Edge), (3, Look::Edge), (4, Look::Goal)];
        Section { title: self.award(progress.award), body: Body::Chart(Chart { table, series }) }
    }
}
