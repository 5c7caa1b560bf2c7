//! One made person: age, service, degree, title, state. No real person is behind any of them.

use super::dice::Dice;
use super::map::Fate;
use super::profile::Profile;
use super::staff::Crew;
use crate::domain::records::TeacherRecord;
use crate::domain::resolve::retires;
use crate::domain::words::{Degree, Employment, PostType, Role, Setting, Sex, State, Title};
use crate::domain::{SchoolYear, Stage, YearMonth};

/// A person who teaches `kind`.
pub(super) fn teacher(crew: &Crew<'_>, kind: &str, dice: &mut Dice) -> TeacherRecord {
    loop {
        let person = draw(crew, kind, PostType::Teaching, dice);
        if retires(&person) >= SchoolYear(crew.profile.year).start() {
            return person;
        }
    }
}

/// A person without lessons: administration, health or accounts.
pub(super) fn supporter(crew: &Crew<'_>, dice: &mut Dice) -> TeacherRecord {
    let kind = ["admin", "health", "accounting"][dice.weighted([680, 130, 190])];
    loop {
        let mut person = draw(crew, kind, PostType::NonTeaching, dice);
        if matches!(person.title, Title::Senior | Title::Professor) {
            person.title = Title::First;
        }
        if retires(&person) >= SchoolYear(crew.profile.year).start() {
            return person;
        }
    }
}

/// Whole months of service at the start of the planning year.
pub(super) fn service_months(profile: &Profile, person: &TeacherRecord) -> i64 {
    let start = SchoolYear(profile.year).start();
    person.first_employed.map_or(0, |first| i64::from(start.months_since(first)))
}

/// Makes a teacher a principal, deputy or cadre.
pub(super) fn promote(profile: &Profile, person: &mut TeacherRecord, role: Role, dice: &mut Dice) {
    let start = SchoolYear(profile.year).start();
    let here = i64::from(start.years_since(person.in_school_since));
    let years = dice.between(0, here.clamp(0, 11));
    person.role = role;
    person.role_since = Some(start.plus(-12 * whole(years)).max(person.in_school_since));
    person.terms = if role.leads() { years / 4 } else { 0 };
    person.state = State::Active;
    person.employment = Employment::Permanent;
    if role != Role::Cadre && person.title < Title::First {
        person.title = Title::First;
        person.title_since = person.first_employed.map(|first| first.plus(72).min(start.plus(-14)).max(first));
    }
}

/// Years and months as the calendar counts them; made ages are far inside the range.
fn whole(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(0)
}

fn draw(crew: &Crew<'_>, kind: &str, post: PostType, dice: &mut Dice) -> TeacherRecord {
    let start = SchoolYear(crew.profile.year).start();
    let age = age(crew, dice);
    let birth = start.plus(-whole(age * 12 + dice.between(0, 11)));
    let sex = sex(crew, kind, dice);
    let degree = degree(crew.section.stage, age, kind, dice);
    let first = first_employed(birth, degree, start, dice);
    let service = i64::from(start.years_since(first));
    let (title, title_since) = title(crew.section.stage, service, first, start, dice);
    let since = in_school_since(crew.section.setting, service, first, start, dice);
    let town = &crew.map.sites[crew.section.site].record.town;
    let mut person = TeacherRecord {
        sex,
        school: crew.map.sites[crew.section.site].record.id.clone(),
        stage: crew.section.stage,
        kind: kind.to_owned(),
        post,
        first_employed: Some(first),
        degree,
        title,
        title_since,
        rural_years: rural_years(crew.section.setting, service, i64::from(start.years_since(since)), dice),
        dual_qualified: kind == "vocational" && dice.chance(480),
        hardship: dice.chance(12),
        home_town: Some(home(crew, town, dice)),
        ..TeacherRecord::plain(String::new(), birth, since)
    };
    if kind == "nursery" {
        (person.title, person.title_since) = (Title::None, None);
    }
    circumstances(crew, &mut person, age, dice);
    person
}

fn age(crew: &Crew<'_>, dice: &mut Dice) -> i64 {
    let group = match (crew.section.stage, crew.section.fate) {
        (Stage::Kindergarten, _) => return dice.between(22, 46),
        (_, Fate::Point | Fate::Closing) => return dice.between(38, 60),
        _ => crew.section.setting.code(),
    };
    let Some(bands) = crew.manning.ages.get(group) else { return 40 };
    let [from, to, _] = bands[dice.weighted(bands.iter().map(|b| b[2]))];
    dice.between(from, to)
}

fn sex(crew: &Crew<'_>, kind: &str, dice: &mut Dice) -> Sex {
    let manning = crew.manning;
    let by_kind = manning.women_kind.get(kind);
    let mut women = by_kind.or_else(|| manning.women.get(crew.section.stage.code())).copied().unwrap_or(500);
    if crew.section.setting == Setting::Rural {
        women -= women / 5;
    }
    if dice.chance(women) { Sex::Female } else { Sex::Male }
}

/// Younger people have studied longer; shares per thousand of secondary, college, bachelor, master.
fn degree(stage: Stage, age: i64, kind: &str, dice: &mut Dice) -> Degree {
    if kind == "nursery" {
        return [Degree::Secondary, Degree::College][dice.weighted([600, 400])];
    }
    let shares = match (stage, age) {
        (Stage::Kindergarten, _) => [60, 560, 375, 5],
        (Stage::Primary, ..35) => [0, 110, 860, 30],
        (Stage::Primary, 35..50) => [15, 345, 635, 5],
        (Stage::Primary, _) => [130, 560, 310, 0],
        (Stage::Junior, ..35) => [0, 10, 920, 70],
        (Stage::Junior, 35..50) => [0, 95, 885, 20],
        (Stage::Junior, _) => [5, 315, 680, 0],
        (_, ..35) => [0, 0, 760, 240],
        (_, _) => [0, 25, 905, 70],
    };
    [Degree::Secondary, Degree::College, Degree::Bachelor, Degree::Master][dice.weighted(shares)]
}

