//! The empty workbook.
