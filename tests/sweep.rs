//! Lists of scenarios: what is varied is a product, samples depend on nothing but their seed and name, posts are taken up by chance, and all that is
//! wrong in a list is told at once.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot prepare its case fails")]

mod tiny;

use junheng::domain::Stage;
use junheng::domain::records::Records;
use junheng::messages::Lang;
use junheng::scenario::fields::Given;
use junheng::scenario::{Change, Place, Scenario, apply};
use junheng::sweep::{List, MOST, Point};
use tiny::hand::district;

const POLICY: &str = include_str!("../models/annual.toml");

fn list(body: &str) -> List {
    let head = "name = \"x\"\ntitle = { zh = \"甲\", en = \"a\" }\n";
    List::parse(&format!("{head}{body}"), "x.toml").unwrap()
}

/// What is wrong with a list: place in English and key of the cause.
fn wrong(body: &str) -> Vec<(String, &'static str)> {
    let head = "name = \"x\"\ntitle = { zh = \"甲\", en = \"a\" }\n";
    let issues = List::parse(&format!("{head}{body}"), "x.toml").unwrap_err();
    issues.iter().map(|issue| (issue.place.text().render(Lang::En), issue.cause.key())).collect()
}

fn names(points: &[Point]) -> Vec<String> {
    points.iter().map(|point| point.names.join(".")).collect()
}

fn base(changes: &str) -> Scenario {
    Scenario::parse(&format!("name = \"base\"\ntitle = {{ zh = \"基准\", en = \"base\" }}\n{changes}"), "x").unwrap()
}

/// Two schools and three rows of posts to recruit for: 40, 30 and 30.
fn recruiting() -> Records {
    let mut records = district(&[("a", Stage::Primary, 80, 2), ("b", Stage::Primary, 40, 1)]);
    records.channels = [("open", 40), ("graduates", 30), ("special", 30)]
        .map(|(name, posts)| tiny::facts::channel(name, posts, 80_000))
        .to_vec();
    records
}

const TOTAL: &str = "[[vary]]\nname = \"total\"\nkind = \"recruits\"\ntotal = [40, 63]\n";
const PUPILS: &str = "[[vary]]\nname = \"pupils\"\nkind = \"enrollment\"\nstage = \"primary\"\nfactor = { from = 0.8, to = 1.0, step = 0.1 }\n";

#[test]
fn what_is_varied_is_a_product_with_both_ends_of_every_range() {
    // Two totals by three factors, the last fastest; the scenario as it is comes first. Two scenarios of it: 14 jobs.
    let of = list(&format!("scenarios = [\"base.toml\", \"b.toml\"]\n{TOTAL}{PUPILS}"));
    let expected = [
        "",
        "total-40.pupils-0.8",
        "total-40.pupils-0.9",
        "total-40.pupils-1",
        "total-63.pupils-0.8",
        "total-63.pupils-0.9",
        "total-63.pupils-1",
    ];
    let points = of.points();
    assert_eq!((names(&points), of.count()), (expected.map(str::to_owned).to_vec(), 14));
    let last = points[6].on(&base("")).unwrap();
    assert_eq!(last.name, "base.total-63.pupils-1");
    assert_eq!(last.zh, "基准；招聘岗位：总数 63；在校生(primary)：倍数 1");
    assert_eq!(last.en, "base; posts to recruit for: total 63; pupils (primary): factor 1");
    let number = |change: &Change, key: &'static str| change.fields[key].clone();
    assert_eq!(number(&last.changes[0], "total"), Given::Whole(63));
    assert_eq!(number(&last.changes[1], "factor"), Given::Number(1000));
    assert!(points[0].on(&base("")).is_none(), "nothing on top is no scenario of its own");
}

