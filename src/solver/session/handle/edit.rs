//! Changes to a model in memory; what a run found before stays as the start of the next run.

#![allow(unsafe_code, reason = "part of the wrapper around the C interface")]

use super::super::Rows;
use super::super::basis::{Basis, Mark};
use super::{Handle, count, sys};
use std::ffi::c_int;

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

    /// Where simplex stands; none before a first run.
    pub(in super::super) fn basis(&self) -> Option<Basis> {
        let (columns, rows) = self.size();
        let (mut of_columns, mut of_rows) = (vec![0; columns], vec![0; rows]);
        // SAFETY: one entry per column and per row of the model.
        let code = unsafe { sys::Highs_getBasis(self.0, of_columns.as_mut_ptr(), of_rows.as_mut_ptr()) };
        let marks = |codes: Vec<c_int>| codes.into_iter().map(mark).collect();
        (code == sys::kHighsStatusOk).then(|| Basis { columns: marks(of_columns), rows: marks(of_rows) })
    }

    /// Where the next run is to begin. It need not be a basis: HiGHS mends what is singular or incomplete.
    pub(in super::super) fn begin_at(&self, basis: &Basis) -> Option<()> {
        if (basis.columns.len(), basis.rows.len()) != self.size() {
            return None;
        }
        let codes = |marks: &[Mark]| marks.iter().copied().map(code_of).collect::<Vec<_>>();
        let (columns, rows) = (codes(&basis.columns), codes(&basis.rows));
        // SAFETY: one entry per column and per row of the model.
        let code = unsafe { sys::Highs_setBasis(self.0, columns.as_ptr(), rows.as_ptr()) };
        (code != sys::kHighsStatusError).then_some(())
    }
}

const fn mark(code: c_int) -> Mark {
    match code {
        sys::kHighsBasisStatusLower => Mark::Lower,
        sys::kHighsBasisStatusUpper => Mark::Upper,
        sys::kHighsBasisStatusBasic => Mark::Basic,
        _ => Mark::Outside,
    }
}

const fn code_of(mark: Mark) -> c_int {
    match mark {
        Mark::Lower => sys::kHighsBasisStatusLower,
        Mark::Upper => sys::kHighsBasisStatusUpper,
        Mark::Basic => sys::kHighsBasisStatusBasic,
        Mark::Outside => sys::kHighsBasisStatusNonbasic,
    }
}
