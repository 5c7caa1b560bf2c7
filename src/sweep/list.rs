//! The file of a sweep: which scenarios, over how many school years, what is varied on top of each, and what is drawn by chance.

use super::vary::{Axis, Draw};
use crate::messages::{Lang, Text, say};
use crate::scenario::{Change, Place, Scenario, ScenarioIssue, keys};
use toml::{Table, Value};

/// Keys of the file.
const KEYS: [&str; 7] = ["name", "title", "scenarios", "years", "from", "vary", "samples"];
/// Keys of `[samples]`.
const SAMPLE_KEYS: [&str; 3] = ["count", "seed", "draw"];
/// Most school years.
const YEARS: i64 = 10;
/// Most jobs of one list.
pub const MOST: usize = 10_000;
/// Largest seed.
const SEEDS: i64 = u32::MAX as i64;

/// A list of scenarios.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// Name, such as `all`.
    pub name: String,
    /// Chinese title.
    pub zh: String,
    /// English title.
    pub en: String,
    /// The scenario files, paths from the folder of the list, each once.
    pub scenarios: Vec<String>,
    /// School years planned together.
    pub years: usize,
    /// One of the scenarios: it is planned first, and all others start from its plan.
    pub from: Option<String>,
    /// What is varied; together they make a product.
    pub axes: Vec<Axis>,
    /// How often chances are drawn; not at all where zero.
    pub samples: usize,
    /// Seed of the samples.
    pub seed: u64,
    /// What is drawn in each sample.
    pub draws: Vec<Draw>,
}

/// What is put on top of a scenario of a list; nothing on top of the scenario as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Point {
    /// Parts of its name, such as `total-40` and `sample-03`.
    pub names: Vec<String>,
    /// Chinese and English words for each part.
    pub words: Vec<(String, String)>,
    /// The changes, in order.
    pub changes: Vec<Change>,
    /// Which sample it is, counted from one.
    pub sample: Option<usize>,
}

impl Point {
    /// The point as a scenario on top of `own`; none where it changes nothing.
    #[must_use]
    pub fn on(&self, own: &Scenario) -> Option<Scenario> {
        if self.names.is_empty() {
            return None;
        }
        let joined = |title: &str, lang: Lang| {
            let parts = std::iter::once(title).chain(self.words.iter().map(|words| in_lang(words, lang)));
            parts.collect::<Vec<_>>().join(&say(lang, "sweep.semicolon"))
        };
        Some(Scenario {
            name: format!("{}.{}", own.name, self.names.join(".")),
            zh: joined(&own.zh, Lang::Zh),
            en: joined(&own.en, Lang::En),
            base: None,
            input: None,
            policy: None,
            changes: self.changes.clone(),
        })
    }

    fn with(&self, name: String, words: (String, String), changes: impl IntoIterator<Item = Change>) -> Self {
        let mut more = self.clone();
        more.names.push(name);
        more.words.push(words);
        more.changes.extend(changes);
        more
    }
}

impl List {
    /// The title in one language.
    #[must_use]
    pub fn title(&self, lang: Lang) -> String {
        lang.of(&self.zh, &self.en).to_owned()
    }

