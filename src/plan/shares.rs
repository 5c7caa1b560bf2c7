//! Deals the teaching time of a profile out to its people, exactly.
//!
//! Everybody of a profile may teach each of its kinds, and the time given to the kinds is not more than the people have; so
//! any way to deal it out in grains is a valid timetable. Here each person first takes of the main kind, then of the others
//! in order; what is left stays with the main kind.

use crate::domain::{Fte, KindIx};
use std::collections::BTreeMap;

/// One person of a profile, or a group of hires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hand<T> {
    /// Who.
    pub who: T,
    /// Main kind.
    pub main: KindIx,
    /// Teaching time.
    pub time: Fte,
}

/// Shares by person, in the order of `hands`; each sorted by kind, without zeros.
///
/// # Panics
/// When the kinds have been given more time than the people have; the program forbids it.
#[must_use]
pub fn deal<T: Clone>(hands: &[Hand<T>], given: &BTreeMap<KindIx, Fte>) -> Vec<(T, Vec<(KindIx, Fte)>)> {
    let mut open = given.clone();
    let mut dealt: Vec<(BTreeMap<KindIx, Fte>, Fte)> = hands.iter().map(|hand| (BTreeMap::new(), hand.time)).collect();
    for (hand, (shares, left)) in hands.iter().zip(&mut dealt) {
        take(hand.main, &mut open, shares, left);
    }
    let kinds: Vec<KindIx> = open.keys().copied().collect();
    for (shares, left) in &mut dealt {
        for &kind in &kinds {
            take(kind, &mut open, shares, left);
        }
    }
    assert!(open.values().all(|&time| time == Fte::ZERO), "no more time than people");
    hands
        .iter()
        .zip(dealt)
        .map(|(hand, (mut shares, left))| {
            *shares.entry(hand.main).or_default() += left;
            (hand.who.clone(), shares.into_iter().filter(|&(_, time)| time > Fte::ZERO).collect())
        })
        .collect()
}

fn take(kind: KindIx, open: &mut BTreeMap<KindIx, Fte>, shares: &mut BTreeMap<KindIx, Fte>, left: &mut Fte) {
    if let Some(open) = open.get_mut(&kind) {
        let time = (*left).min(*open);
        *open -= time;
        *left -= time;
        *shares.entry(kind).or_default() += time;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_takes_of_the_main_kind_first() {
        // Two people, 1.2 of kind 0 and 0.6 of kind 1: the teacher of kind 1 gives 0.6 to it and fills the rest of kind 0.
        let hand = |who, main| Hand { who, main: KindIx::new(main), time: Fte::whole(1) };
        let given = BTreeMap::from([(KindIx::new(0), Fte::from_small(1200)), (KindIx::new(1), Fte::from_small(600))]);
        let dealt = deal(&[hand('a', 0), hand('b', 1)], &given);
        assert_eq!(dealt[0].1, [(KindIx::new(0), Fte::whole(1))]);
        assert_eq!(dealt[1].1, [(KindIx::new(0), Fte::from_small(200)), (KindIx::new(1), Fte::from_small(800))]);
    }
}
