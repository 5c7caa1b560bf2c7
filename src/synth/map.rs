//! Where the schools are: sites with names, places, clusters and the sections (stages) they have.
//!
//! Towns come from the profile; every place of a school is made, scattered around its town in whole millionths of a
//! degree.

use super::dice::Dice;
use super::profile::{Profile, Special, Town, setting, stage};
use crate::domain::Stage;
use crate::domain::records::SchoolRecord;
use crate::domain::words::{ClusterRole, Ownership, Setting, Strength};
use std::collections::BTreeMap;

/// What makes a section unusual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Nothing.
    Ordinary,
    /// A teaching point.
    Point,
    /// A teaching point that closes in the planning year.
    Closing,
    /// A school in its first year, with this many grades; zero where it opens later.
    New(i64),
}

/// One stage of one school, before anybody is enrolled.
#[derive(Clone, Debug)]
pub(super) struct Section {
    /// Position of the site.
    pub site: usize,
    pub stage: Stage,
    pub setting: Setting,
    /// Classes per grade.
    pub tracks: i64,
    /// Usual pupils per class.
    pub class_size: i64,
    /// Number of grades.
    pub grades: i64,
    pub fate: Fate,
}

/// A campus with its place in millionths of a degree.
#[derive(Clone, Debug)]
pub(super) struct Site {
    pub record: SchoolRecord,
    pub lat: i64,
    pub lon: i64,
    /// The copy of the profile to which its town belongs.
    pub copy: usize,
}

/// Sites and sections.
#[derive(Debug, Default)]
pub(super) struct Map {
    pub sites: Vec<Site>,
    pub sections: Vec<Section>,
}

/// First grade number of a stage.
pub(super) const fn first_grade(stage: Stage) -> i64 {
    match stage {
        Stage::Junior => 7,
        Stage::Senior | Stage::Vocational => 10,
        Stage::Kindergarten | Stage::Primary | Stage::Special => 1,
    }
}

const fn grades_of(stage: Stage) -> i64 {
    match stage {
        Stage::Primary => 6,
        Stage::Special => 9,
        _ => 3,
    }
}

/// Shape of a school about to be added.
struct Shape {
    name: String,
    setting: Setting,
    stages: Vec<(Stage, i64, i64)>,
    /// Distance from the middle of the town in millionths of a degree: from, to.
    ring: (i64, i64),
    fate: Fate,
}

/// All sites of a profile.
pub(super) fn draw(profile: &Profile, dice: &mut Dice) -> Map {
    let mut map = Map::default();
    for town in &profile.towns {
        for shape in shapes(town, dice) {
            map.add(town, shape, dice);
        }
        for special in profile.schools.iter().filter(|s| s.town == town.name) {
            map.add_special(town, special, dice);
        }
    }
    close_points(&mut map, profile, dice);
    join_clusters(&mut map, profile);
    pair_schools(&mut map, dice);
    tag(&mut map, profile);
    map
}

const NUMERALS: [&str; 10] = ["第一", "第二", "第三", "第四", "第五", "第六", "第七", "第八", "第九", "第十"];

fn numeral(at: i64) -> &'static str {
    NUMERALS[usize::try_from(at).unwrap_or(0).min(NUMERALS.len() - 1)]
}

fn shapes(town: &Town, dice: &mut Dice) -> Vec<Shape> {
    let center = Setting::parse(&town.setting).unwrap_or(Setting::Town);
    let base = town.name.trim_end_matches("街道").trim_end_matches('镇');
    let mut all = primary_schools(town, base, center, dice);
    all.extend(upper_schools(town, base, center, dice));
    all.extend(small_places(town, base, center, dice));
    all
}

/// Distance of a school in the built-up area from the middle of the town, millionths of a degree.
const NEAR: (i64, i64) = (0, 13_000);