    /// The list of a TOML text; `file` is how messages call it.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn parse(text: &str, file: &str) -> Result<Self, Vec<ScenarioIssue>> {
        let mut reader = keys::Reader::new(file);
        let root = reader.root(text, &KEYS)?;
        let (name, zh, en) = reader.names(&root);
        let scenarios = reader.words(&root, "scenarios");
        let years = reader.whole(&root, "years", 1..=YEARS).unwrap_or(1);
        let from = root.get("from").map(|_| reader.needed(&root, "from", "from"));
        if from.as_ref().is_some_and(|from| !scenarios.contains(from)) {
            reader.wrong("from", Text::new("sweep.from-unknown"), Text::new("sweep.from-unknown.action"));
        }
        let mut axes: Vec<Axis> = Vec::new();
        for (entry, place) in reader.entries((&root, "vary"), text, ("[[vary]]", "scenario.place.vary")) {
            let axis = Axis::read(&mut reader, &entry, &place);
            axes.extend(axis.filter(|axis| is_new(&mut reader, &axis.name, &axes, |known| &known.name, &place)));
        }
        let years = usize::try_from(years).unwrap_or(1);
        let mut list = Self { name, zh, en, scenarios, years, from, axes, samples: 0, seed: 0, draws: Vec::new() };
        list.read_samples(&mut reader, &root, text);
        if list.count() > MOST && reader.count() == 0 {
            let (cause, action) = (Text::new("sweep.too-many"), Text::new("sweep.too-many.action"));
            reader.wrong("scenarios", cause.with("count", list.count()).with("most", MOST), action);
        }
        reader.done(list)
    }

    fn read_samples(&mut self, reader: &mut keys::Reader<'_>, root: &Table, text: &str) {
        let Some(given) = root.get("samples") else { return };
        let Some(table) = given.as_table() else {
            let (cause, action) = (Text::new("policy.value"), Text::new("sweep.samples.action"));
            return reader.wrong("samples", cause, action);
        };
        let of = Place::from("samples");
        for key in table.keys().filter(|key| !SAMPLE_KEYS.contains(&key.as_str())) {
            let action = Text::new("scenario.keys").with("known", SAMPLE_KEYS.join(", "));
            reader.wrong(of.inside(key), Text::new("policy.unknown-key").with("key", key), action);
        }
        let mut number = |key: &str, least, most: i64| {
            let whole = table.get(key).and_then(Value::as_integer).filter(|whole| (least..=most).contains(whole));
            if whole.is_none() {
                let action = Text::new("scenario.expected-between").with("least", least).with("most", most);
                reader.wrong(of.inside(key), Text::new("policy.value"), action);
            }
            whole.unwrap_or(least)
        };
        self.samples = usize::try_from(number("count", 1, 10_000)).unwrap_or(1);
        self.seed = u64::try_from(number("seed", 0, SEEDS)).unwrap_or(0);
        for (entry, place) in reader.entries((table, "draw"), text, ("[[samples.draw]]", "scenario.place.draw")) {
            let draw = Draw::read(reader, &entry, &place);
            let draws = &self.draws;
            let new = draw.filter(|draw| is_new(reader, draw.name(), draws, |known| known.name(), &place));
            self.draws.extend(new);
        }
        if !table.contains_key("draw") {
            reader.missing("draw", of.inside("draw"));
        }
    }

    /// How many jobs there are.
    #[must_use]
    pub fn count(&self) -> usize {
        let product = self.axes.iter().fold(1_usize, |product, axis| product.saturating_mul(axis.steps.len()));
        let points = if self.axes.is_empty() { 1 } else { product.saturating_add(1) };
        self.scenarios.len().saturating_mul(points).saturating_mul(self.samples.saturating_add(1))
    }

    /// All that is put on top of each scenario: nothing, then the product of what is varied, the last axis fastest; after each of them its samples.
    #[must_use]
    pub fn points(&self) -> Vec<Point> {
        let mut points = vec![Point::default()];
        if !self.axes.is_empty() {
            let mut product = vec![Point::default()];
            for axis in &self.axes {
                let with = |point: &Point| {
                    let step = |step: &super::vary::Step| {
                        point.with(step.name.clone(), step.words.clone(), [step.change.clone()])
                    };
                    axis.steps.iter().map(step).collect::<Vec<_>>()
                };
                product = product.iter().flat_map(with).collect();
            }
            points.extend(product);
        }
        points.iter().flat_map(|point| self.with_samples(point)).collect()
    }

    /// A point, and its samples: each draw depends on the seed, its own name and the number of the sample only.
    fn with_samples(&self, point: &Point) -> Vec<Point> {
        let width = self.samples.to_string().len().max(2);
        let mut all = vec![point.clone()];
        for sample in 1..=self.samples {
            let drawn: Vec<_> = self.draws.iter().map(|draw| draw.of(self.seed, sample)).collect();
            let words = |lang: Lang| {
                let words = drawn.iter().map(|(words, _)| in_lang(words, lang));
                let list = words.collect::<Vec<_>>().join(&say(lang, "sweep.comma"));
                Text::new("sweep.sample").with("number", sample).with("drawn", list).render(lang)
            };
            let words = (words(Lang::Zh), words(Lang::En));
            let changes = drawn.iter().map(|drawn| drawn.1.clone());
            let more = point.with(format!("sample-{sample:0width$}"), words, changes);
            all.push(Point { sample: Some(sample), ..more });
        }
        all
    }
}

fn in_lang(words: &(String, String), lang: Lang) -> &str {
    lang.of(&words.0, &words.1)
}

/// Whether no other entry has this name; says so otherwise.
fn is_new<T>(reader: &mut keys::Reader<'_>, name: &str, known: &[T], of: impl Fn(&T) -> &str, place: &Place) -> bool {
    let new = known.iter().all(|known| of(known) != name);
    if !new {
        let cause = Text::new("scenario.twice").with("name", name);
        reader.wrong(place.inside("name"), cause, Text::new("sweep.twice.action"));
    }
    new
}
