//! JSON with one row per line: indented down to the entries of a list, compact inside them.

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};
use std::io::{self, Write};

/// Depth from which everything stands on one line.
const FLAT: usize = 3;

struct RowPerLine {
    pretty: PrettyFormatter<'static>,
    compact: CompactFormatter,
    depth: usize,
}

impl RowPerLine {
    const fn flat(&self) -> bool {
        self.depth >= FLAT
    }
}

macro_rules! delegate {
    ($($name:ident($($arg:ident: $type:ty),*);)*) => {$(
        fn $name<W: ?Sized + Write>(&mut self, writer: &mut W $(, $arg: $type)*) -> io::Result<()> {
            if self.flat() { self.compact.$name(writer $(, $arg)*) } else { self.pretty.$name(writer $(, $arg)*) }
        }
    )*};
}

impl Formatter for RowPerLine {
    delegate! {
        begin_array_value(first: bool);
        end_array_value();
        begin_object_key(first: bool);
        begin_object_value();
        end_object_value();
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        if self.flat() { self.compact.begin_array(writer) } else { self.pretty.begin_array(writer) }
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        let result = if self.flat() { self.compact.end_array(writer) } else { self.pretty.end_array(writer) };
        self.depth -= 1;
        result
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        if self.flat() { self.compact.begin_object(writer) } else { self.pretty.begin_object(writer) }
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        let result = if self.flat() { self.compact.end_object(writer) } else { self.pretty.end_object(writer) };
        self.depth -= 1;
        result
    }
}

/// The JSON text of `value`, ending in a line feed.
///
/// # Panics
/// Never: writing to memory does not fail, and all keys are text.
pub(crate) fn write<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    let formatter = RowPerLine { pretty: PrettyFormatter::with_indent(b" "), compact: CompactFormatter, depth: 0 };
    value.serialize(&mut Serializer::with_formatter(&mut bytes, formatter)).expect("writing to memory");
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn every_row_stands_on_its_own_line() {
        // A text comparison of two plans then shows which rows differ.
        let rows = vec![BTreeMap::from([("a", "1"), ("b", "2")]), BTreeMap::from([("a", "3")])];
        let text = String::from_utf8(write(&BTreeMap::from([("rows", rows)]))).unwrap();
        assert_eq!(text, "{\n \"rows\": [\n  {\"a\":\"1\",\"b\":\"2\"},\n  {\"a\":\"3\"}\n ]\n}\n");
    }
}
