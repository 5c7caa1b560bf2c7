//! What is varied, in words of both languages.

use super::vary::Spot;
use crate::messages::{Lang, Text, say, word};
use crate::scenario::Change;
use crate::scenario::fields::Given;
use toml::Value;

// message keys: sweep.kind.* sweep.field.*

/// A number or a text as one reads it; none for anything longer.
pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(word) => Some(word.clone()),
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) => Some(value.to_string()),
        _ => None,
    }
}

/// What a change says of a key.
pub(super) fn given(change: &Change, key: &str) -> Value {
    match change.fields.get(key) {
        Some(Given::Number(milli)) => super::vary::number(*milli),
        Some(Given::Whole(whole)) => Value::Integer(*whole),
        Some(Given::Word(word)) => Value::String(word.clone()),
        Some(Given::Table(table)) => Value::Table(table.clone()),
        None => Value::String(String::new()),
    }
}

/// A change of which `value` at `spot` varies: its title, else the sort of change with its conditions, and the value.
pub(super) fn of(change: &Change, spot: &Spot, value: &Value, title: Option<&(String, String)>) -> (String, String) {
    let value = plain(value).unwrap_or_else(|| value.to_string());
    let words = |lang: Lang| {
        let own = title.map(|(zh, en)| lang.of(zh, en).to_owned());
        let what = own.unwrap_or_else(|| {
            let kind = word(lang, &format!("sweep.kind.{}", change.kind)).unwrap_or_default();
            let field = word(lang, &format!("sweep.field.{}", spot.word())).unwrap_or_else(|| spot.word().to_owned());
            let fixed = change.fields.keys().filter(|key| **key != spot.key() && !["seed", "values"].contains(*key));
            let fixed: Vec<String> = fixed.filter_map(|key| plain(&given(change, key))).collect();
            if fixed.is_empty() {
                return Text::new("sweep.varied").with("kind", kind).with("field", field).render(lang);
            }
            let fixed = fixed.join(&say(lang, "sweep.comma"));
            let text = Text::new("sweep.varied.where").with("kind", kind).with("where", fixed);
            text.with("field", field).render(lang)
        });
        format!("{what} {value}")
    };
    (words(Lang::Zh), words(Lang::En))
}
