//! The plan in the words of the office: who works where and teaches what, who is hired, what that comes to.
//!
//! This room decodes a solution, names the persons and states the tables that follow from a plan. It refuses to judge:
//! that is done by `verify`.

pub mod agreement;
pub mod naming;
pub mod paths;
pub mod rows;
pub mod shares;
pub mod statement;
pub mod tally;
pub mod timetable;
pub mod ways;

pub use rows::Statement;

use crate::domain::{ChannelIx, Fte, KindIx, SchoolYear, Stage, TeacherIx, Unit, UnitIx};
use crate::messages::Text;

/// The kind of a move, as written in `moves.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MoveKind {
    /// 交流轮岗: an eligible person goes to another school.
    Rotate,
    /// 调剂: a surplus person goes where there are posts.
    Transfer,
    /// 跨学段: the stage changes.
    CrossStage,
    /// 转岗培训.
    Retrain,
    /// 走教: two units.
    Shared,
    /// 返回: back from a posting.
    Return,
    /// 撤并安置: the unit closes.
    Release,
}

impl MoveKind {
    /// All kinds.
    pub const ALL: &'static [Self] =
        &[Self::Rotate, Self::Transfer, Self::CrossStage, Self::Retrain, Self::Shared, Self::Return, Self::Release];

    /// The word in `moves.csv`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Rotate => "rotate",
            Self::Transfer => "transfer",
            Self::CrossStage => "cross-stage",
            Self::Retrain => "retrain",
            Self::Shared => "shared",
            Self::Return => "return",
            Self::Release => "release",
        }
    }

    /// The kind that `code` names.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|m| m.code() == code)
    }
}

/// Part of a person's time that is given in a second unit 走教, all of it to the main kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Visit {
    /// Where.
    pub unit: UnitIx,
    /// How much.
    pub time: Fte,
}

/// Where one person works in the planning year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Who.
    pub teacher: TeacherIx,
    /// Where; `None` for a person whose unit closes and for whom no place was found.
    pub unit: Option<UnitIx>,
    /// How the person came there; `None` for who stays.
    pub moved: Option<MoveKind>,
    /// What the person teaches there, sorted by kind, without zeros.
    pub shares: Vec<(KindIx, Fte)>,
    /// What the person teaches in a second unit besides.
    pub visit: Option<Visit>,
    /// The subject for which the person is being retrained 转岗培训, in the present unit.
    pub retrained: Option<KindIx>,
}

impl Posting {
    /// Somebody who works in `unit` without having moved there; nothing is said of lessons.
    #[must_use]
    pub const fn at(teacher: TeacherIx, unit: Option<UnitIx>) -> Self {
        Self { teacher, unit, moved: None, shares: Vec::new(), visit: None, retrained: None }
    }

    /// What is left for `unit` of a person's teaching time: less what is given in a second unit, and the `study` of who is retrained.
    #[must_use]
    pub fn time_here(&self, time: Fte, study: Fte) -> Fte {
        let away = self.visit.map_or(Fte::ZERO, |visit| visit.time);
        let learning = self.retrained.map_or(Fte::ZERO, |_| study);
        (time - away - learning).positive_part()
    }
}

/// New teachers of one kind in one unit by one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hire {
    /// Where.
    pub unit: UnitIx,
    /// What they are hired for.
    pub kind: KindIx,
    /// By which channel.
    pub channel: ChannelIx,
    /// How many, at least one.
    pub count: i64,
    /// What they teach, all together, sorted by kind, without zeros.
    pub shares: Vec<(KindIx, Fte)>,
}

/// A person of the surplus list placed on a vacancy (positions in the case).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Placement {
    /// Position in `Case::surplus`.
    pub surplus: usize,
    /// Position in `Case::vacancies`.
    pub vacancy: usize,
}

/// Everything decided for one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The planning year.
    pub year: SchoolYear,
    /// One posting per teacher of the case, in the order of the case.
    pub postings: Vec<Posting>,
    /// Hires, sorted by unit, kind, channel.
    pub hires: Vec<Hire>,
    /// Placements of a surplus list, sorted.
    pub placements: Vec<Placement>,
}

/// How a finding counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A hard rule is broken.
    Broken,
    /// A soft rule falls short.
    Short,
    /// Worth knowing.
    Note,
}

/// One thing a rule found in a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Kebab-case name of the rule.
    pub rule: &'static str,
    /// How it counts.
    pub severity: Severity,
    /// Code of the unit, school, person or post concerned; empty for the district.
    pub place: String,
    /// Size, in thousandths of `unit`.
    pub amount: i64,
    /// What is counted: `lesson`, `person`, `minute`, `yuan`.
    pub unit: &'static str,
    /// The sentence.
    pub text: Text,
}

/// One line of `indicators.csv`: a number before and after the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    /// `district` or a unit code.
    pub scope: String,
    /// Stage code, empty for all.
    pub stage: String,
    /// Kebab-case name, with a kind after a colon where it is about one kind.
    pub indicator: String,
    /// Whether it measures what the plan does (moves, hires) and so has no value before the plan.
    pub flow: bool,
    /// Before the plan, thousandths; none where undefined.
    pub before: Option<i64>,
    /// After the plan, thousandths.
    pub after: Option<i64>,
    /// The limit, thousandths.
    pub limit: Option<i64>,
    /// Whether the limit is met; none without a limit.
    pub met: Option<bool>,
}

impl Indicator {
    /// A number of the district that has a value before and after the plan.
    #[must_use]
    pub fn state(indicator: impl Into<String>, after: Option<i64>) -> Self {
        let scope = "district".to_owned();
        Self {
            scope,
            stage: String::new(),
            indicator: indicator.into(),
            flow: false,
            before: None,
            after,
            limit: None,
            met: None,
        }
    }

    /// A number of the district that measures what the plan does.
    #[must_use]
    pub fn flow(indicator: impl Into<String>, after: Option<i64>) -> Self {
        Self { flow: true, ..Self::state(indicator, after) }
    }

    /// The same of one stage.
    #[must_use]
    pub fn at_stage(self, stage: Stage) -> Self {
        Self { stage: stage.code().to_owned(), ..self }
    }

    /// A number of one unit that has a value before and after the plan.
    #[must_use]
    pub fn of_unit(unit: &Unit, indicator: impl Into<String>, after: Option<i64>) -> Self {
        Self { scope: unit.code.clone(), ..Self::state(indicator, after).at_stage(unit.stage) }
    }

    /// With a limit, and whether it is met.
    #[must_use]
    pub fn limited(self, limit: i64, met: Option<bool>) -> Self {
        Self { limit: Some(limit), met, ..self }
    }
}
