//! Who works where: main and further kinds, roles, homeroom classes, ties between people.

use super::dice::Dice;
use super::map::{Fate, Map, Section};
use super::person;
use super::posts::Size;
use super::profile::{Manning, Profile, Staffing};
use super::pupils::Roll;
use crate::domain::Stage;
use crate::domain::records::TeacherRecord;
use crate::domain::words::{PostType, Role, Setting, Sex, State};
use std::collections::BTreeMap;

/// All staff, coded in an order that says nothing about them.
pub(super) fn hire(
    profile: &Profile,
    map: &Map,
    rolls: &[Roll],
    sizes: &[Size],
    dice: &mut Dice,
) -> Vec<TeacherRecord> {
    let manning = Manning::built_in();
    let mut all = Vec::new();
    for (at, section) in map.sections.iter().enumerate() {
        let Some(entry) = manning.of(section.stage, section.setting) else { continue };
        let crew = Crew { profile, map, section, roll: &rolls[at], entry, manning: &manning };
        all.extend(crew.people(sizes[at].staff, dice));
    }
    dice.shuffle(&mut all);
    for (at, person) in all.iter_mut().enumerate() {
        person.id = format!("T{:05}", at + 1);
    }
    tie(profile, map, &mut all, dice);
    all
}

/// What the people of one section have in common.
pub(super) struct Crew<'a> {
    pub profile: &'a Profile,
    pub map: &'a Map,
    pub section: &'a Section,
    pub roll: &'a Roll,
    pub entry: &'a Staffing,
    pub manning: &'a Manning,
}

impl Crew<'_> {
    fn people(&self, staff: i64, dice: &mut Dice) -> Vec<TeacherRecord> {
        let idle = self.non_teaching(staff, dice);
        let kinds: Vec<&String> = self.entry.mix.keys().collect();
        let weights: Vec<i64> = self.entry.mix.values().copied().collect();
        let mut people: Vec<TeacherRecord> = dice
            .systematic(staff - idle, &weights)
            .into_iter()
            .map(|k| person::teacher(self, kinds[k], dice))
            .collect();
        self.lead(&mut people, dice);
        self.homerooms(&mut people, dice);
        for person in &mut people {
            person.other_kinds = self.further(&person.kind, dice);
        }
        people.extend((0..idle).map(|_| person::supporter(self, dice)));
        people
    }

    /// Persons without lessons: never above 9 % in primary schools, 15 % elsewhere.
    fn non_teaching(&self, staff: i64, dice: &mut Dice) -> i64 {
        let cap = if self.section.stage == Stage::Primary { 90 } else { 150 };
        let exact = staff * self.entry.non_teaching;
        let drawn = exact / 1000 + i64::from(dice.chance(exact % 1000));
        drawn.min(staff * cap / 1000)
    }

    /// Principal, deputies and cadres by size (one to three leaders up to 36 classes); the longest in service lead.
    fn lead(&self, people: &mut [TeacherRecord], dice: &mut Dice) {
        let classes = self.roll.classes();
        if matches!(self.section.fate, Fate::Point | Fate::Closing) {
            return;
        }
        let main = self.map.of_site(self.section.site).map(|s| s.stage).max() == Some(self.section.stage);
        let deputies = match classes {
            0..=6 => usize::from(!main),
            7..=23 => 1,
            24..=36 => 2,
            _ => 3,
        };
        let cadres = usize::try_from((classes / 5).clamp(1, 10)).unwrap_or(1);
        let roles = std::iter::repeat_n(Role::Principal, usize::from(main))
            .chain(std::iter::repeat_n(Role::Deputy, deputies))
            .chain(std::iter::repeat_n(Role::Cadre, cadres));
        let mut order: Vec<(i64, usize)> = people
            .iter()
            .enumerate()
            .map(|(at, p)| (person::service_months(self.profile, p) - dice.between(0, 160), at))
            .collect();
        order.sort_by_key(|&(months, at)| (std::cmp::Reverse(months), at));
        let able = order.into_iter().map(|(_, at)| at).filter(|&at| people[at].kind != "nursery").collect::<Vec<_>>();
        let half = people.len().div_ceil(2);
        for (role, at) in roles.zip(able).take(half) {
            person::promote(self.profile, &mut people[at], role, dice);
        }
    }

    /// One homeroom teacher per class, first among the teachers of the main subjects.
    fn homerooms(&self, people: &mut [TeacherRecord], dice: &mut Dice) {
        if self.section.stage == Stage::Kindergarten {
            return;
        }
        let mut order: Vec<(usize, u64, usize)> = (0..people.len())
            .filter(|&at| matches!(people[at].role, Role::Teacher | Role::Cadre) && people[at].state == State::Active)
            .map(|at| {
                let main = ["chinese", "math", "english", "vocational", "special"].contains(&people[at].kind.as_str());
                let rank = 2 * usize::from(people[at].role == Role::Cadre) + usize::from(!main);
                (rank, dice.below(1 << 32), at)
            })
            .collect();
        order.sort_unstable();
        let classes = usize::try_from(self.roll.classes()).unwrap_or(0);
        for &(_, _, at) in order.iter().take(classes) {
            people[at].homeroom = true;
        }
    }

    /// One or two further kinds for some of the teachers.
    fn further(&self, kind: &str, dice: &mut Dice) -> Vec<String> {
        if !dice.chance(self.entry.multi) {
            return Vec::new();
        }
        let open: BTreeMap<&str, i64> = if self.entry.others.is_empty() {
            self.manning.kin.get(kind).into_iter().flatten().map(|k| (k.as_str(), 1)).collect()
        } else {
            self.entry.others.iter().map(|(k, w)| (k.as_str(), *w)).collect()
        };
        let mut open: Vec<(&str, i64)> = open.into_iter().filter(|&(k, _)| k != kind).collect();
        let many = if self.section.setting == Setting::Rural && dice.chance(550) { 2 } else { 1 };
        let mut chosen = Vec::new();
        for _ in 0..many.min(open.len()) {
            let at = dice.weighted(open.iter().map(|o| o.1));
            chosen.push(open.remove(at).0.to_owned());
        }
        chosen.sort();
        chosen
    }
}

