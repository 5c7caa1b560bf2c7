//! Robust plans: one decision on people now that does best over samples of what may come, beside the plan for their mean.

use super::alternatives::written;
use super::{Job, PipelineError, Solved};
use crate::domain::{Case, Records};
use crate::formulation::samples::{self, Joint};
use crate::formulation::{Formulation, decode, start};
use crate::policy::Policy;
use crate::program::Col;
use crate::solver::{self, Progress, Settings, Silent, Termination};
use crate::verify::years;
use rayon::prelude::*;

/// Values of the goals by sample, each in its small unit; none where the moves do not hold in the sample.
pub type Values = Vec<Option<Vec<i64>>>;

/// A robust plan beside the plan for the mean.
#[derive(Clone, Debug)]
pub struct Robust {
    /// The plan for the mean of the samples, as one who does not think of them makes it.
    pub mean: Solved,
    /// The robust moves with the hires that would follow if the mean came true.
    pub robust: Solved,
    /// What the moves of the plan for the mean come to in each sample, hires chosen afterwards.
    pub of_mean: Values,
    /// What the robust moves come to.
    pub of_robust: Vec<Vec<i64>>,
    /// No moves come to less in all samples together, goal by goal like any bound; none where nothing is proven.
    pub bounds: Vec<Option<i64>>,
    /// Why the search for the robust moves stopped.
    pub termination: Termination,
}

/// Why there is no robust plan.
#[derive(Clone, Debug, thiserror::Error)]
pub enum RobustError {
    /// A plan could not be made.
    #[error(transparent)]
    Plan(#[from] PipelineError),
    /// The samples do not have the same people and units, beginning with this sample (counted from 1).
    #[error("sample {0} has other people or units")]
    Unlike(usize),
    /// No moves hold in all samples together; or none were found.
    #[error("no moves hold in all samples")]
    NoMoves(Termination),
}

/// The programs of the samples and of their mean, which comes last, with what they share.
struct Outlook<'o> {
    cases: &'o [Case],
    policy: &'o Policy,
    formulations: Vec<Formulation>,
    shared: Vec<Vec<Col>>,
    settings: Settings,
}

/// What follows from moves in one program.
struct Followed {
    values: Vec<i64>,
    planned: Vec<decode::Planned>,
    tiers: Vec<i64>,
}

/// The robust plan of one year: `job` has the mean, `samples` the tables of what may come, under the same policy. A limit of time holds for the plan
/// for the mean and for the search for robust moves, each for itself.
///
/// # Errors
/// See [`RobustError`].
pub fn robust(job: Job, samples: &[Records], progress: &dyn Progress) -> Result<Robust, RobustError> {
    let job = Job { years: 1, ..job };
    let case = |records: &Records| super::case(records, job.year, &job.policy).map_err(PipelineError::from);
    let mut cases = samples.iter().map(case).collect::<Result<Vec<_>, _>>()?;
    cases.push(case(&job.records)?);
    unlike(&cases)?;
    let mean = super::solve(job.clone(), progress)?;
    let settings = Settings { begun: None, warm: None, ..job.settings.clone() };
    let formulations = samples::formulate(&cases, &job.policy);
    let shared = samples::shared(&formulations);
    let outlook = Outlook { cases: &cases, policy: &job.policy, formulations, shared, settings };
    let (count, last) = (samples.len(), samples.len());
    let of_mean = outlook.moves_of(&mean)?;
    let followed = outlook.follow_all(count, of_mean.as_deref(), &[]);
    let joint = Joint::of(&outlook.formulations[..count], &outlook.shared_of(count));
    let known: Option<Vec<Vec<i64>>> = followed.iter().map(|of| of.as_ref().map(|of| of.values.clone())).collect();
    let first = known.map(|known| joint.joined(&known));
    let outcome = solver::solve(&joint.program, &outlook.settings, first.as_deref(), progress);
    let found = outcome.solution.as_ref().ok_or(RobustError::NoMoves(outcome.termination))?;
    let starts: Vec<Vec<i64>> = (0..count).map(|sample| joint.of_sample(sample, found)).collect();
    let moves = outlook.counts(0, &starts[0]);
    let robust = outlook.follow_all(count, Some(&moves), &starts);
    let robust: Vec<Followed> =
        robust.into_iter().collect::<Option<_>>().ok_or_else(|| lost("a sample under the robust moves"))?;
    let (moves, robust) = better(outlook.sum(&followed), (of_mean, followed), (moves, robust));
    let on_mean = outlook.follow(last, &moves, None).ok_or(RobustError::NoMoves(Termination::Infeasible))?;
    Ok(Robust {
        robust: written(&job, &cases[last..], on_mean.planned, &mean)?,
        mean,
        of_mean: robust.1,
        of_robust: robust.0,
        bounds: outcome.tiers.iter().map(|tier| tier.bound).collect(),
        termination: outcome.termination,
    })
}

