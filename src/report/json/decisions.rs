//! The decisions of a plan by codes, and their way back to positions of a case.

use crate::domain::{Case, ChannelIx, Fte, KindIx, SchoolYear, TeacherIx, UnitIx};
use crate::messages::Text;
use crate::plan::{Hire, MoveKind, Placement, Plan, Posting, Visit};
use crate::report::number;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// More people than any district hires for one post: such an entry is no start.
const MOST_HIRED: i64 = 100_000;

/// Shares by kind code, full-time equivalents in text.
type Shares = BTreeMap<String, String>;

/// Where one person works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostingEntry {
    /// Person code.
    pub teacher: String,
    /// Unit code; none where no place was found.
    pub unit: Option<String>,
    /// Kind of move; none for who stays.
    #[serde(rename = "move")]
    pub moved: Option<String>,
    /// What the person teaches there.
    pub shares: Shares,
    /// Part of the time in a second unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitEntry>,
    /// Kind code of the subject for which the person is being retrained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retrained: Option<String>,
}

/// Part of a person's time in a second unit, all of it given to the main kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitEntry {
    /// Unit code.
    pub unit: String,
    /// Full-time equivalents in text.
    pub fte: String,
}

/// New teachers of one kind in one unit by one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HireEntry {
    /// Unit code.
    pub unit: String,
    /// Kind code.
    pub kind: String,
    /// Channel code.
    pub channel: String,
    /// Persons.
    pub count: i64,
    /// What they teach, all together.
    pub shares: Shares,
}

/// A person of the surplus list on a vacancy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlacementEntry {
    /// Code of the person.
    pub surplus: String,
    /// Code of the vacancy.
    pub vacancy: String,
}

/// Everything decided.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decisions {
    /// One entry per person.
    pub postings: Vec<PostingEntry>,
    /// Hires.
    pub hires: Vec<HireEntry>,
    /// Placements of a surplus list.
    pub placements: Vec<PlacementEntry>,
}

impl Decisions {
    /// The decisions of `plan` by the codes of `case`.
    #[must_use]
    pub fn of(case: &Case, plan: &Plan) -> Self {
        let shares = |of: &[(KindIx, Fte)]| -> Shares {
            of.iter().map(|&(kind, fte)| (case.kinds[kind.at()].code.clone(), fte.to_string())).collect()
        };
        let unit = |ix: UnitIx| case.units[ix.at()].code.clone();
        let postings = plan.postings.iter().map(|p| PostingEntry {
            teacher: case.teachers[p.teacher.at()].record.id.clone(),
            unit: p.unit.map(unit),
            moved: p.moved.map(|m| m.code().to_owned()),
            shares: shares(&p.shares),
            visit: p.visit.map(|visit| VisitEntry { unit: unit(visit.unit), fte: visit.time.to_string() }),
            retrained: p.retrained.map(|kind| case.kinds[kind.at()].code.clone()),
        });
        let hires = plan.hires.iter().map(|h| HireEntry {
            unit: unit(h.unit),
            kind: case.kinds[h.kind.at()].code.clone(),
            channel: case.channels[h.channel.at()].code.clone(),
            count: h.count,
            shares: shares(&h.shares),
        });
        let placements = plan.placements.iter().map(|p| PlacementEntry {
            surplus: case.surplus[p.surplus].code.clone(),
            vacancy: case.vacancies[p.vacancy].code.clone(),
        });
        Self { postings: postings.collect(), hires: hires.collect(), placements: placements.collect() }
    }

