//! What differs between two plans, and which change causes it: one that, taken back alone, leads the engine to a plan with the earlier fate.
//!
//! It looks at plans that were found and verified elsewhere, and names nothing that no plan shows.

use super::fates::{Fates, HireKey, Path, Place, PlaceKey};
use std::collections::{BTreeMap, BTreeSet};

/// Up to so many changes pairs are taken back, too, where none alone restores a fate.
pub const MOST_FOR_PAIRS: usize = 6;

/// What came of the second question with some changes taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Came {
    /// A verified plan within the tolerated distance from the best, or the first plan where the questions are the same.
    Plan(Box<Fates>),
    /// The search ended before that: nothing is known.
    Stopped,
    /// There is no plan.
    NoPlan,
}

/// Some changes taken back, by their places in the list of changes, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// The changes, ascending.
    pub without: Vec<usize>,
    /// What came of it.
    pub came: Came,
}

/// Why something differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The person is in the tables of the first plan only.
    OnlyFirst,
    /// The person is in the tables of the second plan only.
    OnlySecond,
    /// Each of these, taken back alone, restores it: single changes, or pairs where no single one does.
    Changes(Vec<Vec<usize>>),
    /// Every single change was taken back, and each pair where there are few: none restores it, all together do.
    Joint,
    /// None restores it that came to a plan; others came to none, so that nothing can be said of them.
    Open,
    /// Questions do not differ: something else does.
    Other,
    /// It was not looked for.
    Unsought,
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differs<K, V> {
    /// What it is.
    pub key: K,
    /// In the first plan and in the second.
    pub sides: [V; 2],
    /// Why.
    pub cause: Cause,
}

/// Everything that differs between two plans.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// People by code.
    pub people: Vec<Differs<String, Path>>,
    /// Subjects of units.
    pub places: Vec<Differs<PlaceKey, Place>>,
    /// Hires by unit, subject and channel.
    pub hires: Vec<Differs<HireKey, i64>>,
}

impl Differences {
    /// Between two plans, causes not looked for; `people` are the codes in the tables of either.
    #[must_use]
    pub fn between(fates: &[Fates; 2], people: &[BTreeSet<&str>; 2]) -> Self {
        let cause = |code: &String| match people.each_ref().map(|of| of.contains(code.as_str())) {
            [true, false] => Cause::OnlyFirst,
            [false, true] => Cause::OnlySecond,
            _ => Cause::Unsought,
        };
        let unsought = |_: &_| Cause::Unsought;
        Self {
            people: differing(fates.each_ref().map(|of| &of.people), cause),
            places: differing(fates.each_ref().map(|of| &of.places), unsought),
            hires: differing(fates.each_ref().map(|of| &of.hires), |_| Cause::Unsought),
        }
    }

    /// Whether something has no cause after these trials of single changes, so that pairs are worth trying.
    #[must_use]
    pub fn is_unexplained(&self) -> bool {
        self.causes().any(|cause| matches!(cause, Cause::Joint | Cause::Open))
    }

    /// The causes of all that differs.
    pub fn causes(&self) -> impl Iterator<Item = &Cause> {
        let people = self.people.iter().map(|of| &of.cause);
        people.chain(self.places.iter().map(|of| &of.cause)).chain(self.hires.iter().map(|of| &of.cause))
    }

    /// The same with the causes that these trials show; who is in the tables of one plan only stays so.
    #[must_use]
    pub fn explained(mut self, trials: &[Trial]) -> Self {
        name(&mut self.people, trials, |fates| &fates.people);
        name(&mut self.places, trials, |fates| &fates.places);
        name(&mut self.hires, trials, |fates| &fates.hires);
        self
    }

    /// The same where the questions do not differ.
    #[must_use]
    pub fn of_one_question(mut self) -> Self {
        self.people.iter_mut().for_each(|of| of.cause = Cause::Other);
        self.places.iter_mut().for_each(|of| of.cause = Cause::Other);
        self.hires.iter_mut().for_each(|of| of.cause = Cause::Other);
        self
    }
}

fn differing<K: Ord + Clone, V: PartialEq + Clone + Default>(
    sides: [&BTreeMap<K, V>; 2],
    cause: impl Fn(&K) -> Cause,
) -> Vec<Differs<K, V>> {
    let keys: BTreeSet<&K> = sides.iter().flat_map(|side| side.keys()).collect();
    let one = |key: &K| {
        let sides = sides.map(|side| side.get(key).cloned().unwrap_or_default());
        (sides[0] != sides[1]).then(|| Differs { key: key.clone(), sides, cause: cause(key) })
    };
    keys.into_iter().filter_map(one).collect()
}

fn name<K: Ord, V: PartialEq + Default>(
    all: &mut [Differs<K, V>],
    trials: &[Trial],
    of: impl Fn(&Fates) -> &BTreeMap<K, V>,
) {
    for differs in all.iter_mut().filter(|differs| !matches!(differs.cause, Cause::OnlyFirst | Cause::OnlySecond)) {
        let (nothing, earlier) = (V::default(), &differs.sides[0]);
        let restores = |trial: &&Trial| match &trial.came {
            Came::Plan(fates) => of(fates).get(&differs.key).unwrap_or(&nothing) == earlier,
            Came::Stopped | Came::NoPlan => false,
        };
        let restoring: Vec<&Trial> = trials.iter().filter(restores).collect();
        let least = restoring.iter().map(|trial| trial.without.len()).min();
        let fewest = restoring.iter().filter(|trial| Some(trial.without.len()) == least);
        let found: Vec<Vec<usize>> = fewest.map(|trial| trial.without.clone()).collect();
        let is_open = trials.iter().any(|trial| !matches!(trial.came, Came::Plan(_)));
        differs.cause = match (found.is_empty(), is_open) {
            (false, _) => Cause::Changes(found),
            (true, true) => Cause::Open,
            (true, false) => Cause::Joint,
        };
    }
}

/// The pairs of so many changes, where there are few of them and a pair is not everything.
#[must_use]
pub fn pairs(changes: usize) -> Vec<Vec<usize>> {
    if !(3..=MOST_FOR_PAIRS).contains(&changes) {
        return Vec::new();
    }
    (0..changes).flat_map(|one| (one + 1..changes).map(move |other| vec![one, other])).collect()
}
