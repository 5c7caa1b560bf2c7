//! Seeded choices in whole numbers: the same seed gives the same choices on any machine.
//!
//! Only `ChaCha8` words and integer arithmetic are used; nothing here depends on the sampling code of another crate,
//! on floats or on the width of `usize`.

pub use super::shares::share_out;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of choices.
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream number `stream` of `seed`; streams of one seed are independent of each other.
    #[must_use]
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Self(rng)
    }

    /// The stream of `seed` that belongs to a name: choices for one name never depend on what else is chosen, or in which order.
    #[must_use]
    pub fn named(seed: u64, name: &str) -> Self {
        // FNV-1a in 64 bits.
        let mixed = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self::new(seed, name.bytes().fold(0xcbf2_9ce4_8422_2325, mixed))
    }

    /// A number from zero up to but not including `n`, each equally likely; zero where `n` is zero.
    pub fn below(&mut self, n: u64) -> u64 {
        if n == 0 {
            return 0;
        }
        let usable = u64::MAX - u64::MAX % n;
        loop {
            let word = self.0.next_u64();
            if word < usable {
                return word % n;
            }
        }
    }

    /// A position in something of length `n`.
    pub fn at(&mut self, n: usize) -> usize {
        usize::try_from(self.below(n as u64)).unwrap_or(0)
    }

    /// A number between `from` and `to`, both included; `from` where `to` is smaller.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        let width = u64::try_from(to - from + 1).unwrap_or(0);
        from + i64::try_from(self.below(width)).unwrap_or(0)
    }

    /// True `permille` times in a thousand.
    pub fn chance(&mut self, permille: i64) -> bool {
        self.between(0, 999) < permille
    }

    /// One of `items`, each equally likely.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        if items.is_empty() { None } else { items.get(self.at(items.len())) }
    }

    /// A position in `weights`, each as likely as its weight; zero where all weights are zero.
    pub fn weighted(&mut self, weights: impl IntoIterator<Item = i64>) -> usize {
        let weights: Vec<i64> = weights.into_iter().collect();
        let mut left = self.between(0, weights.iter().sum::<i64>() - 1);
        for (at, weight) in weights.iter().enumerate() {
            if left < *weight {
                return at;
            }
            left -= weight;
        }
        0
    }

    /// In a random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = self.at(at + 1);
            items.swap(at, other);
        }
    }

    /// `n` positions in `weights`, ascending, each position as often as its share of `n` to within one
    /// (systematic sampling).
    pub fn systematic(&mut self, n: i64, weights: &[i64]) -> Vec<usize> {
        let total: i64 = weights.iter().sum();
        let start = self.between(0, total - 1);
        let mut chosen = Vec::new();
        let (mut at, mut upto) = (0, weights.first().copied().unwrap_or(0));
        for i in 0..n {
            let point = (i * total + start) / n;
            while point >= upto && at + 1 < weights.len() {
                at += 1;
                upto += weights[at];
            }
            chosen.push(at);
        }
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_the_same_for_the_same_seed_and_stream() {
        // The first choices of seed 2026 are fixed here for every machine to agree with.
        let mut dice = Dice::new(2026, 1);
        let first: Vec<u64> = (0..4).map(|_| dice.below(1000)).collect();
        assert_eq!(first, [491, 678, 636, 842]);
        let mut other = Dice::new(2026, 2);
        assert_ne!(first, (0..4).map(|_| other.below(1000)).collect::<Vec<_>>());
    }

    #[test]
    fn a_name_has_a_stream_of_its_own() {
        // The stream of a name is its FNV-1a digest (the published value of "a" is af63dc4c8601ec8c), and that of no other name.
        let first = |mut dice: Dice| (0..4).map(|_| dice.below(1000)).collect::<Vec<_>>();
        assert_eq!(first(Dice::named(7, "a")), first(Dice::new(7, 0xaf63_dc4c_8601_ec8c)));
        assert_ne!(first(Dice::named(7, "a")), first(Dice::named(7, "b")));
        assert_ne!(first(Dice::named(7, "a")), first(Dice::named(8, "a")));
    }

    #[test]
    fn systematic_choices_keep_to_the_shares() {
        // Ten choices at 5 : 3 : 2 give 5, 3 and 2 of each, to within one.
        for stream in 0..50 {
            let chosen = Dice::new(7, stream).systematic(10, &[50, 30, 20]);
            for (at, expected) in [(0, 5_usize), (1, 3), (2, 2)] {
                assert!(chosen.iter().filter(|&&c| c == at).count().abs_diff(expected) <= 1);
            }
        }
    }
}
