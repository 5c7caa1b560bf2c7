//! Seconds by method as bars, the numbers beneath as a table: plain SVG, readable in grey, nothing from the network.

use super::compare::{Comparison, Summary};
use super::line::Stop;
use super::page;
use crate::messages::{Lang, Text, say};
use std::fmt::Write as _;

/// Geometry in pixels.
const WIDTH: f64 = 920.0;
const LEFT: f64 = 170.0;
const RIGHT: f64 = 190.0;
const TOP: f64 = 84.0;
const STEP: f64 = 34.0;
const BAR: f64 = 20.0;
/// Beyond this ratio of the longest to the shortest bar the scale is logarithmic.
const WIDE: f64 = 20.0;
/// Shorter times are drawn as this one.
const SHORTEST: f64 = 1e-3;

/// From seconds to a length.
struct Scale {
    least: f64,
    most: f64,
    is_log: bool,
}

impl Scale {
    fn of(seconds: impl Iterator<Item = f64> + Clone) -> Self {
        let most = seconds.clone().fold(SHORTEST, f64::max);
        let shortest = seconds.fold(most, f64::min).max(SHORTEST);
        let is_log = most / shortest > WIDE;
        if is_log {
            let least = 10_f64.powf(shortest.log10().floor());
            let most = 10_f64.powf(most.log10().ceil()).max(least * 10.0);
            return Self { least, most, is_log };
        }
        Self { least: 0.0, most: rounded(most), is_log }
    }

    fn length(&self, seconds: f64) -> f64 {
        let seconds = seconds.max(SHORTEST).min(self.most);
        let share = if self.is_log {
            // A bar for the least value must still be seen.
            ((seconds / self.least).log10() / (self.most / self.least).log10()).max(0.004)
        } else {
            seconds / self.most
        };
        share * (WIDTH - LEFT - RIGHT)
    }

    fn ticks(&self) -> Vec<f64> {
        if !self.is_log {
            return [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| share * self.most).to_vec();
        }
        std::iter::successors(Some(self.least), |tick| Some(tick * 10.0))
            .take_while(|&t| t <= self.most * 1.01)
            .collect()
    }
}

/// The next number of 1, 2, 4, 8 times a power of ten.
fn rounded(most: f64) -> f64 {
    let power = 10_f64.powf(most.log10().floor());
    [1.0, 2.0, 4.0, 8.0, 10.0].into_iter().map(|step| step * power).find(|&step| step >= most).unwrap_or(most)
}

