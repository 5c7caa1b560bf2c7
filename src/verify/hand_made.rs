//! A plan made by hand, as rows of texts: resolved against the case with a sentence for every row that cannot be, filled
//! with a plain timetable, and judged by the same rules as any plan.
//!
//! It guesses nothing: what could mean two things is told and left out.

use crate::domain::words::Stage;
use crate::domain::{Case, ChannelIx, Fte, KindIx, SchoolIx, TeacherIx, UnitIx};
use crate::formulation::columns::move_kind;
use crate::formulation::rules::Admission;
use crate::messages::{Lang, Text, say};
use crate::plan::timetable::{self, Terms as _};
use crate::plan::{Hire, MoveKind, Plan, Posting, Visit};
use crate::policy::Policy;
use std::collections::BTreeMap;

/// One row of a hand-made list.
#[derive(Clone, Debug)]
pub struct Line {
    /// Where it stands.
    pub place: Text,
    /// Texts by column; blank or absent cells are left out.
    pub cells: BTreeMap<String, String>,
}

impl Line {
    pub(super) fn get(&self, column: &str) -> Option<&str> {
        self.cells.get(column).map(|t| t.trim()).filter(|t| !t.is_empty())
    }

    pub(super) fn says(&self, key: &'static str) -> Text {
        Text::new(key).with_text("place", self.place.clone())
    }
}

/// The plan of one year that these rows state, and a sentence for each row that could not be understood and was left out. Everybody who
/// is not named stays.
#[must_use]
pub fn plan(case: &Case, policy: &Policy, moves: &[Line], hires: &[Line]) -> (Plan, Vec<Text>) {
    let admission = Admission::new(case, policy);
    let mut reader = Reader { case, admission: &admission, wrong: Vec::new() };
    let mut postings = reader.postings(moves);
    let mut hires = reader.hires(hires);
    timetable::fill(case, &admission, &mut postings, &mut hires);
    (Plan { year: case.year, postings, hires, placements: Vec::new() }, reader.wrong)
}

struct Reader<'a> {
    case: &'a Case,
    admission: &'a Admission<'a>,
    wrong: Vec<Text>,
}

