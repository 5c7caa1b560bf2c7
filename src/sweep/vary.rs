//! Changes of which one value is varied or drawn: lists, ranges in exact thousandths, and limits between which chance decides.

use super::words;
use crate::domain::dice::Dice;
use crate::messages::Text;
use crate::scenario::fields::{Given, Kind, Sort};
use crate::scenario::keys::{Reader, is_plain, number_milli};
use crate::scenario::{Change, Place};
use toml::{Table, Value};

/// Most values of one range.
const MOST: i64 = 10_000;
/// The table of parameters of a rule, in which a single one may vary.
const VALUES: &str = "values";

/// One of the things that are varied.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Short name.
    pub name: String,
    /// Its values, in the order of the file.
    pub steps: Vec<Step>,
}

/// One value of an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Name, such as `total-40`.
    pub name: String,
    /// Chinese and English words.
    pub words: (String, String),
    /// The change.
    pub change: Change,
}

/// Something that is drawn for each sample: a change, between which limits its value lies, and where that stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    own: Own,
    /// The change with the lower limit.
    change: Change,
    /// Where the value stands, its limits, and the size of a step, in thousandths; none where no value is drawn.
    drawn: Option<(Spot, [i64; 2], i64)>,
    /// Whether the seed of the change is that of the sample.
    seeded: bool,
}

/// What an entry says of itself.
#[derive(Clone, Debug, PartialEq)]
struct Own {
    name: String,
    title: Option<(String, String)>,
}

/// Where a value stands: a key, or a key of the table `values`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spot {
    key: String,
    inner: Option<String>,
}

impl Spot {
    fn put(&self, table: &mut Table, value: Value) {
        match &self.inner {
            None => drop(table.insert(self.key.clone(), value)),
            Some(inner) => {
                let within = table.get_mut(&self.key).and_then(Value::as_table_mut);
                drop(within.map(|within| within.insert(inner.clone(), value)));
            }
        }
    }

    fn place(&self, of: &Place) -> Place {
        let place = of.inside(&self.key);
        self.inner.as_ref().map_or_else(|| place.clone(), |inner| place.inside(inner))
    }

    /// The key of the change.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// The key in the words of the file.
    pub(super) fn word(&self) -> &str {
        self.inner.as_deref().unwrap_or(&self.key)
    }
}

/// The values of an entry that `is_meant` accepts, each with its spot.
fn spots(table: &Table, is_meant: impl Fn(&Value) -> bool) -> Vec<(Spot, Value)> {
    let mut found = Vec::new();
    for (key, value) in table {
        if is_meant(value) {
            found.push((Spot { key: key.clone(), inner: None }, value.clone()));
        } else if let (VALUES, Some(within)) = (key.as_str(), value.as_table()) {
            let inner = within.iter().filter(|(_, value)| is_meant(value));
            let spot = |inner: &String| Spot { key: key.clone(), inner: Some(inner.clone()) };
            found.extend(inner.map(|(inner, value)| (spot(inner), value.clone())));
        }
    }
    found
}

/// Whether a value is a table with one of these keys.
fn has_key(value: &Value, keys: &[&str]) -> bool {
    value.as_table().is_some_and(|table| keys.iter().any(|key| table.contains_key(*key)))
}

/// Name and title of an entry; they are taken out of it.
fn own(reader: &mut Reader<'_>, table: &mut Table, place: &Place) -> Own {
    let name = reader.name(table, place);
    let title = table.contains_key("title").then(|| reader.titles(table, place));
    table.remove("name");
    table.remove("title");
    Own { name, title }
}

/// Whole thousandths of a number, also of a negative whole one.
fn milli(value: &Value) -> Option<i64> {
    value.as_integer().map_or_else(|| number_milli(value), |whole| whole.checked_mul(1000))
}

/// A number of the file: whole where it is.
pub(super) fn number(milli: i64) -> Value {
    #[expect(clippy::cast_precision_loss, reason = "a number of a few digits")]
    let exact = milli as f64 / 1000.0;
    if milli % 1000 == 0 { Value::Integer(milli / 1000) } else { Value::Float(exact) }
}

/// The given keys of a table, all of them numbers and nothing else there.
fn numbers<const N: usize>(table: &Table, keys: [&str; N]) -> Option<[i64; N]> {
    let all = keys.map(|key| table.get(key).and_then(milli));
    let known = table.len() == N && all.iter().all(Option::is_some);
    known.then(|| all.map(Option::unwrap_or_default))
}

