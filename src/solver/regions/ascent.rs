//! Better multipliers: what regions take of a column that reaches into several becomes dearer where it is taken more than elsewhere.
//!
//! The sum of the least values of all regions is a bound for any multipliers ([`Split`]), concave in them, and how far the copies of a column
//! are from their mean is a direction in which it rises (Held, Wolfe and Crowder, Validation of subgradient optimization, Mathematical
//! Programming 6, 1974). Steps are a share of the way to a known solution (Polyak, Minimization of unsmooth functionals, USSR Computational
//! Mathematics 9, 1969), along a mean of directions (Camerini, Fratta and Maffioli, On improving relaxation methods by modified gradient techniques,
//! Mathematical Programming Study 3, 1975). Prices of the relaxation are where it begins and not the best: they know no whole numbers.
//!
//! Small regions are enough for it and quick to ask. Multipliers stay good in the larger ones made of them.

use super::super::exact::{Domain, Exact, real};
use super::super::safe_bound::Certificate;
use super::bound::{Answer, Terms, asked, certified, note};
use super::split::Split;

/// Share of the newest direction in the mean.
const NEWEST: f64 = 0.4;
/// Share of the way to the known solution, to begin with; its growth where the bound rises, and what is left of it where it has not.
const STEP: f64 = 0.04;
const GROWTH: f64 = 1.1;
const SHRINKING: f64 = 0.6;
/// Rounds without a gain after which the step shrinks.
const PATIENCE: usize = 3;
/// Most rounds: after hulls of places more of them raise the bound by little, and what is taken on the way is what counts (docs/adr/0023).
const ROUNDS: usize = 8;

/// Where an ascent has led.
pub(in crate::solver) struct Ascent {
    /// The best multipliers.
    pub split: Split,
    /// What they prove.
    pub certificate: Certificate,
    /// By column, whether some region has taken it on the way.
    pub taken: Vec<bool>,
}

/// What to add to the multipliers, region by region.
type Direction = Vec<Vec<(usize, f64)>>;

/// Raises the bound of `exact` within `domain` from `split` until it is `enough`, for some rounds; `terms` name a known solution.
pub(in crate::solver) fn ascend(
    mut split: Split,
    exact: &Exact<'_>,
    domain: &Domain,
    enough: f64,
    terms: &Terms<'_>,
) -> Option<Ascent> {
    let target = i64::try_from(exact.value(terms.start?)).map(real).ok()?;
    let shared = split.shared(exact.cost.len());
    let mut taken = vec![false; exact.cost.len()];
    let mut walk = Walk { direction: Vec::new(), share: STEP, in_vain: 0 };
    let mut best: Option<(Split, Certificate)> = None;
    for _ in 0..ROUNDS {
        let Some(answers) = asked(&split, exact, domain, terms) else { break };
        note(&answers, domain, &mut taken);
        let gradient = away_from_mean(&answers, &shared);
        let Some(certificate) = certified(&split, exact, domain, &answers) else { break };
        let (bound, before) = (certificate.exactly(), best.as_ref().map_or(f64::NEG_INFINITY, |best| best.1.exactly()));
        walk.turn(gradient, bound > before);
        if bound > before {
            best = Some((split.clone(), certificate));
        }
        let top = bound.max(before);
        if top >= enough || terms.clock.stop().is_some() || !walk.step(&mut split, target - top) {
            break;
        }
    }
    best.map(|(split, certificate)| Ascent { split, certificate, taken })
}

/// How far the copies of each column are from their mean, region by region.
fn away_from_mean(answers: &[Answer], shared: &[f64]) -> Direction {
    let mut mean = vec![0.0; shared.len()];
    for &(at, x) in answers.iter().flat_map(|answer| &answer.point) {
        mean[at] += real(x) / shared[at];
    }
    let crossing = |part: &[(usize, i64)]| {
        let away = part.iter().filter(|(at, _)| shared[*at] > 1.0).map(|&(at, x)| (at, real(x) - mean[at]));
        away.collect()
    };
    answers.iter().map(|answer| crossing(&answer.point)).collect()
}

/// How an ascent goes.
struct Walk {
    /// The mean direction, region by region.
    direction: Direction,
    share: f64,
    in_vain: usize,
}

impl Walk {
    /// Turns to the mean of the directions so far and a new one.
    fn turn(&mut self, new: Direction, gains: bool) {
        if gains {
            (self.share, self.in_vain) = (self.share * GROWTH, 0);
        } else {
            self.in_vain += 1;
            if self.in_vain.is_multiple_of(PATIENCE) {
                self.share *= SHRINKING;
            }
        }
        if self.direction.is_empty() {
            self.direction = new;
        } else {
            let both = self.direction.iter_mut().flatten().zip(new.into_iter().flatten());
            both.for_each(|((_, mean), (_, new))| *mean += NEWEST * (new - *mean));
        }
    }

    /// Takes a step that is a share of what is `open`. Returns whether there was anywhere to go.
    fn step(&self, split: &mut Split, open: f64) -> bool {
        let square: f64 = self.direction.iter().flatten().map(|(_, part)| part * part).sum();
        if square <= f64::EPSILON || open <= 0.0 {
            return false;
        }
        let length = self.share * open / square;
        for (part, costs) in self.direction.iter().zip(&mut split.costs) {
            for (at, along) in part {
                costs.entry(*at).and_modify(|cost| *cost += length * along);
            }
        }
        true
    }
}