fn primary_schools(town: &Town, base: &str, center: Setting, dice: &mut Dice) -> Vec<Shape> {
    let mut all = Vec::new();
    for i in 0..town.central {
        let is_first = i == 0 && center == Setting::Town;
        let name = if is_first { format!("{base}中心小学") } else { format!("{base}{}小学", numeral(i)) };
        let ((few, many), (small, large)) =
            if center == Setting::Urban { ((5, 7), (45, 48)) } else { ((3, 4), (39, 45)) };
        let stages = vec![(Stage::Primary, dice.between(few, many), dice.between(small, large))];
        all.push(Shape { name, setting: center, stages, ring: NEAR, fate: Fate::Ordinary });
    }
    for i in 0..town.village {
        let name = format!("{base}{}村小", numeral(i));
        let stages = vec![(Stage::Primary, 1, dice.between(14, 27))];
        all.push(Shape { name, setting: Setting::Rural, stages, ring: (22_000, 42_000), fate: Fate::Ordinary });
    }
    all
}

fn upper_schools(town: &Town, base: &str, center: Setting, dice: &mut Dice) -> Vec<Shape> {
    let nine = Setting::parse(&town.nine_year_setting).unwrap_or(Setting::Town);
    let mut all = Vec::new();
    for i in 0..town.nine_year {
        let name = format!("{base}{}九年制学校", if i == 0 { "" } else { numeral(i) });
        let ((few, many), (small, large)) = match nine {
            Setting::Urban => ((4, 5), (45, 47)),
            Setting::Town => ((2, 3), (36, 42)),
            Setting::Rural => ((1, 2), (25, 34)),
        };
        let (tracks, size) = (dice.between(few, many), dice.between(small, large));
        let ring = if nine == Setting::Rural { (15_000, 34_000) } else { (4_000, 18_000) };
        let stages = vec![(Stage::Primary, tracks, size), (Stage::Junior, tracks, size + dice.between(3, 7))];
        all.push(Shape { name, setting: nine, stages, ring, fate: Fate::Ordinary });
    }
    for i in 0..town.junior {
        let name = format!("{base}{}初级中学", if i == 0 { "" } else { numeral(i) });
        let (few, many) = match center {
            Setting::Urban => (12, 15),
            _ if town.central > 2 => (10, 12),
            _ => (7, 9),
        };
        let stages = vec![(Stage::Junior, dice.between(few, many), dice.between(45, 49))];
        all.push(Shape { name, setting: center, stages, ring: NEAR, fate: Fate::Ordinary });
    }
    all
}

fn small_places(town: &Town, base: &str, center: Setting, dice: &mut Dice) -> Vec<Shape> {
    let mut all = Vec::new();
    for i in 0..town.points {
        let stages = vec![(Stage::Primary, 1, dice.between(6, 14))];
        all.push(Shape {
            name: format!("{base}{}教学点", numeral(i)),
            setting: Setting::Rural,
            stages,
            ring: (26_000, 46_000),
            fate: Fate::Point,
        });
    }
    for i in 0..town.kindergartens {
        let name = format!("{base}{}公办幼儿园", if i == 0 { "" } else { numeral(i) });
        let stages = vec![(Stage::Kindergarten, dice.between(2, 5), dice.between(26, 32))];
        all.push(Shape { name, setting: center, stages, ring: (0, 10_000), fate: Fate::Ordinary });
    }
    all
}

impl Map {
    fn add(&mut self, town: &Town, shape: Shape, dice: &mut Dice) {
        let site = self.sites.len();
        let (lat, lon) = place(town, shape.ring, dice);
        let upper = shape
            .stages
            .iter()
            .any(|s| matches!(s.0, Stage::Junior | Stage::Senior | Stage::Vocational | Stage::Special));
        let mut seats = 0;
        for &(stage, tracks, class_size) in &shape.stages {
            let grades = if shape.fate == Fate::Point { dice.between(2, 3) } else { grades_of(stage) };
            seats += tracks * grades * crate::domain::Case::class_size(stage);
            let setting = shape.setting;
            self.sections.push(Section { site, stage, setting, tracks, class_size, grades, fate: shape.fate });
        }
        let record = SchoolRecord {
            id: format!("S{:03}", site + 1),
            name: shape.name,
            town: town.name.clone(),
            setting: shape.setting,
            ownership: Ownership::Public,
            lat: Some(degrees(lat)),
            lon: Some(degrees(lon)),
            cluster: None,
            cluster_role: ClusterRole::Member,
            paired_with: None,
            strength: strength(shape.setting, shape.fate, dice),
            boarding: upper && shape.setting != Setting::Urban,
            teaching_point: shape.fate == Fate::Point,
            seats: Some(seats),
            priority: Vec::new(),
            opens: None,
            closes: None,
            merges_into: None,
        };
        self.sites.push(Site { record, lat, lon, copy: town.copy });
    }

