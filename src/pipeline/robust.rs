//! Robust plans: one decision on people now that does best over samples of what may come, beside the plan for their mean.

use super::alternatives::written;
use super::{Job, PipelineError, Solved};
use crate::domain::{Case, Records};
use crate::formulation::samples::{self, Joint};
use crate::formulation::{Formulation, decode, start};
use crate::policy::Policy;
use crate::program::Col;
use crate::solver::{self, Progress, Settings, Silent, Termination, TierResult};
use crate::verify::years;
use rayon::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// Least time for what follows from moves.
const LEAST: Duration = Duration::from_secs(30);

/// Values of the goals by sample, each in its small unit; none where the moves do not hold in the sample.
pub type Values = Vec<Option<Vec<i64>>>;

/// A robust plan beside the plan for the mean.
#[derive(Clone, Debug)]
pub struct Robust {
    /// The plan for the mean of the samples, as one who does not think of them makes it.
    pub mean: Solved,
    /// The robust moves with the hires that would follow if the mean came true.
    pub robust: Solved,
    /// Whether the moves beside are those of the best plan for the mean that takes only ways open in all samples, because that plan takes others.
    pub restricted: bool,
    /// What the moves of the plan for the mean come to in each sample, hires chosen afterwards.
    pub of_mean: Values,
    /// What the robust moves come to.
    pub of_robust: Vec<Vec<i64>>,
    /// No moves on ways that all samples and their mean allow come to less in all samples together, goal by goal like any bound; none where
    /// nothing is proven.
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
    /// Lists of surplus people have no moves that could be decided now.
    #[error("surplus lists have no samples")]
    Lists,
    /// No moves hold in all samples together; or none were found.
    #[error("no moves hold in all samples")]
    NoMoves(Termination),
    /// The moves hold in all samples and not in their mean; or what follows there was not found.
    #[error("the moves do not hold in the mean")]
    NotInMean(Termination),
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
    let last = samples.len();
    let (of_mean, restricted) = outlook.moves_of(&mean);
    let followed = outlook.follow_all(last, of_mean.as_deref(), &[])?;
    let joint = Joint::of(&outlook.formulations[..last], &outlook.shared_of(last));
    let known: Option<Vec<Vec<i64>>> = followed.iter().map(|of| of.as_ref().map(|of| of.values.clone())).collect();
    let first = known.map(|known| joint.joined(&known));
    let outcome = solver::solve(&joint.program, &outlook.settings, first.as_deref(), progress);
    let found = outcome.solution.as_ref().ok_or(RobustError::NoMoves(outcome.termination))?;
    let starts: Vec<Vec<i64>> = (0..last).map(|sample| joint.of_sample(sample, found)).collect();
    let moves = outlook.counts(0, &starts[0]);
    let robust = outlook.follow_all(last, Some(&moves), &starts)?;
    let robust: Vec<Followed> =
        robust.into_iter().collect::<Option<_>>().ok_or_else(|| lost("a sample under the robust moves"))?;
    let (moves, of_robust, of_mean) = better((of_mean, followed), (moves, robust));
    let bounds = bounds(&outcome.tiers, &total(&of_robust))?;
    let on_mean = outlook.follow(last, &moves, None)?.map_err(RobustError::NotInMean)?;
    Ok(Robust {
        robust: written(&job, &cases[last..], on_mean.planned, &mean)?,
        mean,
        restricted,
        of_mean,
        of_robust,
        bounds,
        termination: outcome.termination,
    })
}

/// The bounds of the program that hold for these sums: up to the first goal in which they are worse than what the program found.
fn bounds(tiers: &[TierResult], sums: &[i64]) -> Result<Vec<Option<i64>>, PipelineError> {
    let worse = tiers.iter().zip(sums).position(|(tier, &sum)| sum > tier.value).unwrap_or(tiers.len());
    let bounds: Vec<Option<i64>> =
        tiers.iter().enumerate().map(|(at, tier)| tier.bound.filter(|_| at <= worse)).collect();
    if bounds.iter().zip(sums).any(|(bound, &sum)| bound.is_some_and(|bound| sum < bound)) {
        return Err(lost("the sums of the samples are below their bound"));
    }
    Ok(bounds)
}

fn lost(what: &str) -> PipelineError {
    PipelineError::Disagrees(what.to_owned())
}