#[test]
fn a_value_that_is_the_present_one_is_a_point_like_any_other() {
    // 100 posts are advertised: a written change to 100 does nothing and is refused, the same value among others is not.
    let records = recruiting();
    let written = base("[[change]]\nkind = \"recruits\"\ntotal = 100\n");
    assert!(apply(&[written], &records, POLICY).is_err());
    let of = list("scenarios = [\"b\"]\n[[vary]]\nname = \"total\"\nkind = \"recruits\"\ntotal = [100, 40]\n");
    let posts = |point: &Point| {
        let on = point.on(&base("")).unwrap();
        let then = apply(&[base(""), on], &records, POLICY).unwrap();
        then.records.channels.iter().map(|row| row.posts).sum::<i64>()
    };
    assert_eq!(of.points()[1..].iter().map(posts).collect::<Vec<_>>(), [100, 40]);
    // What matches nothing is refused all the same.
    let nothing = TOTAL.replace("kind", "channel = \"none\"\nkind");
    let point = list(&format!("scenarios = [\"b\"]\n{nothing}")).points()[1].on(&base("")).unwrap();
    assert!(apply(&[point], &records, POLICY).is_err());
}

#[test]
fn a_parameter_of_a_rule_and_words_may_vary() {
    // The share of rotation in the policy is what the point says; a word is part of the name where a folder can be called so, else its number.
    let share =
        "[[vary]]\nname = \"share\"\nkind = \"rule\"\nrule = \"rotation-share\"\nvalues = { share = [0.1, 0.15] }\n";
    let point = list(&format!("scenarios = [\"b\"]\n{share}")).points()[2].on(&base("")).unwrap();
    assert_eq!(
        (point.name.as_str(), point.en.as_str()),
        ("base.share-0.15", "base; rule (rotation-share): share 0.15")
    );
    let policy = apply(&[point], &recruiting(), POLICY).unwrap().policy;
    let read = junheng::policy::Policy::parse(&policy, &junheng::formulation::rules::specs()).unwrap();
    assert_eq!(read.rules["rotation-share"].params["share"].value, junheng::policy::Value::Number(150));
    let words = "[[vary]]\nname = \"by\"\nkind = \"recruits\"\nchannel = [\"open\", \"a/b\"]\nfactor = 2\n";
    assert_eq!(names(&list(&format!("scenarios = [\"b\"]\n{words}")).points()), ["", "by-open", "by-2"]);
}

/// A list with samples of these draws.
fn samples(count: usize, seed: u32, draws: &str) -> List {
    list(&format!("scenarios = [\"b\"]\n[samples]\ncount = {count}\nseed = {seed}\n{draws}"))
}

const FACTOR: &str =
    "[[samples.draw]]\nname = \"pupils\"\nkind = \"enrollment\"\nfactor = { low = 0.95, high = 1.05 }\n";
const POSTS: &str = "[[samples.draw]]\nname = \"posts\"\nkind = \"recruits\"\ntotal = { low = 40, high = 44 }\n";
const ARRIVE: &str = "[[samples.draw]]\nname = \"arrive\"\nkind = \"take-up\"\nrate = { low = 0.8, high = 1 }\n";

/// The changes of a sort in all samples.
fn drawn(list: &List, kind: &str) -> Vec<Change> {
    let all = list.points().into_iter().flat_map(|point| point.changes);
    all.filter(|change| change.kind == kind).map(|change| Change { place: Place::default(), ..change }).collect()
}

#[test]
fn a_draw_depends_on_its_seed_name_and_sample_only() {
    // More draws, another order and more samples shift nothing; another seed or name does.
    let alone = samples(20, 7, FACTOR);
    assert_eq!(drawn(&alone, "enrollment"), drawn(&samples(20, 7, FACTOR), "enrollment"));
    let among = samples(20, 7, &format!("{ARRIVE}{POSTS}{FACTOR}"));
    assert_eq!(drawn(&alone, "enrollment"), drawn(&among, "enrollment"));
    assert_eq!(drawn(&alone, "enrollment")[..20], drawn(&samples(40, 7, FACTOR), "enrollment")[..20]);
    assert_ne!(drawn(&alone, "enrollment"), drawn(&samples(20, 8, FACTOR), "enrollment"));
    let renamed = samples(20, 7, &FACTOR.replace("pupils", "children"));
    assert_ne!(drawn(&alone, "enrollment"), drawn(&renamed, "enrollment"));
    assert_eq!(names(&among.points())[..3], ["", "sample-01", "sample-02"]);
    assert_eq!((among.count(), among.points()[3].sample), (21, Some(3)));
    // Everything varied has samples, with the same draws.
    let both = list(&format!("scenarios = [\"b\"]\n{TOTAL}[samples]\ncount = 2\nseed = 7\n{FACTOR}"));
    assert_eq!(both.count(), 9);
    assert_eq!(names(&both.points())[3..6], ["total-40", "total-40.sample-01", "total-40.sample-02"]);
    assert_eq!(drawn(&both, "enrollment")[..2], drawn(&alone, "enrollment")[..2]);
    assert_eq!(drawn(&both, "enrollment")[2..4], drawn(&alone, "enrollment")[..2]);
}

