//! The arithmetic against hand-worked cases and against all courses of tiny ones, each listed in full.

use super::*;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

fn stretch(first: usize, last: usize) -> Stretch {
    Stretch { first, last }
}

/// People who can be taken once.
fn single(people: &[Stretch]) -> Vec<Vec<Stretch>> {
    people.iter().map(|&stretch| vec![stretch]).collect()
}

fn numbers(standings: &[Standing]) -> Vec<(i64, i64)> {
    standings.iter().map(|standing| (standing.pool, standing.needed)).collect()
}

/// Years that hold.
fn held(standings: &[Standing]) -> usize {
    standings.iter().take_while(|standing| standing.missing() == 0).count()
}

#[test]
fn who_drops_out_first_is_taken_first() {
    // One is needed a year. Two are there in the first year alone, one in the first two, one in all four: both of the first go at once,
    // one of them for nothing; then the third, then the last, and nobody is left for the fourth year.
    let pool = [stretch(0, 3), stretch(0, 1), stretch(0, 0), stretch(0, 0)];
    assert_eq!(numbers(&deplete(&single(&pool), 4, |_, _| 1)), [(4, 1), (2, 1), (1, 1), (0, 1)]);
    // Somebody who comes in the last year saves it.
    let pool = [pool.as_slice(), &[stretch(3, 9)]].concat();
    assert_eq!(numbers(&deplete(&single(&pool), 4, |_, _| 1)), [(4, 1), (2, 1), (1, 1), (1, 1)]);
}

#[test]
fn key_teachers_of_a_county_run_out_in_the_fourth_year() {
    // 40 eligible, three of them key teachers: a tenth rotates, a fifth of those are key teachers. Each year one key teacher is needed and
    // lets five rotate: 40, 35, 30, 25 remain, so 4, 4, 3, 3 rotate, with one key teacher each; in the fourth year there is none.
    let standings = standings(&[stretch(0, 9); 40], &single(&[stretch(0, 9); 3]), 10, Shares::new(100, 200));
    assert_eq!(numbers(&standings), [(3, 1), (2, 1), (1, 1), (0, 1)]);
}

#[test]
fn the_rotation_share_asks_less_of_fewer() {
    // A third of six rotates, rounded up: 2 of 6, then 2 of 4, 1 of 2, 1 of 1; of nobody nobody is asked.
    let six = [stretch(0, 4); 6];
    let found = standings(&six, &single(&six), 5, Shares::new(333, 1000));
    assert_eq!(numbers(&found), [(6, 2), (4, 2), (2, 1), (1, 1), (0, 0)]);
}

#[test]
fn who_has_rotated_is_there_again_after_the_years_asked() {
    // Eligible from year 1 to 8, able to move from year 1 on, three years away: again from 4 and from 7, to the last year that age allows.
    assert_eq!(uses(Some(stretch(1, 8)), 1, 3, 8), [stretch(1, 8), stretch(4, 8), stretch(7, 8)]);
    // Who must move first, in year 2, is eligible from 5 on.
    assert_eq!(uses(None, 2, 3, 6), [stretch(5, 6)]);
}

#[test]
fn nobody_is_counted_twice_in_one_year() {
    // One person, free again after a year: two are needed in the second year, and there is one.
    let person = uses(Some(stretch(0, 2)), 0, 1, 2);
    assert_eq!(numbers(&deplete(&[person], 3, |year, _| [0, 2, 0][year])), [(1, 0), (1, 2)]);
}

#[test]
fn taking_the_first_to_drop_out_is_as_good_as_the_best_of_all_courses() {
    // 300 small pools with a fixed need by year: the years held are those of the best choice of whom to take.
    let mut dice = ChaCha8Rng::seed_from_u64(1);
    let mut dried = 0;
    for _ in 0..300 {
        let pool: Vec<Stretch> = (0..dice.random_range(1..=6)).map(|_| any_stretch(&mut dice, 4)).collect();
        let needs: Vec<i64> = (0..4).map(|_| dice.random_range(0..=2)).collect();
        let held = held(&deplete(&single(&pool), 4, |year, _| needs[year]));
        assert_eq!(held, best_choice(&pool, &needs, 0, 0), "{pool:?} {needs:?}");
        dried += usize::from(held < 4);
    }
    assert!((50..250).contains(&dried), "{dried}");
}

