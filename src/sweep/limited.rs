//! The list of a trade-off curve: a scenario as it is, and under limits.

use crate::messages::{Lang, say};
use toml::{Table, Value};

/// The text of the list: the scenario file `scenario`, and where there are `limits` the same with `what` limited to each.
#[must_use]
pub fn list(scenario: &str, what: &str, limits: &[i64]) -> String {
    let word = |word: &str| Value::String(word.to_owned());
    let mut title = Table::new();
    title.insert("zh".to_owned(), Value::String(say(Lang::Zh, "choice.tradeoff.title")));
    title.insert("en".to_owned(), Value::String(say(Lang::En, "choice.tradeoff.title")));
    let mut list = Table::new();
    list.insert("name".to_owned(), word("tradeoff"));
    list.insert("title".to_owned(), Value::Table(title));
    list.insert("scenarios".to_owned(), Value::Array(vec![word(scenario)]));
    if !limits.is_empty() {
        let mut vary = Table::new();
        for (key, value) in [("name", what), ("kind", "limit"), ("what", what)] {
            vary.insert(key.to_owned(), word(value));
        }
        vary.insert("most".to_owned(), Value::Array(limits.iter().map(|&limit| Value::Integer(limit)).collect()));
        list.insert("vary".to_owned(), Value::Array(vec![Value::Table(vary)]));
    }
    toml::to_string(&list).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sweep::List;

    #[test]
    fn the_list_of_a_curve_is_read_back() {
        // A file name with quotes and spaces, two limits: the scenario as it is and two points.
        let list = List::parse(&list("my \"own\".toml", "moves", &[0, 40]), "x.toml").expect("a list");
        assert_eq!((list.scenarios[0].as_str(), list.points().len()), ("my \"own\".toml", 3));
    }
}