/// In the summer after the last examination, at the latest the year before the planning year.
fn first_employed(birth: YearMonth, degree: Degree, start: YearMonth, dice: &mut Dice) -> YearMonth {
    let study = match degree {
        Degree::Secondary => 19,
        Degree::College => 21,
        Degree::Bachelor => 22,
        Degree::Master | Degree::Doctor => 25,
    };
    let year = birth.year() + study + whole(dice.between(0, 1));
    let month = if dice.chance(850) { 9 } else { 8 };
    YearMonth::new(year, month).unwrap_or(birth).min(start.plus(-12))
}

/// Title by years of service; the shares approach the post structures 1 : 5 : 4 (primary) and 1.5 : 5 : 3.5 (junior).
fn title(
    stage: Stage,
    service: i64,
    first: YearMonth,
    start: YearMonth,
    dice: &mut Dice,
) -> (Title, Option<YearMonth>) {
    let senior = match stage {
        Stage::Primary | Stage::Special => 170,
        Stage::Junior => 260,
        Stage::Kindergarten => 60,
        Stage::Senior | Stage::Vocational => 470,
    };
    let (title, waited) = match service {
        0..=1 => ([Title::None, Title::Third, Title::Second][dice.weighted([640, 120, 240])], 1),
        2..=5 => ([Title::Third, Title::Second][dice.weighted([60, 940])], 1),
        6..=11 => ([Title::Second, Title::First][dice.weighted([620, 380])], 5),
        12..=17 => {
            ([Title::Second, Title::First, Title::Senior][dice.weighted([270, 730 - senior / 4, senior / 4])], 11)
        }
        _ => ([Title::Second, Title::First, Title::Senior][dice.weighted([170, 830 - senior, senior])], 15),
    };
    let waited = match title {
        Title::None => return (title, None),
        Title::Third | Title::Second => 1,
        Title::First => waited.min(8),
        _ => waited,
    };
    let latest = (service - 1).max(waited.min(service));
    let years = dice.between(waited.min(service), latest);
    (title, Some(first.plus(12 * whole(years) + 3).min(start.plus(-2))))
}

/// Forty to fifty in a hundred have been in the same school for six years or more.
fn in_school_since(setting: Setting, service: i64, first: YearMonth, start: YearMonth, dice: &mut Dice) -> YearMonth {
    let long = if setting == Setting::Rural { 40 } else { 0 };
    let (from, to) = [(0, 2), (3, 5), (6, 12), (13, 25)][dice.weighted([150, 275, 335, 240 + long])];
    let years = dice.between(from, to);
    if years >= service { first } else { start.plus(-12 * whole(years.max(1))).max(first) }
}

fn rural_years(setting: Setting, service: i64, here: i64, dice: &mut Dice) -> i64 {
    let before = (service - here).max(0);
    match setting {
        Setting::Rural => (here + dice.between(0, before)).min(service),
        Setting::Town => {
            if dice.chance(450) {
                dice.between(0, before.min(10))
            } else {
                0
            }
        }
        Setting::Urban => {
            if dice.chance(350) {
                dice.between(0, before.min(6))
            } else {
                0
            }
        }
    }
}

/// Most live in the town of their school, many in the seat of the district (the first two towns of the copy).
fn home(crew: &Crew<'_>, town: &str, dice: &mut Dice) -> String {
    let towns = crew.profile.towns_of(crew.map.sites[crew.section.site].copy);
    let at = match dice.between(0, 99) {
        0..62 => return town.to_owned(),
        62..90 => dice.at(towns.len().min(2)),
        _ => dice.at(towns.len()),
    };
    towns[at].name.clone()
}

/// Employment, leave, exemption and service bond.
fn circumstances(crew: &Crew<'_>, person: &mut TeacherRecord, age: i64, dice: &mut Dice) {
    let start = SchoolYear(crew.profile.year).start();
    let new = matches!(crew.section.fate, Fate::New(_));
    let rural = crew.section.setting == Setting::Rural;
    person.employment = match dice.between(0, 999) {
        0..930 => Employment::Permanent,
        930..985 => Employment::Contract,
        985..990 => Employment::PartTime,
        _ if rural => Employment::Substitute,
        _ => Employment::Permanent,
    };
    if person.post == PostType::NonTeaching || person.kind == "nursery" {
        person.employment = if dice.chance(600) { Employment::Permanent } else { Employment::Contract };
    }
    person.state = match dice.between(0, 999) {
        0..15 if !new => State::Leave,
        15..23 if !new => State::Seconded,
        _ => State::Active,
    };
    let reason = match dice.between(0, 999) {
        0..32 if person.sex == Sex::Female && (24..=40).contains(&age) => Some(("孕期或哺乳期", 10)),
        32..44 => Some(("重大疾病", 22)),
        44..48 => Some(("承担特色项目", 22)),
        _ => None,
    };
    if let Some((reason, months)) = reason {
        person.exempt_reason = Some(reason.to_owned());
        person.exempt_until = Some(start.plus(months));
    }
    let first = person.first_employed.unwrap_or(start);
    let bond = first.plus(if rural { 72 } else { 36 });
    if bond > start && person.employment == Employment::Permanent {
        person.bond_until = Some(bond.plus(-1));
    }
    if new {
        person.in_school_since = start.plus(-6).max(first);
        person.bond_until = None;
    }
}
