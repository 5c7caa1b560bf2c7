//! Walks the rules over a finished plan and re-derives every rule, total and table from the decisions alone.
//!
//! It never sees a program or a solver: what it says is arithmetic on the tables, the policy and the plan.

pub mod evaluate;

pub use evaluate::{Evaluation, evaluate};