impl Axis {
    /// The axis that an entry describes; what is wrong with it is told.
    pub(super) fn read(reader: &mut Reader<'_>, entry: &Table, place: &Place) -> Option<Self> {
        let mut table = entry.clone();
        let own = own(reader, &mut table, place);
        let varied = spots(&table, |value| value.is_array() || has_key(value, &["from", "to", "step"]));
        let [(spot, given)] = varied.as_slice() else {
            let cause = Text::new("sweep.one-varied").with("count", varied.len());
            reader.wrong(place.clone(), cause, Text::new("sweep.one-varied.action"));
            return None;
        };
        let values = match given {
            Value::Array(values) => values.clone(),
            range => self::range(reader, range, &spot.place(place))?,
        };
        if values.is_empty() || values.iter().enumerate().any(|(at, value)| values[..at].contains(value)) {
            reader.wrong(spot.place(place), Text::new("sweep.values"), Text::new("sweep.values.action"));
            return None;
        }
        let (mut steps, known) = (Vec::new(), reader.count());
        for (at, value) in values.into_iter().enumerate() {
            spot.put(&mut table, value.clone());
            let change = Change { idle: true, ..reader.change(&table, place)? };
            // What is wrong with all values is told once.
            if reader.count() > known {
                return None;
            }
            let plain = words::plain(&value).filter(|plain| is_plain_value(plain));
            let name = format!("{}-{}", own.name, plain.unwrap_or_else(|| (at + 1).to_string()));
            let words = words::of(&change, spot, &value, own.title.as_ref());
            steps.push(Step { name, words, change });
        }
        Some(Self { name: own.name, steps })
    }
}

/// Whether a value can be part of the name of a folder.
fn is_plain_value(word: &str) -> bool {
    is_plain(&word.replace('.', ""))
}

/// The values of a range, both ends included.
fn range(reader: &mut Reader<'_>, given: &Value, place: &Place) -> Option<Vec<Value>> {
    let wrong = |reader: &mut Reader<'_>, cause: &'static str| {
        reader.wrong(place.clone(), Text::new(cause), Text::new("sweep.range.action"));
        None
    };
    let numbers = given.as_table().and_then(|table| numbers(table, ["from", "to", "step"]));
    let Some([from, to, step]) = numbers else { return wrong(reader, "sweep.range") };
    if step <= 0 || from > to || (to - from) % step != 0 {
        return wrong(reader, "sweep.range.end");
    }
    if (to - from) / step >= MOST {
        return wrong(reader, "sweep.range.many");
    }
    Some((0..=(to - from) / step).map(|at| number(from + at * step)).collect())
}

impl Draw {
    /// The draw that an entry describes; what is wrong with it is told.
    pub(super) fn read(reader: &mut Reader<'_>, entry: &Table, place: &Place) -> Option<Self> {
        let mut table = entry.clone();
        let own = own(reader, &mut table, place);
        let kind = table.get("kind").and_then(Value::as_str).and_then(Kind::named);
        let by_chance = kind.is_some_and(|kind| kind.needs.iter().any(|(key, _)| *key == "seed"));
        let seeded = by_chance && !table.contains_key("seed");
        if seeded {
            table.insert("seed".to_owned(), Value::Integer(0));
        }
        let found = spots(&table, |value| has_key(value, &["low", "high"]));
        let drawn = match found.as_slice() {
            [] if seeded => None,
            [(spot, given)] => {
                let limits = given.as_table().and_then(|table| numbers(table, ["low", "high"]));
                let Some([low, high]) = limits.filter(|[low, high]| low <= high) else {
                    let (cause, action) = (Text::new("sweep.limits"), Text::new("sweep.limits.action"));
                    reader.wrong(spot.place(place), cause, action);
                    return None;
                };
                let sort = kind.and_then(|kind| kind.keys().find(|(key, _)| *key == spot.key));
                let unit = if sort.is_some_and(|(_, sort)| *sort == Sort::Whole) { 1000 } else { 1 };
                Some((spot.clone(), [low, high], unit))
            }
            several => {
                let cause = Text::new("sweep.one-drawn").with("count", several.len());
                reader.wrong(place.clone(), cause, Text::new("sweep.one-drawn.action"));
                return None;
            }
        };
        let (mut change, known) = (None, reader.count());
        for end in [1, 0] {
            if let Some((spot, limits, _)) = &drawn {
                spot.put(&mut table, number(limits[end]));
            }
            change = reader.change(&table, place);
            if reader.count() > known {
                return None;
            }
        }
        Some(Self { own, change: Change { idle: true, ..change? }, drawn, seeded })
    }

    /// Its name.
    pub(super) fn name(&self) -> &str {
        &self.own.name
    }

    /// What is drawn in a sample: its words and the change.
    pub(super) fn of(&self, seed: u64, sample: usize) -> ((String, String), Change) {
        let dice = |what: &str| Dice::named(seed, &format!("{what}/{}/{sample}", self.own.name));
        let mut change = self.change.clone();
        if self.seeded {
            let seed = i64::try_from(dice("seed").below(i64::MAX as u64)).unwrap_or(0);
            change.fields.insert("seed", Given::Whole(seed));
        }
        let Some((spot, [low, high], unit)) = &self.drawn else {
            let rate = Spot { key: "rate".to_owned(), inner: None };
            let words = words::of(&change, &rate, &words::given(&change, "rate"), self.own.title.as_ref());
            return (words, change);
        };
        let value = dice("value").between(low / unit, high / unit) * unit;
        for (key, given) in &mut change.fields {
            if **key == *spot.key {
                match (given, &spot.inner) {
                    (Given::Number(milli), _) => *milli = value,
                    (Given::Whole(whole), _) => *whole = value / 1000,
                    (Given::Table(table), Some(inner)) => drop(table.insert(inner.clone(), number(value))),
                    _ => {}
                }
            }
        }
        (words::of(&change, spot, &number(value), self.own.title.as_ref()), change)
    }
}