/// Couples, pins and wishes, once everybody has a code.
fn tie(profile: &Profile, map: &Map, all: &mut [TeacherRecord], dice: &mut Dice) {
    let codes = map.by_code();
    let towns: Vec<&str> = all.iter().map(|p| map.sites[codes[p.school.as_str()]].record.town.as_str()).collect();
    let grown = |p: &TeacherRecord| p.post == PostType::Teaching && (1970..=1998).contains(&p.birth.year());
    let mut made = 0;
    for man in 0..all.len() {
        if made == profile.couples {
            break;
        }
        if all[man].sex != Sex::Male || all[man].spouse.is_some() || !grown(&all[man]) || !dice.chance(120) {
            continue;
        }
        let start = dice.at(all.len());
        let fits = |w: &TeacherRecord| {
            w.sex == Sex::Female
                && w.spouse.is_none()
                && grown(w)
                && w.school != all[man].school
                && w.birth.months_since(all[man].birth).abs() <= 72
        };
        let mut turn = (0..all.len()).map(|i| (start + i) % all.len());
        if let Some(woman) = turn.find(|&w| towns[w] == towns[man] && fits(&all[w])) {
            all[man].spouse = Some(all[woman].id.clone());
            all[woman].spouse = Some(all[man].id.clone());
            let home = all[man].home_town.clone();
            all[woman].home_town = home;
            made += 1;
        }
    }
    pin(profile, map, all, dice);
}

fn pin(profile: &Profile, map: &Map, all: &mut [TeacherRecord], dice: &mut Dice) {
    let compulsory =
        |p: &TeacherRecord| matches!(p.stage, Stage::Primary | Stage::Junior) && p.post == PostType::Teaching;
    let codes = map.by_code();
    let mut nearest: BTreeMap<(usize, Stage), Vec<(i64, usize)>> = BTreeMap::new();
    let mut left = profile.pins;
    for person in all.iter_mut().filter(|p| compulsory(p)) {
        let home = codes[person.school.as_str()];
        let stays = map.sites[home].record.closes.is_none();
        if stays && left > 0 && dice.chance(8) {
            person.pinned = Some(person.school.clone());
            left -= 1;
        } else if stays && dice.chance(30) {
            let near = nearest.entry((home, person.stage)).or_insert_with(|| neighbors(map, home, person.stage));
            person.preferences = wishes(map, near.clone(), dice);
        }
    }
}

/// The six ordinary schools of the stage that lie nearest, nearest first.
fn neighbors(map: &Map, home: usize, stage: Stage) -> Vec<(i64, usize)> {
    const MANY: usize = 6;
    let mut near: Vec<(i64, usize)> = map
        .sections
        .iter()
        .filter(|s| s.stage == stage && s.site != home && s.fate == Fate::Ordinary)
        .map(|s| (super::map::meters(&map.sites[home], &map.sites[s.site]), s.site))
        .collect();
    if near.len() > MANY {
        near.select_nth_unstable(MANY);
        near.truncate(MANY);
    }
    near.sort_unstable();
    near
}

/// One or two of the schools that lie near.
fn wishes(map: &Map, mut near: Vec<(i64, usize)>, dice: &mut Dice) -> Vec<String> {
    dice.shuffle(&mut near);
    let many = usize::try_from(dice.between(1, 2)).unwrap_or(1);
    let mut chosen: Vec<String> = near.iter().take(many).map(|&(_, s)| map.sites[s].record.id.clone()).collect();
    chosen.sort();
    chosen
}
