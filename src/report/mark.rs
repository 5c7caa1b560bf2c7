//! The office's workbook, marked.
