//! The paths of people through the years as a network: rows that say that who arrives goes on.
//!
//! Such a row is an equality with coefficients of one over decisions that must be whole: what goes out of it (`+1`) is what comes
//! into it (`−1`) and its right-hand side. Every decision goes out of at most one of them. At given prices of all other rows the
//! best prices of these are shortest ways from the end to the beginning (Ahuja, Magnanti and Orlin, Network Flows, 1993, chapter 4): nobody
//! has to go through all paths. It refuses to know years: any program with such rows has a network.

use crate::program::Row;

/// The network of a program.
#[derive(Clone, Debug)]
pub(super) struct Network {
    /// Rows that are nodes, the last on every way first, each with the columns that go out of it.
    nodes: Vec<(usize, Vec<usize>)>,
    /// By column, the nodes that it comes into.
    heads: Vec<Vec<usize>>,
    /// Whether a row is a node.
    is_node: Vec<bool>,
    /// Whether a column goes out of a node.
    is_arc: Vec<bool>,
}

impl Network {
    /// The network in rows over so many columns; `integer` says which must be whole.
    pub(super) fn of(rows: &[Row], integer: &[bool]) -> Self {
        let mut tail = vec![usize::MAX; integer.len()];
        let mut heads: Vec<Vec<usize>> = vec![Vec::new(); integer.len()];
        let mut candidates = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let is_balance = row.lower.is_some() && row.lower == row.upper;
            let is_plain = |&(col, a): &(crate::program::Col, i64)| a.abs() == 1 && integer[col.at()];
            if !is_balance || !row.terms.iter().all(is_plain) {
                continue;
            }
            let out = || row.terms.iter().filter(|(_, a)| *a > 0).map(|(col, _)| col.at());
            if out().next().is_none() || out().any(|col| tail[col] != usize::MAX) {
                continue;
            }
            out().for_each(|col| tail[col] = at);
            candidates.push(at);
        }
        for &at in &candidates {
            let inward = rows[at].terms.iter().filter(|(_, a)| *a < 0);
            inward.for_each(|&(col, _)| heads[col.at()].push(at));
        }
        Self::ordered(rows, &candidates, &tail, heads)
    }

    /// Orders the nodes; those on a cycle are none.
    fn ordered(rows: &[Row], candidates: &[usize], tail: &[usize], mut heads: Vec<Vec<usize>>) -> Self {
        let mut waits = vec![0_usize; rows.len()];
        for (col, heads) in heads.iter().enumerate().filter(|(col, _)| tail[*col] != usize::MAX) {
            waits[tail[col]] += heads.len();
        }
        let mut ready: Vec<usize> = candidates.iter().copied().filter(|&at| waits[at] == 0).collect();
        let (mut nodes, mut is_node) = (Vec::new(), vec![false; rows.len()]);
        while let Some(at) = ready.pop() {
            is_node[at] = true;
            for (col, _) in rows[at].terms.iter().filter(|(_, a)| *a < 0) {
                let before = tail[col.at()];
                if before != usize::MAX {
                    waits[before] -= 1;
                    if waits[before] == 0 {
                        ready.push(before);
                    }
                }
            }
            nodes.push((at, rows[at].terms.iter().filter(|(_, a)| *a > 0).map(|(col, _)| col.at()).collect()));
        }
        for of_column in &mut heads {
            of_column.retain(|&at| is_node[at]);
        }
        let is_arc = tail.iter().map(|&at| at != usize::MAX && is_node[at]).collect();
        Self { nodes, heads, is_node, is_arc }
    }

    /// Whether a column is a step on a path.
    pub(super) fn is_arc(&self, col: usize) -> bool {
        self.is_arc[col]
    }

    /// Whether a row is a node.
    pub(super) fn is_node(&self, row: usize) -> bool {
        self.is_node.get(row).is_some_and(|&is| is)
    }

    /// Sets the prices of all nodes to what the shortest way from each to an end costs, `cost` being the cost of each column less what
    /// it brings in rows that are no nodes. Columns that cannot be more than nothing (`most` of zero) lead nowhere.
    pub(super) fn price(&self, cost: &[f64], most: impl Fn(usize) -> i64, prices: &mut [f64]) {
        for (at, out) in &self.nodes {
            let onward = |&col: &usize| cost[col] + self.heads[col].iter().map(|&head| prices[head]).sum::<f64>();
            let least = out.iter().filter(|col| most(**col) > 0).map(onward).fold(f64::INFINITY, f64::min);
            prices[*at] = if least.is_finite() { least } else { 0.0 };
        }
    }
}