    fn add_special(&mut self, town: &Town, special: &Special, dice: &mut Dice) {
        let fate = if special.opens.is_some() { Fate::New(special.grades_open) } else { Fate::Ordinary };
        let stages = special
            .stages
            .iter()
            .filter_map(|s| stage(s).ok())
            .map(|s| (s, special.tracks, special.class_size))
            .collect();
        let setting = setting(&special.setting).unwrap_or(Setting::Town);
        self.add(town, Shape { name: special.name.clone(), setting, stages, ring: (3_000, 16_000), fate }, dice);
        if let Some(site) = self.sites.last_mut() {
            site.record.opens = special.opens;
            site.record.seats = special.seats.or(site.record.seats);
            if special.opens.is_some() {
                site.record.priority.push("new".to_owned());
            }
        }
    }

    /// The sections of a site; sections stand in the order of their sites.
    pub(super) fn of_site(&self, site: usize) -> impl Iterator<Item = &Section> {
        let from = self.sections.partition_point(|s| s.site < site);
        self.sections[from..].iter().take_while(move |s| s.site == site)
    }

    /// Positions of the sites by code.
    pub(super) fn by_code(&self) -> BTreeMap<&str, usize> {
        self.sites.iter().enumerate().map(|(at, site)| (site.record.id.as_str(), at)).collect()
    }

    fn is_lead_candidate(&self, site: usize) -> bool {
        self.of_site(site).any(|s| s.fate == Fate::Ordinary && matches!(s.stage, Stage::Primary | Stage::Junior))
    }
}

fn strength(setting: Setting, fate: Fate, dice: &mut Dice) -> Strength {
    let (strong, weak) = match (fate, setting) {
        (Fate::New(_), _) => (0, 0),
        (Fate::Ordinary, Setting::Urban) => (450, 0),
        (Fate::Ordinary, Setting::Town) => (120, 80),
        _ => (0, 420),
    };
    let roll = dice.between(0, 999);
    if roll < strong {
        Strength::Strong
    } else if roll < strong + weak {
        Strength::Weak
    } else {
        Strength::Ordinary
    }
}

fn place(town: &Town, (from, to): (i64, i64), dice: &mut Dice) -> (i64, i64) {
    loop {
        let (north, east) = (dice.between(-to, to), dice.between(-to, to));
        if north.abs().max(east.abs()) >= from {
            return ((town.lat + north) / 10 * 10, (town.lon + east) / 10 * 10);
        }
    }
}

/// Degrees from millionths; below 2^53, so the division is the same everywhere.
#[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
fn degrees(millionths: i64) -> f64 {
    millionths as f64 / 1_000_000.0
}

/// Meters between two places (a plane is exact enough inside a county): 111.195 m per thousandth of a degree of
/// latitude, times 0.869 (cosine of 29.7°) for longitude.
pub(super) fn meters(a: &Site, b: &Site) -> i64 {
    let north = (a.lat - b.lat) * 111_195 / 1_000_000;
    let east = (a.lon - b.lon) * 96_628 / 1_000_000;
    i64::try_from((north * north + east * east).unsigned_abs().isqrt()).unwrap_or(i64::MAX)
}

fn close_points(map: &mut Map, profile: &Profile, dice: &mut Dice) {
    let mut points: Vec<usize> = (0..map.sections.len()).filter(|&s| map.sections[s].fate == Fate::Point).collect();
    dice.shuffle(&mut points);
    for &section in points.iter().take(profile.closing_points) {
        let site = map.sections[section].site;
        let Some(target) = receiver(map, site) else { continue };
        map.sections[section].fate = Fate::Closing;
        let into = map.sites[target].record.id.clone();
        let record = &mut map.sites[site].record;
        record.closes = Some(profile.year);
        record.merges_into = Some(into);
    }
}

