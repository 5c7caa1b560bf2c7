//! Deals the teaching time of a profile out to its people, exactly.
//!
//! Everybody of a profile may teach each of its kinds, and the time given to the kinds is not more than the people have; so
//! any way to deal it out in grains is a valid timetable. Here each person first takes of the main kind, then of the others
//! in order; what is left stays with the main kind.

use crate::domain::{Fte, KindIx, UnitIx};
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

/// One person, or a group of hires, with the shares dealt out.
pub struct Dealt<'a> {
    /// Where.
    pub unit: UnitIx,
    /// Main kind.
    pub main: KindIx,
    /// What is taught, sorted by kind, without zeros.
    pub shares: &'a mut Vec<(KindIx, Fte)>,
}

/// Sends back to their main kind those who teach a kind besides it for which more time was dealt out than was `decided`: somebody
/// of that kind has time left, which stays with it. Every kind keeps what was decided, and people teach their main kind more.
pub fn give_back(people: &mut [Dealt<'_>], decided: &BTreeMap<(UnitIx, KindIx), Fte>) {
    let mut supply: BTreeMap<(UnitIx, KindIx), Fte> = BTreeMap::new();
    for person in people.iter() {
        person.shares.iter().for_each(|&(kind, time)| *supply.entry((person.unit, kind)).or_default() += time);
    }
    // Each step takes time from a further kind to a main kind, so this ends.
    let mut moved = true;
    while moved {
        moved = false;
        for Dealt { unit, main, shares } in people.iter_mut() {
            let spare = |kind: KindIx, time: Fte| {
                let of = |sums: &BTreeMap<(UnitIx, KindIx), Fte>| sums.get(&(*unit, kind)).copied().unwrap_or_default();
                time.min((of(&supply) - of(decided)).positive_part())
            };
            let further = shares.iter().filter(|(kind, _)| kind != main);
            let Some((kind, back)) =
                further.map(|&(kind, time)| (kind, spare(kind, time))).find(|(_, back)| *back > Fte::ZERO)
            else {
                continue;
            };
            let mut by_kind: BTreeMap<KindIx, Fte> = shares.iter().copied().collect();
            by_kind.entry(kind).and_modify(|time| *time -= back);
            *by_kind.entry(*main).or_default() += back;
            **shares = by_kind.into_iter().filter(|&(_, time)| time > Fte::ZERO).collect();
            supply.entry((*unit, kind)).and_modify(|time| *time -= back);
            *supply.entry((*unit, *main)).or_default() += back;
            moved = true;
        }
    }
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
    fn who_teaches_besides_the_main_kind_goes_back_where_somebody_has_time_left() {
        // 1.0 of kind 0 is decided. The teacher of kind 0 has 0.4 left, which stays with it, so 1.4 are dealt out: the teacher of kind 1
        // gives only 0.2 of her 0.6 there. Of kind 2 no more than decided is given, and it stays as it is.
        let (unit, kind) = (UnitIx::new(0), KindIx::new);
        let share = |kind, small| (kind, Fte::from_small(small));
        let mut first = vec![share(kind(0), 800), share(kind(2), 200)];
        let mut second = vec![share(kind(0), 600), share(kind(1), 400)];
        let mut people =
            [Dealt { unit, main: kind(0), shares: &mut first }, Dealt { unit, main: kind(1), shares: &mut second }];
        let decided = [(0, 1000), (1, 400), (2, 200)].map(|(at, small)| ((unit, kind(at)), Fte::from_small(small)));
        give_back(&mut people, &BTreeMap::from(decided));
        assert_eq!(first, [share(kind(0), 800), share(kind(2), 200)]);
        assert_eq!(second, [share(kind(0), 200), share(kind(1), 800)]);
    }

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
