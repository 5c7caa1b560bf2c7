//! Exact proofs: whole numbers only, no solver, nothing that rounds.
//!
//! What this room accepts is true whatever the solver did. The solver writes proofs, `verify` reads them again. It refuses
//! floating point.

pub mod certificate;
pub mod dual;
pub mod goal;
pub mod place;
pub mod presolve;
pub mod tree;

pub use certificate::Certificate;