    /// The plan that these decisions state for `case`.
    ///
    /// # Errors
    /// Every code that does not exist, every number that cannot be read, every person named twice or not at all.
    pub fn plan(&self, case: &Case, year: SchoolYear) -> Result<Plan, Vec<Text>> {
        let mut reader = Reader::new(case);
        let mut postings: Vec<Posting> = self.postings.iter().filter_map(|p| reader.posting(p)).collect();
        let mut hires: Vec<Hire> = self.hires.iter().filter_map(|h| reader.hire(h)).collect();
        let mut placements: Vec<Placement> = self.placements.iter().filter_map(|p| reader.placement(p)).collect();
        postings.sort_by_key(|p| p.teacher);
        hires.sort_by_key(|h| (h.unit, h.kind, h.channel));
        placements.sort();
        reader.once_each(&postings);
        if reader.wrong.is_empty() { Ok(Plan { year, postings, hires, placements }) } else { Err(reader.wrong) }
    }
}

impl Decisions {
    /// As much of these decisions as fits `case`, and how many entries were left out; who is not named stays.
    #[must_use]
    pub fn fitting(&self, case: &Case, year: SchoolYear) -> (Plan, usize) {
        let mut reader = Reader::new(case);
        let mut posted: BTreeMap<TeacherIx, Posting> = BTreeMap::new();
        let mut left_out = 0;
        for entry in &self.postings {
            match reader.whole(|r| r.posting(entry)).filter(|p| !posted.contains_key(&p.teacher)) {
                Some(posting) => drop(posted.insert(posting.teacher, posting)),
                None => left_out += 1,
            }
        }
        for (teacher, of) in case.teachers_ix().filter(|(ix, _)| !posted.contains_key(ix)).collect::<Vec<_>>() {
            let unit = case.units[of.unit.at()].open.then_some(of.unit);
            posted.insert(teacher, Posting::at(teacher, unit));
            left_out += 1;
        }
        let few = self.hires.iter().filter(|h| h.count <= MOST_HIRED);
        let mut hires: Vec<Hire> = few.filter_map(|h| reader.whole(|r| r.hire(h))).collect();
        let mut placements: Vec<Placement> =
            self.placements.iter().filter_map(|p| reader.whole(|r| r.placement(p))).collect();
        left_out += self.hires.len() + self.placements.len() - hires.len() - placements.len();
        hires.sort_by_key(|h| (h.unit, h.kind, h.channel));
        placements.sort();
        (Plan { year, postings: posted.into_values().collect(), hires, placements }, left_out)
    }
}

/// Positions by code, and what was wrong on the way.
struct Reader<'a> {
    case: &'a Case,
    teachers: BTreeMap<&'a str, usize>,
    units: BTreeMap<&'a str, usize>,
    kinds: BTreeMap<&'a str, usize>,
    channels: BTreeMap<&'a str, usize>,
    surplus: BTreeMap<&'a str, usize>,
    vacancies: BTreeMap<&'a str, usize>,
    wrong: Vec<Text>,
}

fn positions<'a>(codes: impl Iterator<Item = &'a String>) -> BTreeMap<&'a str, usize> {
    codes.enumerate().map(|(at, code)| (code.as_str(), at)).collect()
}

impl<'a> Reader<'a> {
    fn new(case: &'a Case) -> Self {
        Self {
            case,
            teachers: positions(case.teachers.iter().map(|t| &t.record.id)),
            units: positions(case.units.iter().map(|u| &u.code)),
            kinds: positions(case.kinds.iter().map(|k| &k.code)),
            channels: positions(case.channels.iter().map(|c| &c.code)),
            surplus: positions(case.surplus.iter().map(|s| &s.code)),
            vacancies: positions(case.vacancies.iter().map(|v| &v.code)),
            wrong: Vec::new(),
        }
    }

