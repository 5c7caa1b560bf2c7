//! The executable: it hands over to `cli` and ends the process; nothing else.

fn main() {}
