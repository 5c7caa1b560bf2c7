//! LP and MPS text with the real names.