#[test]
fn drawn_values_fill_the_whole_range_and_nothing_else() {
    // Whole posts from 40 to 44, each of the five; factors from 950 to 1050 thousandths, on average 1000 (deviation 29 / sqrt(500) = 1.3).
    let many = samples(500, 1, &format!("{FACTOR}{POSTS}"));
    let numbers = |kind: &str, key: &'static str| {
        let one = |change: Change| match change.fields[key] {
            Given::Whole(number) | Given::Number(number) => number,
            _ => panic!("{kind} has no number"),
        };
        drawn(&many, kind).into_iter().map(one).collect::<Vec<_>>()
    };
    let mut posts = numbers("recruits", "total");
    posts.sort_unstable();
    posts.dedup();
    assert_eq!(posts, [40, 41, 42, 43, 44]);
    let factors = numbers("enrollment", "factor");
    assert!(factors.iter().all(|factor| (950..=1050).contains(factor)));
    let mean = factors.iter().sum::<i64>() / 500;
    assert!((993..=1007).contains(&mean), "{mean}");
}

/// Posts by row after a take-up.
fn arrived(records: &Records, rate: &str, seed: usize) -> Vec<i64> {
    let text = format!("[[change]]\nkind = \"take-up\"\nrate = {rate}\nseed = {seed}\n");
    let changed = apply(&[base(&text)], records, POLICY).unwrap();
    changed.records.channels.iter().map(|row| row.posts).collect()
}

#[test]
fn posts_are_taken_up_one_by_one_with_the_chance_that_is_given() {
    // Of 100 posts 80 arrive on average (deviation 4, of 400 seeds 0.2), hardly ever all or fewer than 60; the count differs from seed to seed.
    let records = recruiting();
    let sums: Vec<i64> = (0..400).map(|seed| arrived(&records, "0.8", seed).iter().sum()).collect();
    let mean = 10 * sums.iter().sum::<i64>() / 400;
    assert!((790..=810).contains(&mean), "{mean}");
    let squares: i64 = sums.iter().map(|sum| (sum - 80) * (sum - 80)).sum::<i64>() / 400;
    assert!((12..=21).contains(&squares), "the variance of 100 posts at 0.8 is 16, not {squares}");
    assert!(sums.iter().all(|sum| (60..=100).contains(sum)));
    // With a higher chance nobody is lost; a chance of one changes nothing, which is refused as any change that does nothing.
    let (low, high) = (arrived(&records, "0.6", 5), arrived(&records, "0.9", 5));
    assert!(low.iter().zip(&high).all(|(low, high)| low <= high) && low != high);
    let all = base("[[change]]\nkind = \"take-up\"\nrate = 1\nseed = 5\n");
    let refused = apply(&[all], &records, POLICY).unwrap_err();
    assert_eq!(refused[0].cause.key(), "scenario.nothing");
    // A row has draws of its own: without the first one the others stay the same.
    let mut fewer = records.clone();
    fewer.channels.remove(0);
    assert_eq!(arrived(&fewer, "0.6", 5), low[1..]);
    let one = base("[[change]]\nkind = \"take-up\"\nrate = 0.5\nseed = 5\nchannel = \"special\"\n");
    let posts = apply(&[one], &records, POLICY).unwrap().records.channels;
    assert!(posts[0].posts == 40 && posts[1].posts == 30 && posts[2].posts < 30);
}

