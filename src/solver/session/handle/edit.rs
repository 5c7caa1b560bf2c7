//! Changes to a model in memory; what a run found before stays as the start of the next run.

#![allow(unsafe_code, reason = "part of the wrapper around the C interface")]

use super::super::Rows;
use super::{Handle, count, sys};

impl Handle {
    /// Replaces all costs.
    pub(in super::super) fn costs(&self, costs: &[f64]) -> Option<()> {
        let last = count(self.size().0).filter(|&columns| count(costs.len()) == Some(columns))? - 1;
        // SAFETY: one cost per column.
        let code = unsafe { sys::Highs_changeColsCostByRange(self.0, 0, last, costs.as_ptr()) };
        (code != sys::kHighsStatusError).then_some(())
    }

    /// Replaces all bounds.
    pub(in super::super) fn bounds(&self, lower: &[f64], upper: &[f64]) -> Option<()> {
        let columns = count(self.size().0)?;
        if count(lower.len()) != Some(columns) || count(upper.len()) != Some(columns) {
            return None;
        }
        // SAFETY: one pair of bounds per column.
        let code =
            unsafe { sys::Highs_changeColsBoundsByRange(self.0, 0, columns - 1, lower.as_ptr(), upper.as_ptr()) };
        (code != sys::kHighsStatusError).then_some(())
    }

    /// Adds rows at the end.
    pub(in super::super) fn add(&self, rows: &Rows) -> Option<()> {
        let (new, nonzeros) = (count(rows.lower.len())?, count(rows.index.len())?);
        // SAFETY: `sound` has checked lengths and indices.
        let code = unsafe {
            sys::Highs_addRows(
                self.0,
                new,
                rows.lower.as_ptr(),
                rows.upper.as_ptr(),
                nonzeros,
                rows.starts.as_ptr(),
                rows.index.as_ptr(),
                rows.value.as_ptr(),
            )
        };
        (code != sys::kHighsStatusError).then_some(())
    }
}