impl Reader<'_> {
    fn postings(&mut self, moves: &[Line]) -> Vec<Posting> {
        let case = self.case;
        let codes: BTreeMap<&str, TeacherIx> = case.teachers_ix().map(|(ix, t)| (t.record.id.as_str(), ix)).collect();
        let stays = |(teacher, t): (TeacherIx, &crate::domain::Teacher)| {
            Posting::at(teacher, case.units[t.unit.at()].open.then_some(t.unit))
        };
        let mut postings: Vec<Posting> = case.teachers_ix().map(stays).collect();
        let mut first: BTreeMap<TeacherIx, &Line> = BTreeMap::new();
        for line in moves {
            let id = line.get("teacher_id").unwrap_or_default();
            let Some(&teacher) = codes.get(id) else {
                self.wrong.push(line.says("verify.hand.no-teacher").with("id", id));
                continue;
            };
            if let Some(earlier) = first.get(&teacher) {
                let text = line.says("verify.hand.twice").with("id", id);
                self.wrong.push(text.with_text("earlier", earlier.place.clone()));
                continue;
            }
            first.insert(teacher, line);
            match self.destination(line, teacher) {
                Ok(posting) => postings[teacher.at()] = posting,
                Err(text) => self.wrong.push(text),
            }
        }
        postings
    }

    /// What a line says of a person: a move, part of the time in a second unit, or retraining.
    fn destination(&self, line: &Line, teacher: TeacherIx) -> Result<Posting, Text> {
        let of = &self.case.teachers[teacher.at()];
        let (from, stage) = (of.unit, line.get("to_stage"));
        let nowhere = [Lang::Zh, Lang::En].map(|lang| say(lang, "report.no-place"));
        let place = line.get("to_unit").or_else(|| line.get("to_school"));
        let Some(place) = place else { return Err(line.says("verify.hand.no-place").with("id", &of.record.id)) };
        if nowhere.iter().any(|n| n == place) {
            return Ok(Posting::at(teacher, None));
        }
        let unit = self.unit(line, place, stage, Some(self.case.units[from.at()].stage))?;
        let kind = line.get("to_kind").map(|kind| self.kind(line, kind)).transpose()?;
        let named = |name| named_move(name).ok_or_else(|| line.says("verify.hand.no-move").with("value", name));
        let how = line.get("move").map(named).transpose()?;
        let home = Posting::at(teacher, self.case.units[from.at()].open.then_some(from));
        match (how, kind) {
            (Some(MoveKind::Shared), _) => {
                let time = self.visiting_time(line)?;
                return Ok(Posting { visit: Some(Visit { unit, time }), ..home });
            }
            (Some(MoveKind::Retrain), Some(kind)) => return Ok(Posting { retrained: Some(kind), ..home }),
            (Some(MoveKind::Retrain), None) => return Err(line.says("verify.hand.no-new-kind")),
            _ if unit == from => return Ok(home),
            _ => {}
        }
        let stages = (self.case.units[from.at()].stage, self.case.units[unit.at()].stage);
        let moved = how.unwrap_or_else(|| move_kind(self.admission.mobility(of), stages.0, stages.1));
        Ok(Posting { moved: Some(moved), ..Posting::at(teacher, Some(unit)) })
    }

    /// The time in a second unit: as stated, else the smallest share.
    fn visiting_time(&self, line: &Line) -> Result<Fte, Text> {
        let Some(text) = line.get("fte") else { return Ok(self.admission.grain()) };
        let time = text.parse::<f64>().ok().filter(|t| (0.001..=1.0).contains(t));
        #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1,000")]
        let time = time.map(|t| Fte::from_small((t * 1000.0).round() as i64));
        time.ok_or_else(|| line.says("verify.hand.fte").with("value", text))
    }

    /// The unit that a code `school/stage`, or a school by code or name with a stage, means. Without a stage it is the only
    /// unit of the school, or the one of stage `home`.
    fn unit(&self, line: &Line, place: &str, stage: Option<&str>, home: Option<Stage>) -> Result<UnitIx, Text> {
        if let Some((ix, _)) = self.case.units_ix().find(|(_, unit)| unit.code == place) {
            return Ok(ix);
        }
        let (place, stage) = match place.rsplit_once('/') {
            Some((school, of)) if stage.is_none() => (school.trim(), Some(of.trim())),
            _ => (place, stage),
        };
        let school = self.school(line, place)?;
        let units: Vec<(UnitIx, Stage)> =
            self.case.units_ix().filter(|(_, u)| u.school == school).map(|(ix, u)| (ix, u.stage)).collect();
        let wanted = match stage {
            Some(name) => {
                Some(Stage::parse(name).ok_or_else(|| line.says("verify.hand.no-stage").with("value", name))?)
            }
            None if units.len() == 1 => None,
            None => home,
        };
        let found = units.iter().find(|(_, stage)| wanted.is_none_or(|w| w == *stage));
        found.map(|(ix, _)| *ix).ok_or_else(|| {
            let codes: Vec<&str> = units.iter().map(|(ix, _)| self.case.units[ix.at()].code.as_str()).collect();
            line.says("verify.hand.no-unit").with("school", place).with("units", codes.join(", "))
        })
    }

    fn school(&self, line: &Line, text: &str) -> Result<SchoolIx, Text> {
        let schools = &self.case.schools;
        if let Some(at) = schools.iter().position(|s| s.code == text) {
            return Ok(SchoolIx::new(at));
        }
        let named: Vec<usize> = (0..schools.len()).filter(|&at| schools[at].name == text).collect();
        match named.as_slice() {
            [at] => Ok(SchoolIx::new(*at)),
            [] => Err(line.says("verify.hand.no-school").with("value", text)),
            several => {
                let codes: Vec<&str> = several.iter().map(|&at| schools[at].code.as_str()).collect();
                Err(line.says("verify.hand.schools").with("value", text).with("codes", codes.join(", ")))
            }
        }
    }

    fn kind(&self, line: &Line, text: &str) -> Result<KindIx, Text> {
        let named = |k: &crate::domain::Kind| k.is_named(text) || k.en.eq_ignore_ascii_case(text);
        let at = self.case.kinds.iter().position(named);
        at.map(KindIx::new).ok_or_else(|| line.says("verify.hand.no-kind").with("value", text))
    }

    fn hires(&mut self, lines: &[Line]) -> Vec<Hire> {
        let mut all: BTreeMap<(UnitIx, KindIx, ChannelIx), i64> = BTreeMap::new();
        for line in lines {
            match self.hire(line) {
                Ok((key, count)) => *all.entry(key).or_default() += count,
                Err(text) => self.wrong.push(text),
            }
        }
        let hire = |((unit, kind, channel), count)| Hire { unit, kind, channel, count, shares: Vec::new() };
        all.into_iter().filter(|&(_, count)| count > 0).map(hire).collect()
    }

    fn hire(&self, line: &Line) -> Result<((UnitIx, KindIx, ChannelIx), i64), Text> {
        let place = line.get("unit").or_else(|| line.get("school"));
        let place = place.ok_or_else(|| line.says("verify.hand.no-hire-place"))?;
        let unit = self.unit(line, place, line.get("stage"), None)?;
        let kind = self.kind(line, line.get("kind").unwrap_or_default())?;
        let text = line.get("count").unwrap_or_default();
        let count = text.strip_suffix(['人', '名']).unwrap_or(text).trim().parse::<u32>();
        let count =
            count.ok().filter(|&n| n <= MOST).ok_or_else(|| line.says("verify.hand.count").with("value", text))?;
        Ok(((unit, kind, self.channel(line, unit, kind)?), i64::from(count)))
    }

    /// The channel by its code or name; of several rows with one name, or without a name, the only one open to the post.
    fn channel(&self, line: &Line, unit: UnitIx, kind: KindIx) -> Result<ChannelIx, Text> {
        let name = line.get("channel");
        let all: Vec<(ChannelIx, &str)> = self.case.channels_ix().map(|(ix, c)| (ix, c.code.as_str())).collect();
        if let Some(&(ix, _)) = all.iter().find(|(_, code)| Some(*code) == name) {
            return Ok(ix);
        }
        let is_named = |ix: ChannelIx| name.is_none_or(|n| self.case.channels[ix.at()].name == n);
        let named: Vec<(ChannelIx, &str)> = all.into_iter().filter(|&(ix, _)| is_named(ix)).collect();
        let open: Vec<(ChannelIx, &str)> =
            named.iter().copied().filter(|&(ix, _)| self.admission.may_hire(unit, kind, ix)).collect();
        // Who is hired by a channel closed to the post is named all the same: the rule says what is wrong.
        match (open.as_slice(), named.as_slice()) {
            ([(ix, _)], _) | ([], [(ix, _)]) => Ok(*ix),
            (_, []) => Err(line.says("verify.hand.no-channel").with("value", name.unwrap_or_default())),
            ([], several) | (several, _) => {
                let codes: Vec<&str> = several.iter().map(|(_, code)| *code).collect();
                Err(line.says("verify.hand.channels").with("codes", codes.join(", ")))
            }
        }
    }
}

/// Most persons in one row.
const MOST: u32 = 100_000;

fn named_move(name: &str) -> Option<MoveKind> {
    let word = |kind: MoveKind| {
        let key = match kind {
            MoveKind::Rotate => "report.move.rotate",
            MoveKind::Transfer => "report.move.transfer",
            MoveKind::CrossStage => "report.move.cross-stage",
            MoveKind::Retrain => "report.move.retrain",
            MoveKind::Shared => "report.move.shared",
            MoveKind::Return => "report.move.return",
            MoveKind::Release => "report.move.release",
        };
        [Lang::Zh, Lang::En].map(|lang| say(lang, key))
    };
    let is = |kind: &MoveKind| kind.code().eq_ignore_ascii_case(name) || word(*kind).iter().any(|w| w == name);
    MoveKind::ALL.iter().copied().find(is)
}