    /// What `read` finds, where nothing was wrong with it.
    fn whole<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.wrong.len();
        read(self).filter(|_| self.wrong.len() == before)
    }

    fn find(&mut self, table: fn(&Self) -> &BTreeMap<&'a str, usize>, key: &'static str, code: &str) -> Option<usize> {
        let found = table(self).get(code).copied();
        if found.is_none() {
            self.wrong.push(Text::new(key).with("code", code));
        }
        found
    }

    fn shares(&mut self, of: &Shares, place: &str) -> Vec<(KindIx, Fte)> {
        let mut shares = Vec::new();
        for (code, cell) in of {
            let kind = self.find(|r| &r.kinds, "report.plan.no-kind", code);
            match number::parse(cell).filter(|&v| v > 0) {
                Some(value) => shares.extend(kind.map(|k| (KindIx::new(k), Fte::from_small(value)))),
                None => self.wrong.push(Text::new("report.plan.bad-share").with("place", place).with("value", cell)),
            }
        }
        shares.sort();
        shares
    }

    fn posting(&mut self, entry: &PostingEntry) -> Option<Posting> {
        let teacher = self.find(|r| &r.teachers, "report.plan.no-teacher", &entry.teacher);
        let unit = match &entry.unit {
            Some(code) => Some(self.find(|r| &r.units, "report.plan.no-unit", code)?),
            None => None,
        };
        let moved = match entry.moved.as_deref() {
            None => None,
            Some(code) => {
                let kind = MoveKind::parse(code);
                if kind.is_none() {
                    self.wrong.push(Text::new("report.plan.no-move").with("code", code));
                }
                Some(kind?)
            }
        };
        let shares = self.shares(&entry.shares, &entry.teacher);
        let visit = match &entry.visit {
            Some(visit) => Some(self.visit(visit, &entry.teacher)?),
            None => None,
        };
        let retrained = match &entry.retrained {
            Some(code) => Some(KindIx::new(self.find(|r| &r.kinds, "report.plan.no-kind", code)?)),
            None => None,
        };
        let unit = unit.map(UnitIx::new);
        Some(Posting { teacher: TeacherIx::new(teacher?), unit, moved, shares, visit, retrained })
    }

    fn visit(&mut self, entry: &VisitEntry, teacher: &str) -> Option<Visit> {
        let unit = self.find(|r| &r.units, "report.plan.no-unit", &entry.unit);
        let time = number::parse(&entry.fte).filter(|&v| v > 0).map(Fte::from_small);
        if time.is_none() {
            self.wrong.push(Text::new("report.plan.bad-share").with("place", teacher).with("value", &entry.fte));
        }
        Some(Visit { unit: UnitIx::new(unit?), time: time? })
    }

    fn hire(&mut self, entry: &HireEntry) -> Option<Hire> {
        let unit = self.find(|r| &r.units, "report.plan.no-unit", &entry.unit);
        let kind = self.find(|r| &r.kinds, "report.plan.no-kind", &entry.kind);
        let channel = self.find(|r| &r.channels, "report.plan.no-channel", &entry.channel);
        if entry.count < 1 {
            self.wrong.push(Text::new("report.plan.bad-count").with("place", &entry.unit).with("value", entry.count));
        }
        let shares = self.shares(&entry.shares, &entry.unit);
        Some(Hire {
            unit: UnitIx::new(unit?),
            kind: KindIx::new(kind?),
            channel: ChannelIx::new(channel?),
            count: entry.count,
            shares,
        })
    }

    fn placement(&mut self, entry: &PlacementEntry) -> Option<Placement> {
        let surplus = self.find(|r| &r.surplus, "report.plan.no-surplus", &entry.surplus);
        let vacancy = self.find(|r| &r.vacancies, "report.plan.no-vacancy", &entry.vacancy);
        Some(Placement { surplus: surplus?, vacancy: vacancy? })
    }

    /// Complains about every person who is not posted exactly once.
    fn once_each(&mut self, postings: &[Posting]) {
        let mut times = vec![0_usize; self.case.teachers.len()];
        for posting in postings {
            times[posting.teacher.at()] += 1;
        }
        for (teacher, &times) in self.case.teachers.iter().zip(&times) {
            let key = match times {
                0 => "report.plan.missing",
                1 => continue,
                _ => "report.plan.twice",
            };
            self.wrong.push(Text::new(key).with("code", &teacher.record.id));
        }
    }
}