/// The chart as SVG text.
#[must_use]
pub fn svg(all: &Comparison, lang: Lang) -> String {
    let scale = Scale::of(all.methods.iter().map(|summary| summary.seconds.0));
    let axis = TOP + STEP * count(all.methods.len());
    let table = axis + 64.0;
    let height = table + 22.0 * count(all.methods.len()) + 52.0;
    let title = Text::new("measure.title").with("case", &all.facts.case).with("policy", &all.facts.policy).render(lang);
    let axis_key = if scale.is_log { "measure.axis.log" } else { "measure.axis" };
    // Writing to a string cannot fail.
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" font-size=\"13\" fill=\"#111\">\n<title>{0}</title>\n\
         <defs><pattern id=\"open\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <rect width=\"6\" height=\"6\" fill=\"#fff\"/><rect width=\"2.5\" height=\"6\" fill=\"#777\"/></pattern></defs>\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\n",
        escaped(&title)
    );
    label(&mut text, (16.0, 28.0), "start", 17, &title);
    label(&mut text, (16.0, 50.0), "start", 12, &say(lang, "measure.legend"));
    for tick in scale.ticks() {
        let x = LEFT + if tick > scale.least { scale.length(tick) } else { 0.0 };
        let _ = writeln!(
            text,
            "<line x1=\"{x:.1}\" y1=\"{:.1}\" x2=\"{x:.1}\" y2=\"{axis:.1}\" stroke=\"#ccc\"/>",
            TOP - 8.0
        );
        label(&mut text, (x, axis + 16.0), "middle", 11, &short(tick));
    }
    label(&mut text, (LEFT, axis + 34.0), "start", 12, &say(lang, axis_key));
    for (at, summary) in all.methods.iter().enumerate() {
        bar(&mut text, all, summary, &scale, TOP + STEP * count(at), lang);
    }
    numbers(&mut text, all, table, lang);
    text + "</svg>\n"
}

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// One bar: full where the method came to its end, hatched where it did not, with a line from the least to the longest time.
fn bar(text: &mut String, all: &Comparison, summary: &Summary, scale: &Scale, y: f64, lang: Lang) {
    let shown = all.shown(summary);
    let (median, least, most) = summary.seconds;
    let fill = if shown.stop == Stop::Proven { "#444" } else { "url(#open)" };
    let length = scale.length(median);
    let _ = writeln!(
        text,
        "<rect x=\"{LEFT}\" y=\"{y:.1}\" width=\"{length:.1}\" height=\"{BAR}\" fill=\"{fill}\" stroke=\"#111\"/>"
    );
    if most > least {
        let (from, to, middle) = (LEFT + scale.length(least), LEFT + scale.length(most), y + BAR / 2.0);
        let _ = writeln!(
            text,
            "<line x1=\"{from:.1}\" y1=\"{middle:.1}\" x2=\"{to:.1}\" y2=\"{middle:.1}\" stroke=\"#999\" stroke-width=\"3\"/>"
        );
    }
    let end = LEFT + length.max(scale.length(most)) + 6.0;
    label(text, (LEFT - 8.0, y + 15.0), "end", 13, summary.method.name());
    let words = if shown.stop == Stop::Proven {
        seconds(median)
    } else {
        format!("{} {}", seconds(median), page::stop(shown.stop, lang))
    };
    label(text, (end, y + 15.0), "start", 12, &words);
}

/// The numbers of the chart beneath it.
fn numbers(text: &mut String, all: &Comparison, top: f64, lang: Lang) {
    const AT: [f64; 7] = [16.0, 250.0, 350.0, 450.0, 540.0, 650.0, 760.0];
    let heads = [
        "measure.head.method",
        "measure.head.time",
        "measure.head.least",
        "measure.head.most",
        "measure.head.ratio",
        "measure.head.memory",
        "measure.head.stop",
    ];
    let cell = |text: &mut String, column: usize, y: f64, words: &str| {
        let anchor = if column == 0 || column == 6 { "start" } else { "end" };
        label(text, (AT[column], y), anchor, 12, words);
    };
    heads.iter().enumerate().for_each(|(at, head)| cell(text, at, top, &say(lang, head)));
    for (at, summary) in all.methods.iter().enumerate() {
        let y = top + 22.0 * count(at + 1);
        let (median, least, most) = summary.seconds;
        let words = [
            summary.method.name().to_owned(),
            seconds(median),
            seconds(least),
            seconds(most),
            summary.ratio.map_or_else(String::new, |ratio| format!("{ratio:.3}")),
            summary.peak_kib.map_or_else(String::new, |kib| kib.div_ceil(1024).to_string()),
            page::stop(all.shown(summary).stop, lang),
        ];
        words.iter().enumerate().for_each(|(column, words)| cell(text, column, y, words));
    }
    let foot = format!("junheng {}, {}, {}", all.facts.junheng, all.facts.highs, all.facts.date);
    label(text, (16.0, top + 22.0 * count(all.methods.len() + 1) + 12.0), "start", 11, &foot);
}

fn label(text: &mut String, (x, y): (f64, f64), anchor: &str, size: u32, words: &str) {
    let _ = writeln!(
        text,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" font-size=\"{size}\">{}</text>",
        escaped(words)
    );
}

fn seconds(seconds: f64) -> String {
    format!("{seconds:.3} s")
}

