//! Projections by hand.