/// The nearest ordinary school with primary grades.
fn receiver(map: &Map, site: usize) -> Option<usize> {
    let primary = map.sections.iter().filter(|s| s.stage == Stage::Primary && s.fate == Fate::Ordinary);
    primary.map(|s| s.site).min_by_key(|&other| (meters(&map.sites[site], &map.sites[other]), other))
}

/// Every school joins a cluster that names its town: the one with the fewest schools of the same sort so far.
/// The lead is the cluster's largest ordinary compulsory school, strong ones first.
fn join_clusters(map: &mut Map, profile: &Profile) {
    let mut counts: BTreeMap<(usize, Stage, bool), i64> = BTreeMap::new();
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); profile.clusters.len()];
    let mut naming: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, cluster) in profile.clusters.iter().enumerate() {
        cluster.towns.iter().for_each(|town| naming.entry(town).or_default().push(at));
    }
    for site in 0..map.sites.len() {
        let Some(first) = map.of_site(site).next() else { continue };
        let sort = (first.stage, first.fate == Fate::Ordinary);
        let open = naming.get(map.sites[site].record.town.as_str()).into_iter().flatten().copied();
        let best =
            open.min_by_key(|&at| (counts.get(&(at, sort.0, sort.1)).copied().unwrap_or(0), members[at].len(), at));
        let Some(cluster) = best else { continue };
        *counts.entry((cluster, sort.0, sort.1)).or_default() += 1;
        members[cluster].push(site);
        map.sites[site].record.cluster = Some(profile.clusters[cluster].name.clone());
    }
    for sites in members {
        let size = |s: usize| map.of_site(s).map(|x| x.tracks * x.grades * x.class_size).sum::<i64>();
        let strong = |s: usize| map.sites[s].record.strength == Strength::Strong;
        let lead = sites
            .into_iter()
            .filter(|&s| map.is_lead_candidate(s))
            .max_by_key(|&s| (strong(s), size(s), std::cmp::Reverse(s)));
        if let Some(lead) = lead {
            map.sites[lead].record.cluster_role = ClusterRole::Lead;
        }
    }
}

/// Half of the rural schools are paired with a strong school in town, of the same copy of the profile.
fn pair_schools(map: &mut Map, dice: &mut Dice) {
    let mut strong: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (at, site) in map.sites.iter().enumerate() {
        if site.record.strength == Strength::Strong && map.is_lead_candidate(at) {
            strong.entry(site.copy).or_default().push(site.record.id.clone());
        }
    }
    for site in 0..map.sites.len() {
        if map.sites[site].record.setting == Setting::Rural && map.is_lead_candidate(site) && dice.chance(500) {
            let strong = strong.get(&map.sites[site].copy).map_or(&[][..], Vec::as_slice);
            map.sites[site].record.paired_with = dice.pick(strong).cloned();
        }
    }
}

/// The tags `weak` and `quality-junior` (the rural junior schools of the district's programme, rural ones first).
fn tag(map: &mut Map, profile: &Profile) {
    for site in &mut map.sites {
        if site.record.strength == Strength::Weak && site.record.closes.is_none() {
            site.record.priority.push("weak".to_owned());
        }
    }
    let junior = |s: &&Section| s.stage == Stage::Junior && s.fate == Fate::Ordinary && s.setting != Setting::Urban;
    let mut sites: Vec<(Setting, i64, usize)> =
        map.sections.iter().filter(junior).map(|s| (s.setting, s.tracks, s.site)).collect();
    sites.sort_by_key(|&(setting, tracks, site)| (std::cmp::Reverse(setting), tracks, site));
    for &(_, _, site) in sites.iter().take(profile.quality_junior) {
        map.sites[site].record.priority.push("quality-junior".to_owned());
    }
}
