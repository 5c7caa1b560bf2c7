//! About the least that has to be added, over several rounds, until a chance is reached.
//!
//! The number is found by doubling and halving, and for each number the best way to split it over the rounds: of two rounds up to
//! [`SPLITS`] ways evenly spread, of more each further part goes where it helps most.

use std::cmp::Reverse;

/// Ways looked at to split a number over two rounds.
const SPLITS: usize = 64;
/// Parts in which a number is dealt out over more rounds.
const PARTS: usize = 16;

/// What a change is worth: the chance in millionths, then how little is missing, in millionths of a person.
pub(super) type Worth = (i64, Reverse<i64>);

/// How much of each round, at most `caps` and `total` in all, is about the least that reaches the chance `asked`, in millionths, and what it
/// is worth; everything at its best where nothing does.
pub(super) fn smallest(
    caps: &[usize],
    total: usize,
    asked: i64,
    worth: impl Fn(&[usize]) -> Worth,
) -> (Vec<usize>, Worth) {
    let total = total.min(caps.iter().sum());
    let best = |number: usize| best_of(caps, number, &worth);
    let (mut few, mut enough) = (0, 1.min(total));
    let mut found = best(enough);
    while found.1.0 < asked && enough < total {
        (few, enough) = (enough, (2 * enough).min(total));
        found = best(enough);
    }
    while found.1.0 >= asked && enough > few + 1 {
        let half = usize::midpoint(few, enough);
        let then = best(half);
        if then.1.0 >= asked {
            (enough, found) = (half, then);
        } else {
            few = half;
        }
    }
    found
}

/// The best way to split a number over the rounds.
fn best_of(caps: &[usize], number: usize, worth: &impl Fn(&[usize]) -> Worth) -> (Vec<usize>, Worth) {
    match *caps {
        [] => (Vec::new(), worth(&[])),
        [_] => (vec![number], worth(&[number])),
        [first, second] => {
            let (least, most) = (number.saturating_sub(second), number.min(first));
            let apart = (most - least).div_ceil(SPLITS).max(1);
            let splits = (least..=most).step_by(apart).chain([most]).map(|at| vec![at, number - at]);
            let known = splits.map(|split| (worth(&split), split));
            known.max_by_key(|known| known.0).map(|(worth, split)| (split, worth)).expect("at least one split")
        }
        _ => step_by_step(caps, number, worth),
    }
}

fn step_by_step(caps: &[usize], number: usize, worth: &impl Fn(&[usize]) -> Worth) -> (Vec<usize>, Worth) {
    let mut split = vec![0; caps.len()];
    let (mut now, mut left) = (worth(&split), number);
    while left > 0 {
        let part = number.div_ceil(PARTS).min(left);
        let further = |at: usize| {
            let mut next = split.clone();
            next[at] = (next[at] + part).min(caps[at]);
            (worth(&next), next)
        };
        let open = (0..caps.len()).filter(|&at| split[at] < caps[at]);
        let Some(best) = open.map(further).max_by_key(|known| known.0) else { break };
        left -= best.1.iter().sum::<usize>() - split.iter().sum::<usize>();
        (now, split) = best;
    }
    (split, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of so many succeeds: each of a round fails with its odds of a hundred.
    fn one_of(odds: &'static [f64]) -> impl Fn(&[usize]) -> Worth {
        move |split| {
            let fails: f64 =
                split.iter().zip(odds).map(|(&people, odds)| odds.powi(i32::try_from(people).expect("few"))).product();
            #[expect(clippy::cast_possible_truncation, reason = "at most a million")]
            let reached = ((1.0 - fails) * 1e6).round() as i64;
            (reached, Reverse(1_000_000 - reached))
        }
    }

    #[test]
    fn the_better_round_is_filled_first() {
        // With odds of failing of 0.9 and 0.1, one of the second round is enough for 0.8; with 0.9 and 0.5, three.
        assert_eq!(smallest(&[3, 3], 3, 800_000, one_of(&[0.9, 0.1])), (vec![0, 1], (900_000, Reverse(100_000))));
        assert_eq!(smallest(&[3, 3], 6, 800_000, one_of(&[0.9, 0.5])).0, [0, 3]);
    }

    #[test]
    fn what_is_never_enough_is_everything_at_its_best() {
        // Three people who may go to either round go to the better one.
        assert_eq!(smallest(&[3, 3], 3, 999_999, one_of(&[0.9, 0.5])).0, [0, 3]);
        assert_eq!(smallest(&[], 0, 1, one_of(&[])), (Vec::new(), (0, Reverse(1_000_000))));
        assert_eq!(smallest(&[0], 0, 1, one_of(&[0.5])).0, [0]);
    }

    #[test]
    fn of_three_rounds_the_best_goes_first_even_where_no_chance_is_seen() {
        // So much is missing that the chance is zero to six digits: the round that leaves least missing is filled.
        let worth = |split: &[usize]| {
            let won = 900 * split[0] + 500 * split[1] + 500 * split[2];
            (0, Reverse(1_000_000 - i64::try_from(won).expect("few")))
        };
        assert_eq!(smallest(&[5, 5, 5], 15, 1, worth).0, [5, 5, 5]);
        assert_eq!(best_of(&[5, 5, 5], 4, &worth).0, [4, 0, 0]);
    }

    #[test]
    fn large_numbers_are_found_by_doubling() {
        // 0.99 to the 230 is below a tenth for the first time.
        assert_eq!(smallest(&[20_000], 20_000, 900_000, one_of(&[0.99])).0, [230]);
    }
}