fn any_stretch(dice: &mut ChaCha8Rng, years: usize) -> Stretch {
    let first = dice.random_range(0..years);
    stretch(first, dice.random_range(first..years))
}

/// Years held by the best choice; `gone` has a bit for each who was taken.
fn best_choice(pool: &[Stretch], needs: &[i64], year: usize, gone: usize) -> usize {
    if year == needs.len() {
        return year;
    }
    let there = (0..pool.len()).filter(|&at| gone >> at & 1 == 0 && (pool[at].first..=pool[at].last).contains(&year));
    let there: usize = there.map(|at| 1 << at).sum();
    let choices =
        (0..1_usize << pool.len()).filter(|&set| set & there == set && i64::from(set.count_ones()) == needs[year]);
    choices.map(|set| best_choice(pool, needs, year + 1, gone | set)).max().unwrap_or(year)
}

/// Somebody of a tiny county.
struct Person {
    eligible: Stretch,
    key: bool,
}

struct County {
    people: Vec<Person>,
    years: usize,
    away: usize,
    shares: [i64; 2],
}

impl County {
    fn any(dice: &mut ChaCha8Rng) -> Self {
        let years = 4;
        let person = |dice: &mut ChaCha8Rng| {
            let eligible = if dice.random_bool(0.6) { stretch(0, years - 1) } else { any_stretch(dice, years) };
            Person { eligible, key: dice.random_bool(0.4) }
        };
        Self {
            people: (0..dice.random_range(1..=6)).map(|_| person(dice)).collect(),
            years,
            away: dice.random_range(2..=4),
            shares: [[100, 250, 500, 1000], [200, 300, 500, 1000]].map(|of| of[dice.random_range(0..4)]),
        }
    }

    /// Years that any course of rotations holds both quotas, by trying all; `from` is the first year in which each may rotate.
    fn held(&self, year: usize, from: &[usize]) -> usize {
        if year == self.years {
            return year;
        }
        let people = || self.people.iter().enumerate();
        let there: Vec<usize> = people()
            .filter(|&(at, person)| from[at] <= year && person.eligible.last >= year)
            .map(|(at, _)| at)
            .collect();
        let size = |n: usize| i64::try_from(n).unwrap();
        let mut best = year;
        for set in 0..1_usize << there.len() {
            let gone: Vec<usize> = (0..there.len()).filter(|at| set >> at & 1 == 1).map(|at| there[at]).collect();
            let key = gone.iter().filter(|&&at| self.people[at].key).count();
            let [share, of_rotating] = self.shares;
            let enough = size(gone.len()) * 1000 >= share * size(there.len());
            if best == self.years || !enough || size(key) * 1000 < of_rotating * size(gone.len()) {
                continue;
            }
            let mut from = from.to_vec();
            for &at in &gone {
                from[at] = year + self.away;
            }
            best = best.max(self.held(year + 1, &from));
        }
        best
    }

    fn counted(&self) -> usize {
        let eligible: Vec<Stretch> = self.people.iter().map(|person| person.eligible).collect();
        let key = self.people.iter().filter(|person| person.key);
        let pool: Vec<Vec<Stretch>> = key
            .map(|person| uses(Some(person.eligible), person.eligible.first, self.away, person.eligible.last))
            .collect();
        held(&standings(&eligible, &pool, self.years, Shares::new(self.shares[0], self.shares[1])))
    }
}

#[test]
fn what_is_called_impossible_no_course_can_do() {
    // 300 tiny counties, every course of rotations tried with who comes back when: none holds longer than counted; and counting is no empty
    // promise: where it says dry, that is often the very year.
    let mut dice = ChaCha8Rng::seed_from_u64(2);
    let (mut dry, mut exact, mut called) = (0, 0, 0);
    for at in 0..300 {
        let county = County::any(&mut dice);
        let first: Vec<usize> = county.people.iter().map(|person| person.eligible.first).collect();
        let (held, counted) = (county.held(0, &first), county.counted());
        assert!(held <= counted, "{at}: {held} {counted}");
        dry += usize::from(held < county.years);
        called += usize::from(counted < county.years);
        exact += usize::from(held < county.years && held == counted);
    }
    assert!(dry > 100 && called * 10 > dry * 7 && exact * 10 > dry * 7, "{dry} {called} {exact}");
}
