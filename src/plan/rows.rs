//! The tables that other programs rely on: fixed columns, one struct per row, values already in their final text form.
//!
//! Numbers of full-time equivalents, lessons and indicators carry at most three decimals, without trailing zeros.

/// A table of the result folder: the same declaration feeds the CSV file, `plan.json`, the workbook and the verifier.
pub trait Tabular {
    /// Name of the file without ending, such as `moves`.
    const NAME: &'static str;
    /// Fixed column names.
    const HEADER: &'static [&'static str];
    /// The cells, one per column.
    fn cells(&self) -> Vec<String>;
}

macro_rules! table {
    ($(#[$doc:meta])* $name:ident, $file:literal, { $($(#[$fdoc:meta])* $field:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name { $($(#[$fdoc])* pub $field: String,)+ }

        impl Tabular for $name {
            const NAME: &'static str = $file;
            const HEADER: &'static [&'static str] = &[$(header(stringify!($field))),+];
            fn cells(&self) -> Vec<String> {
                vec![$(self.$field.clone()),+]
            }
        }
    };
}

table! {
    /// One person who does not stay.
    MoveRow, "moves", {
        /// School year.
        year,
        /// Person code.
        teacher_id,
        /// Unit code before.
        from_unit,
        /// Unit code after; empty where no place was found.
        to_unit,
        /// Main kind before.
        from_kind,
        /// Kind with the largest share after.
        to_kind,
        /// Teaching time after, full-time equivalents.
        fte,
        /// Kind of move.
        move_kind,
        /// Minutes one way between the two schools.
        minutes,
        /// Why, in one sentence (Chinese).
        reason,
    }
}
table! {
    /// New teachers of one kind in one unit by one channel.
    HireRow, "hires", {
        /// School year.
        year,
        /// Unit code.
        unit,
        /// Kind code.
        kind,
        /// Channel code.
        channel,
        /// Persons.
        count,
    }
}
table! {
    /// Who teaches what where: one line per person (or group of hires) and kind.
    StaffingRow, "staffing", {
        /// School year.
        year,
        /// Person code, or `hire:<unit>:<kind>:<channel>`.
        teacher_id,
        /// Unit code.
        unit,
        /// Kind code.
        kind,
        /// Share, full-time equivalents.
        fte,
    }
}
table! {
    /// Demand and supply of one kind in one unit, full-time equivalents.
    CoverageRow, "coverage", {
        /// School year.
        year,
        /// Unit code.
        unit,
        /// Stage code.
        stage,
        /// Kind code.
        kind,
        /// Lessons over load.
        demand_fte,
        /// What the plan gives.
        supply_fte,
        /// What is missing.
        short_fte,
        /// What is too much.
        over_fte,
    }
}
table! {
    /// A number before and after the plan.
    IndicatorRow, "indicators", {
        /// School year.
        year,
        /// `district` or a unit code.
        scope,
        /// Stage code, empty for all.
        stage,
        /// Kebab-case name.
        indicator,
        /// Before the plan.
        before,
        /// After the plan.
        after,
        /// The limit.
        limit,
        /// `yes`, `no`, or empty without a limit.
        met,
    }
}
table! {
    /// What the rules found.
    FindingRow, "findings", {
        /// School year.
        year,
        /// Kebab-case name of the rule.
        rule,
        /// `broken`, `short` or `note`.
        severity,
        /// Code of the unit, school, person or post; empty for the district.
        place,
        /// Size in `unit`.
        amount,
        /// What is counted.
        unit,
        /// The sentence (Chinese).
        text,
    }
}
table! {
    /// A person of the surplus list placed on a vacancy.
    PlacementRow, "placements", {
        /// Code of the person.
        surplus_id,
        /// Subject.
        kind,
        /// Area before.
        from_area,
        /// Code of the vacancy.
        vacancy_id,
        /// Area after.
        to_area,
        /// School after.
        to_school,
        /// Hardship region.
        region,
        /// Service points.
        points,
    }
}

table! {
    /// The way of one person through several years.
    PathRow, "paths", {
        /// Person code.
        teacher_id,
        /// For each year on the staff: the year, what changes if anything, and the unit after it, such as
        /// `2026 S001/primary; 2027 rotate S005/primary`.
        path,
        /// Month of retirement where it is within the years planned.
        retires,
    }
}

/// All tables that follow from a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// `moves.csv`.
    pub moves: Vec<MoveRow>,
    /// `hires.csv`.
    pub hires: Vec<HireRow>,
    /// `staffing.csv`.
    pub staffing: Vec<StaffingRow>,
    /// `coverage.csv`.
    pub coverage: Vec<CoverageRow>,
    /// `indicators.csv`.
    pub indicators: Vec<IndicatorRow>,
    /// `findings.csv`.
    pub findings: Vec<FindingRow>,
    /// `placements.csv`, only for surplus and vacancy lists.
    pub placements: Vec<PlacementRow>,
    /// `paths.csv`, only where several years are planned.
    pub paths: Vec<PathRow>,
}

impl Statement {
    /// Adds the tables of another year; paths are about all years and stay.
    pub fn extend(&mut self, other: Self) {
        self.moves.extend(other.moves);
        self.hires.extend(other.hires);
        self.staffing.extend(other.staffing);
        self.coverage.extend(other.coverage);
        self.indicators.extend(other.indicators);
        self.findings.extend(other.findings);
        self.placements.extend(other.placements);
    }
}

/// A decimal number of thousandths without trailing zeros: `1500` is `1.5`.
#[must_use]
pub fn thousandths(value: i64) -> String {
    crate::domain::Fte::from_small(value).to_string()
}

/// The column name of a field: `move` is a keyword in Rust.
const fn header(field: &'static str) -> &'static str {
    match field.as_bytes() {
        b"move_kind" => "move",
        _ => field,
    }
}