#[test]
fn in_samples_other_posts_are_taken_up_each_time() {
    // The seed of a take-up is that of the sample unless the file gives one.
    let fixed = ARRIVE.replace("{ low = 0.8, high = 1 }", "0.8");
    let of = samples(30, 3, &fixed);
    let posts = |list: &List| -> Vec<Vec<i64>> {
        let records = recruiting();
        let on = |point: &Point| point.on(&base(""));
        let then = |scenario| apply(&[scenario], &records, POLICY).unwrap().records.channels;
        list.points().iter().filter_map(on).map(|of| then(of).iter().map(|row| row.posts).collect()).collect()
    };
    let mut different = posts(&of);
    different.sort();
    different.dedup();
    assert!(different.len() > 20, "{}", different.len());
    let mut seeded = posts(&samples(30, 3, &format!("{ARRIVE}seed = 9\n")));
    assert_eq!(posts(&samples(30, 3, &format!("{ARRIVE}seed = 9\n"))), seeded);
    seeded.sort();
    seeded.dedup();
    assert!(seeded.len() > 1, "the chance itself is drawn");
    assert!(wrong(&format!("scenarios = [\"b\"]\n[samples]\ncount = 2\nseed = 1\n{fixed}seed = 9\n")).len() == 1);
}

#[test]
fn all_that_is_wrong_in_a_list_is_told_with_its_place() {
    // Nothing varied, a range that misses its end, limits the wrong way round, a name twice, an unknown parent: each with line and key.
    let body = "scenarios = [\"b\"]\nfrom = \"c\"\n\n[[vary]]\nname = \"one\"\nkind = \"travel\"\nfactor = 2\n\n[[vary]]\nname = \"two\"\nkind = \"travel\"\nfactor = { from = 0.8, to = 1, step = 0.15 }\n\n[samples]\ncount = 0\nseed = 1\n\n[[samples.draw]]\nname = \"d\"\nkind = \"travel\"\nfactor = { low = 2, high = 1 }\n";
    let expected = [
        ("from", "sweep.from-unknown"),
        ("line 6 (vary 1)", "sweep.one-varied"),
        ("line 11 (vary 2), factor", "sweep.range.end"),
        ("samples.count", "policy.value"),
        ("line 20 (draw 1), factor", "sweep.limits"),
    ];
    assert_eq!(wrong(body), expected.map(|(place, key)| (place.to_owned(), key)));
    let twice = wrong(&format!("scenarios = [\"b\"]\n{TOTAL}{TOTAL}"));
    assert_eq!(twice, [("line 8 (vary 2), name".to_owned(), "scenario.twice")]);
    let same = TOTAL.replace("[40, 63]", "[40, 40]");
    assert_eq!(wrong(&format!("scenarios = [\"b\"]\n{same}"))[0].1, "sweep.values");
    let kind = TOTAL.replace("recruits", "recruit");
    assert_eq!(wrong(&format!("scenarios = [\"b\"]\n{kind}"))[0].1, "scenario.kind");
    let two = TOTAL.replace("total = ", "year = [2026, 2027]\ntotal = ");
    assert_eq!(wrong(&format!("scenarios = [\"b\"]\n{two}"))[0].1, "sweep.one-varied");
    let sort = TOTAL.replace("[40, 63]", "[40, \"x\"]");
    assert_eq!(wrong(&format!("scenarios = [\"b\"]\n{sort}")), [("line 4 (vary 1), total".to_owned(), "policy.value")]);
}

#[test]
fn more_jobs_than_a_list_may_have_are_refused_before_anything_is_made() {
    // 201 by 51 points are too many, and the sentence says how many there are and may be.
    let axis = |name: &str, to: usize| {
        let range = format!("{{ from = 1, to = {to}, step = 1 }}");
        format!("[[vary]]\nname = \"{name}\"\nkind = \"recruits\"\ntotal = {range}\n")
    };
    let head = "name = \"x\"\ntitle = { zh = \"甲\", en = \"a\" }\nscenarios = [\"b\"]\n";
    let text = format!("{head}{}{}", axis("one", 201), axis("two", 51));
    let issue = List::parse(&text, "x.toml").unwrap_err().remove(0);
    assert_eq!(issue.cause.render(Lang::Zh), format!("共有 {} 个方案要算，一批至多 {MOST} 个", 201 * 51 + 1));
}