fn lost(what: &str) -> PipelineError {
    PipelineError::Disagrees(what.to_owned())
}

/// Refuses samples that do not have the people and units of the first.
fn unlike(cases: &[Case]) -> Result<(), RobustError> {
    let Some((first, others)) = cases.split_first() else { return Err(RobustError::Unlike(0)) };
    let same = |case: &Case| {
        case.teachers.iter().map(|t| &t.record.id).eq(first.teachers.iter().map(|t| &t.record.id))
            && case.units.iter().map(|u| (&u.code, u.open)).eq(first.units.iter().map(|u| (&u.code, u.open)))
            && case.surplus.is_empty()
    };
    others.iter().position(|case| !same(case)).map_or(Ok(()), |at| Err(RobustError::Unlike(at + 2)))
}

/// The robust moves unless those of the mean do better in all samples together: what is proven only within a tolerance may be worse by as much.
fn better(
    of_mean_sum: Option<Vec<i64>>,
    (of_mean, followed): (Option<Vec<i64>>, Vec<Option<Followed>>),
    (moves, robust): (Vec<i64>, Vec<Followed>),
) -> (Vec<i64>, (Vec<Vec<i64>>, Values)) {
    let values: Values = followed.into_iter().map(|of| of.map(|of| of.tiers)).collect();
    let of_robust: Vec<Vec<i64>> = robust.into_iter().map(|of| of.tiers).collect();
    match (of_mean_sum, of_mean) {
        (Some(sum), Some(of_mean)) if sum < total(&of_robust) => {
            (of_mean, (values.iter().flatten().cloned().collect(), values))
        }
        _ => (moves, (of_robust, values)),
    }
}

/// The sum of each goal over all samples.
#[must_use]
pub fn total(values: &[Vec<i64>]) -> Vec<i64> {
    let goals = values.first().map_or(0, Vec::len);
    (0..goals).map(|at| values.iter().map(|of| of[at]).sum()).collect()
}

impl Outlook<'_> {
    /// The shared ways of the first `count` programs.
    fn shared_of(&self, count: usize) -> Vec<Vec<Col>> {
        self.shared.iter().map(|cols| cols[..count].to_vec()).collect()
    }

    /// How many take each shared way in the values of a program.
    fn counts(&self, at: usize, values: &[i64]) -> Vec<i64> {
        self.shared.iter().map(|cols| values[cols[at].at()]).collect()
    }

    /// The moves of the plan for the mean; where it takes ways that some sample does not allow, those of the best plan without them, if there is
    /// one.
    fn moves_of(&self, mean: &Solved) -> Result<Option<Vec<i64>>, RobustError> {
        let last = self.cases.len() - 1;
        let formulation = &self.formulations[last];
        let own = start::values_of_years(self.policy, formulation, &[(&mean.case, &mean.plan)]);
        let open = samples::held(formulation, last, &self.shared, None);
        if open.check(&own).is_none() {
            return Ok(Some(self.counts(last, &own)));
        }
        let outcome = solver::solve(&open, &self.settings, None, &Silent);
        Ok(outcome.solution.map(|values| self.counts(last, &values)))
    }

    /// What follows from moves in each of the first `count` programs, begun from `starts` where there are some.
    fn follow_all(&self, count: usize, moves: Option<&[i64]>, starts: &[Vec<i64>]) -> Vec<Option<Followed>> {
        let follow = |at: usize| self.follow(at, moves?, starts.get(at).map(Vec::as_slice));
        (0..count).into_par_iter().map(follow).collect()
    }

    /// The best hires and teaching time under these moves in one program, judged by the rules; none where there are none.
    fn follow(&self, at: usize, moves: &[i64], start: Option<&[i64]>) -> Option<Followed> {
        let (case, formulation) = (&self.cases[at], &self.formulations[at]);
        let program = samples::held(formulation, at, &self.shared, Some(moves));
        let outcome = solver::solve(&program, &self.settings, start, &Silent);
        let values = outcome.solution?;
        let cases = std::slice::from_ref(case);
        let planned = decode::decode_years(cases, self.policy, formulation, &values, self.settings.seed);
        let judged = years::judge(self.policy, planned.clone());
        judged[0].evaluation.lawful.then(|| Followed { values, tiers: years::tiers(self.policy, &judged), planned })
    }

    /// The sums of the goals where the moves hold in every sample.
    fn sum(&self, followed: &[Option<Followed>]) -> Option<Vec<i64>> {
        let all: Option<Vec<Vec<i64>>> = followed.iter().map(|of| of.as_ref().map(|of| of.tiers.clone())).collect();
        all.filter(|_| self.cases.len() > 1).map(|all| total(&all))
    }
}
