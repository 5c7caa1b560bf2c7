//! Approved posts 编制 and how many people really work in a section.

use super::dice::Dice;
use super::map::{Fate, Map, Section};
use super::profile::Manning;
use super::pupils::Roll;
use crate::domain::Norms;
use crate::domain::Stage;
use crate::domain::records::EstablishmentRecord;
use crate::domain::words::Setting;

/// Posts and staff of a section.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Size {
    pub posts: i64,
    pub staff: i64,
}

/// Sizes of all sections, in their order.
pub(super) fn sizes(map: &Map, rolls: &[Roll], manning: &Manning, dice: &mut Dice) -> Vec<Size> {
    map.sections
        .iter()
        .zip(rolls)
        .map(|(section, roll)| {
            let posts = posts(section, roll, manning);
            Size { posts, staff: staff(section, roll, posts, manning, dice) }
        })
        .collect()
}

fn posts(section: &Section, roll: &Roll, manning: &Manning) -> i64 {
    if roll.now.is_empty() {
        return 0;
    }
    let spec = &manning.posts;
    if let Some(per_class) = spec.per_class.get(section.stage.code()) {
        return up(roll.classes() * per_class);
    }
    let by_ratio = up(Norms::default().by_ratio(section.stage, roll.pupils()) * (1000 + spec.supplement));
    let floor = spec.rural_floor_per_class.get(section.stage.code()).filter(|_| section.setting == Setting::Rural);
    by_ratio.max(floor.map_or(0, |f| up(roll.classes() * f))).max(2)
}

/// Thousandths to whole ones, rounded up.
const fn up(thousandths: i64) -> i64 {
    (thousandths + 999) / 1000
}

fn staff(section: &Section, roll: &Roll, posts: i64, manning: &Manning, dice: &mut Dice) -> i64 {
    let Some(entry) = manning.of(section.stage, section.setting) else { return 0 };
    match section.fate {
        Fate::New(0) => 0,
        Fate::New(_) => {
            if section.stage == Stage::Primary {
                4
            } else {
                3
            }
        }
        Fate::Point | Fate::Closing => {
            let classes: i64 = roll.before.iter().map(|g| g.classes).sum();
            up(classes * manning.posts.point_staff_per_class * dice.between(900, 1200) / 1000).max(2)
        }
        Fate::Ordinary => {
            let spread =
                if section.setting == Setting::Rural { dice.between(870, 1130) } else { dice.between(960, 1040) };
            let base =
                entry.of_posts.map_or_else(|| roll.classes() * entry.per_class.unwrap_or(2500), |share| posts * share);
            up(base * spread / 1000)
        }
    }
}

/// The table `establishment`: posts as given by the office.
pub(super) fn records(year: i32, map: &Map, sizes: &[Size]) -> Vec<EstablishmentRecord> {
    let given = map.sections.iter().zip(sizes).filter(|(_, size)| size.posts > 0);
    given
        .map(|(section, size)| EstablishmentRecord {
            year: Some(year),
            school: map.sites[section.site].record.id.clone(),
            stage: section.stage,
            posts: Some(size.posts),
        })
        .collect()
}
