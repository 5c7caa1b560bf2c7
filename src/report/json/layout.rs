//! JSON with one row per line: an object inside a list stands on a line of its own, everything else is indented.

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};
use std::io::{self, Write};

/// A container that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    List,
    Object,
}

struct RowPerLine {
    pretty: PrettyFormatter<'static>,
    compact: CompactFormatter,
    open: Vec<Open>,
    /// How many containers were open when the present row began.
    row: Option<usize>,
}

impl RowPerLine {
    /// Notes that a container begins; a row begins with an object in a list.
    fn enter(&mut self, kind: Open) {
        if self.row.is_none() && kind == Open::Object && self.open.last() == Some(&Open::List) {
            self.row = Some(self.open.len());
        }
        self.open.push(kind);
    }

    /// Notes that a container has ended.
    fn leave(&mut self) {
        self.open.pop();
        if self.row == Some(self.open.len()) {
            self.row = None;
        }
    }
}

macro_rules! delegate {
    ($(fn $name:ident($($arg:ident: $type:ty)?) $(enters $kind:expr)? $(, leaves $leaves:ident)?;)*) => {$(
        fn $name<W: ?Sized + Write>(&mut self, writer: &mut W $(, $arg: $type)?) -> io::Result<()> {
            $(self.enter($kind);)?
            let result = if self.row.is_some() {
                self.compact.$name(writer $(, $arg)?)
            } else {
                self.pretty.$name(writer $(, $arg)?)
            };
            $(self.$leaves();)?
            result
        }
    )*};
}

impl Formatter for RowPerLine {
    delegate! {
        fn begin_array() enters Open::List;
        fn end_array(), leaves leave;
        fn begin_array_value(first: bool);
        fn end_array_value();
        fn begin_object() enters Open::Object;
        fn end_object(), leaves leave;
        fn begin_object_key(first: bool);
        fn begin_object_value();
        fn end_object_value();
    }
}

/// The JSON text of `value`, ending in a line feed.
///
/// # Panics
/// Never: writing to memory does not fail, and all keys are text.
pub(crate) fn write<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    let pretty = PrettyFormatter::with_indent(b" ");
    let formatter = RowPerLine { pretty, compact: CompactFormatter, open: Vec::new(), row: None };
    value.serialize(&mut Serializer::with_formatter(&mut bytes, formatter)).expect("writing to memory");
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_row_stands_on_its_own_line() {
        // A text comparison of two plans then shows which rows differ, however deep the list lies.
        let value = json!({ "a": { "rows": [{ "x": "1", "y": { "z": [1, 2] } }, { "x": "3" }] }, "b": [], "c": 1 });
        let text = String::from_utf8(write(&value)).unwrap();
        let expected = [
            "{",
            " \"a\": {",
            "  \"rows\": [",
            "   {\"x\":\"1\",\"y\":{\"z\":[1,2]}},",
            "   {\"x\":\"3\"}",
            "  ]",
            " },",
            " \"b\": [],",
            " \"c\": 1",
            "}",
            "",
        ];
        assert_eq!(text, expected.join("\n"));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }
}
