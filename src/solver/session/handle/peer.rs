//! The settings with which a user would start HiGHS: a relative gap, all heuristics, and the constant part of the goal.

#![allow(unsafe_code, reason = "part of the wrapper around the C interface")]

use super::{Handle, sys};

impl Handle {
    /// Stops at a relative or the absolute gap, whichever is met first, with every heuristic at its default.
    pub(in super::super) fn as_peer(&self, relative: f64, constant: f64) -> Option<()> {
        self.real(c"mip_rel_gap", relative)?;
        self.heuristics(true)?;
        // SAFETY: a live instance with a model.
        let code = unsafe { sys::Highs_changeObjectiveOffset(self.0, constant) };
        (code != sys::kHighsStatusError).then_some(())
    }
}
