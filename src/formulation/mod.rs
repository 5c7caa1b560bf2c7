//! What a plan may be: cohorts, decisions, and one file per rule and per goal.
//!
//! Rules declare, the program is assembled afterwards. This room sees facts and policy; it neither solves nor judges.

pub mod assembly;
pub mod cohort;
pub mod columns;
pub mod decode;
pub mod goals;
pub mod places;
pub mod rules;
pub mod start;

use crate::domain::{Case, Teacher};
use crate::policy::{Policy, Strength};
use crate::program::Program;
use assembly::Assembly;
use cohort::Cohort;
use columns::Decisions;
use places::Places;
use rules::{Admission, Context};

/// A program with the meaning of its columns.
#[derive(Clone, Debug)]
pub struct Formulation {
    /// Interchangeable people.
    pub cohorts: Vec<Cohort>,
    /// Paths, hires and shares with their columns.
    pub decisions: Decisions,
    /// Placements with their columns.
    pub places: Places,
    /// The program.
    pub program: Program,
}

/// The same program without the rows that every plan keeps anyway, because they follow from the others and from wholeness: what a
/// textbook would write. Columns, bounds, goals and all other rows stay as they are, so that both have the same plans and values.
#[must_use]
pub fn plain(program: &Program) -> Program {
    let mut plain = program.clone();
    plain.rows.retain(|row| !rules::person_cuts::only_tightens(row));
    plain
}

/// The program of `case` under `policy`.
#[must_use]
pub fn formulate(case: &Case, policy: &Policy) -> Formulation {
    formulate_by(case, policy, &rules::active(case, policy))
}

/// The same with the active rules given: their order changes nothing, and a test says so.
#[must_use]
pub fn formulate_by(case: &Case, policy: &Policy, active: &[rules::Active]) -> Formulation {
    let admission = Admission::new(case, policy);
    let steering = || active.iter().filter(|a| a.strength != Strength::Report);
    let mut by_name: Vec<_> = steering().collect();
    by_name.sort_by_key(|a| a.entry.spec.name);
    let marking: Vec<_> = by_name.iter().map(|a| a.rule.mark(case, policy)).collect();
    let marks = |teacher: &Teacher| marking.iter().map(|mark| mark(teacher)).collect();
    let cohorts = cohort::group(case, &admission, &marks);
    let mut decisions = columns::list(case, &cohorts, &admission);
    let mut places = places::list(case, admission.placing());
    let program = {
        let (listed, listed_places) = (decisions.clone(), places.clone());
        let context = Context {
            case,
            policy,
            cohorts: &cohorts,
            decisions: &listed,
            admission: &admission,
            places: &listed_places,
        };
        let mut assembly = Assembly::default();
        rules::one_posting::everybody_once(&context, &mut assembly);
        rules::teaching_time::capacity(&context, &mut assembly);
        if steering().any(|a| rules::subject_coverage::READERS.contains(&a.entry.spec.name)) {
            rules::subject_coverage::cover(&context, &mut assembly);
        }
        steering().for_each(|a| a.rule.build(&context, &mut assembly));
        assembly.finish(policy, &cohorts, &mut decisions, &mut places)
    };
    Formulation { cohorts, decisions, places, program }
}
