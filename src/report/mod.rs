//! Tables and sentences for people and for other programs, one file per format.
//!
//! This room only writes down what others found out: it decides nothing and solves nothing.

pub mod mark;
pub mod sheet;
pub mod tables;
pub mod template;