/// Refuses samples that do not have the people and units of the first.
fn unlike(cases: &[Case]) -> Result<(), RobustError> {
    let Some((first, others)) = cases.split_first() else { return Err(RobustError::Unlike(0)) };
    if cases.iter().any(|case| !case.surplus.is_empty()) {
        return Err(RobustError::Lists);
    }
    let same = |case: &Case| {
        case.teachers.iter().map(|t| (&t.record.id, t.unit)).eq(first.teachers.iter().map(|t| (&t.record.id, t.unit)))
            && case.units.iter().map(|u| (&u.code, u.open)).eq(first.units.iter().map(|u| (&u.code, u.open)))
    };
    others.iter().position(|case| !same(case)).map_or(Ok(()), |at| Err(RobustError::Unlike(at + 2)))
}

/// The robust moves unless those of the mean do better in all samples together: what is proven only within a tolerance may be worse by as much.
/// The same moves have the same values.
fn better(
    (of_mean, followed): (Option<Vec<i64>>, Vec<Option<Followed>>),
    (moves, robust): (Vec<i64>, Vec<Followed>),
) -> (Vec<i64>, Vec<Vec<i64>>, Values) {
    let values: Values = followed.into_iter().map(|of| of.map(|of| of.tiers)).collect();
    let of_robust: Vec<Vec<i64>> = robust.into_iter().map(|of| of.tiers).collect();
    let whole: Option<Vec<Vec<i64>>> = values.iter().cloned().collect();
    match (of_mean, whole) {
        (Some(of_mean), Some(whole)) if total(&whole) < total(&of_robust) => (of_mean, whole, values),
        (Some(of_mean), _) if of_mean == moves => {
            let same = of_robust.iter().cloned().map(Some).collect();
            (moves, of_robust, same)
        }
        _ => (moves, of_robust, values),
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

    /// The moves of the plan for the mean, and whether they are others because it takes ways that some sample does not allow: then those of
    /// the best plan without them, if there is one.
    fn moves_of(&self, mean: &Solved) -> (Option<Vec<i64>>, bool) {
        let last = self.cases.len() - 1;
        let formulation = &self.formulations[last];
        let own = start::values_of_years(self.policy, formulation, &[(&mean.case, &mean.plan)]);
        let counts = self.counts(last, &own);
        let people = i64::try_from(self.cases[last].teachers.len()).unwrap_or(i64::MAX);
        if counts.iter().sum::<i64>() == people {
            return (Some(counts), false);
        }
        let open = samples::held(formulation, last, &self.shared, None);
        let outcome = solver::solve(&open, &self.settings, None, &Silent);
        (outcome.solution.map(|values| self.counts(last, &values)), true)
    }

    /// What follows from moves in each of the first `count` programs, begun from `starts` where there are some; none where they break a hard
    /// rule.
    fn follow_all(
        &self,
        count: usize,
        moves: Option<&[i64]>,
        starts: &[Vec<i64>],
    ) -> Result<Vec<Option<Followed>>, RobustError> {
        let Some(moves) = moves else { return Ok((0..count).map(|_| None).collect()) };
        let follow = |at: usize| match self.follow(at, moves, starts.get(at).map(Vec::as_slice))? {
            Ok(followed) => Ok(Some(followed)),
            Err(Termination::Infeasible) => Ok(None),
            Err(other) => Err(RobustError::NoMoves(other)),
        };
        (0..count).into_par_iter().map(follow).collect()
    }

    /// The best hires and teaching time under these moves in one program, judged by the rules; or why there are none. Neither Ctrl-C nor a
    /// limit of less than half a minute stops it, so that a search that was stopped still says what its moves come to.
    fn follow(
        &self,
        at: usize,
        moves: &[i64],
        start: Option<&[i64]>,
    ) -> Result<Result<Followed, Termination>, RobustError> {
        let (case, formulation) = (&self.cases[at], &self.formulations[at]);
        let program = samples::held(formulation, at, &self.shared, Some(moves));
        let time_limit = self.settings.time_limit.map(|limit| limit.max(LEAST));
        let settings = Settings { time_limit, interrupt: Arc::default(), ..self.settings.clone() };
        let outcome = solver::solve(&program, &settings, start, &Silent);
        let Some(values) = outcome.solution else { return Ok(Err(outcome.termination)) };
        let cases = std::slice::from_ref(case);
        let planned = decode::decode_years(cases, self.policy, formulation, &values, settings.seed);
        let judged = years::judge(self.policy, planned.clone());
        super::lawful(&judged)?;
        Ok(Ok(Followed { values, tiers: years::tiers(self.policy, &judged), planned }))
    }
}
