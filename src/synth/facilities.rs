//! Floor area, sports area, equipment and multimedia rooms 办学条件 of the public units of the compulsory stages.
//!
//! The standards per pupil are published (《县域义务教育优质均衡发展督导评估办法》教督〔2017〕6号, indicators 4–7); every
//! amount is made: most units have 1.0–1.6 times the standard, some are short in one facility, few fail in one. It has
//! dice of its own and changes no other table.

use super::dice::Dice;
use super::map::{Fate, Map, Section};
use super::pupils::Roll;
use crate::domain::Stage;
use crate::domain::records::FacilityRecord;
use crate::domain::words::{Facility, Ownership};

/// How a unit is off: in at most one facility it stays below the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Luck {
    Well,
    Short,
    Failing,
}

impl Luck {
    /// The amount of the one facility in thousandths of the standard: from, to.
    const fn range(self) -> (i64, i64) {
        match self {
            Self::Well => (1000, 1600),
            Self::Short => (860, 990),
            Self::Failing => (600, 840),
        }
    }

    /// Teaching points are a little worse off.
    fn draw(section: &Section, dice: &mut Dice) -> Self {
        let (short, failing) = if section.fate == Fate::Point { (160, 40) } else { (110, 17) };
        match dice.between(0, 999) {
            n if n < failing => Self::Failing,
            n if n < failing + short => Self::Short,
            _ => Self::Well,
        }
    }
}

/// Square meters, yuan or rooms per pupil in thousandths; none for the stages without a standard.
const fn standard(facility: Facility, stage: Stage) -> Option<i64> {
    let (primary, junior) = match facility {
        Facility::FloorArea => (4_500, 5_800),
        Facility::SportsArea => (7_500, 10_200),
        Facility::Equipment => (2_000_000, 2_500_000),
        // 2.3 and 2.4 rooms per 100 pupils.
        Facility::Multimedia => (23, 24),
    };
    match stage {
        Stage::Primary => Some(primary),
        Stage::Junior => Some(junior),
        _ => None,
    }
}

/// The table `facilities`: whole square meters, yuan and rooms.
pub(super) fn records(map: &Map, rolls: &[Roll], dice: &mut Dice) -> Vec<FacilityRecord> {
    let mut rows = Vec::new();
    for (section, roll) in map.sections.iter().zip(rolls) {
        let school = &map.sites[section.site].record;
        if school.ownership != Ownership::Public || roll.pupils() == 0 {
            continue;
        }
        let needed = |f: &Facility| standard(*f, section.stage).map(|per_pupil| (*f, per_pupil * roll.pupils()));
        let needs: Vec<(Facility, i64)> = Facility::ALL.iter().filter_map(needed).collect();
        let luck = Luck::draw(section, dice);
        let lacks = lacking(luck, &needs, dice);
        for (facility, need) in needs {
            let units = lacks.filter(|l| l.0 == facility).map_or_else(|| ample(need, dice), |l| l.1);
            rows.push(FacilityRecord {
                school: school.id.clone(),
                stage: section.stage,
                facility,
                amount: Some(units * 1000),
                state: None,
            });
        }
    }
    rows
}

/// The facility that a unit of this luck lacks and how much it has, in whole units. A small unit needs so few rooms that
/// no whole number of them lies in the range; then it is another facility.
fn lacking(luck: Luck, needs: &[(Facility, i64)], dice: &mut Dice) -> Option<(Facility, i64)> {
    let (from, to) = luck.range();
    let whole = |&(facility, need): &(Facility, i64)| (facility, up(need * from), need * to / 1_000_000);
    let fit: Vec<_> = needs.iter().map(whole).filter(|(_, least, most)| least <= most).collect();
    let &(facility, least, most) = dice.pick(&fit).filter(|_| luck != Luck::Well)?;
    Some((facility, dice.between(least, most)))
}

/// What a unit has that lacks nothing, in whole units.
fn ample(need: i64, dice: &mut Dice) -> i64 {
    let (from, to) = Luck::Well.range();
    up(need * dice.between(from, to))
}

/// Millionths to whole ones, rounded up.
const fn up(millionths: i64) -> i64 {
    (millionths + 999_999) / 1_000_000
}