/// A tick without needless zeros.
fn short(tick: f64) -> String {
    format!("{}", (tick * 1000.0).round() / 1000.0)
}

/// Words as XML text; characters that XML does not allow are left out.
fn escaped(words: &str) -> String {
    let allowed = words.chars().filter(|&c| c >= ' ' && c != '\u{fffe}' && c != '\u{ffff}');
    let mut text = String::new();
    for c in allowed {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            c => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::compare::{Facts, example};
    use crate::measure::line::Measured;
    use crate::measure::{Method, Run};

    fn comparison(case: &str, times: &[(Method, f64)]) -> Comparison {
        let facts = Facts { case: case.to_owned(), ..example() };
        let run = |&(method, seconds)| {
            let stop = if seconds < 50.0 { Stop::Proven } else { Stop::TimeLimit };
            Run { method, repetition: 1, measured: Measured { seconds, stop, ..Measured::default() } }
        };
        Comparison::new(facts, times.iter().map(run).collect())
    }

    /// What is wrong with XML text: tags that do not close, attributes without quotes, bare signs.
    fn wrong(xml: &str) -> Option<String> {
        let mut open: Vec<&str> = Vec::new();
        let body = xml.split_once("?>").map_or(xml, |(_, body)| body);
        for piece in body.split('<').skip(1) {
            let (tag, words) = piece.split_once('>')?;
            let entities = ["amp;", "lt;", "gt;", "quot;"];
            if words.split('&').skip(1).any(|rest| !entities.iter().any(|e| rest.starts_with(e))) || words.contains('>')
            {
                return Some(format!("text {words}"));
            }
            if tag.matches('"').count() % 2 != 0 || tag.split('"').step_by(2).any(|plain| plain.contains('&')) {
                return Some(format!("attributes {tag}"));
            }
            let name = tag.split([' ', '/', '\n']).find(|word| !word.is_empty()).unwrap_or_default();
            if tag.starts_with('/') {
                if open.pop() != Some(name) {
                    return Some(format!("closes {name}"));
                }
            } else if !tag.ends_with('/') {
                open.push(name);
            }
        }
        (!open.is_empty()).then(|| format!("open {open:?}"))
    }

    #[test]
    fn the_chart_is_well_formed_whatever_the_input_is_called() {
        // A folder may be called “a<b>&"c"”; a chart that no browser opens is none.
        let times = [(Method::Ours, 0.5), (Method::HighsRelaxation, 0.02), (Method::Microlp, 75.0)];
        for lang in [Lang::Zh, Lang::En] {
            let text = svg(&comparison("a<b>&\"c\"\u{1}", &times), lang);
            assert_eq!(wrong(&text), None, "{text}");
            assert!(!text.contains("[measure."), "{text}");
            assert!(
                text.contains("a&lt;b&gt;&amp;&quot;c&quot;") && !text.contains("http://www.w3.org/1999"),
                "{text}"
            );
            assert_eq!(text.matches("<rect x=").count(), 3);
        }
        assert_eq!(wrong("<a><b></a>"), Some("closes a".to_owned()), "the guard bites");
        assert!(wrong("<a>x & y</a>").is_some() && wrong("<a>").is_some());
    }

    #[test]
    fn lengths_follow_the_times() {
        // The eye compares lengths: proportional near each other, by powers of ten where they are far apart.
        let near = Scale::of([1.0, 2.0].into_iter());
        assert!(!near.is_log && (near.length(2.0) - 2.0 * near.length(1.0)).abs() < 1e-9);
        let far = Scale::of([0.01, 100.0].into_iter());
        assert!(far.is_log && (far.length(1.0) - far.length(0.1) - far.length(100.0) + far.length(10.0)).abs() < 1e-9);
        assert!(far.length(0.0) > 0.0 && far.length(1e9) <= WIDTH - LEFT - RIGHT + 1e-9);
    }
}
