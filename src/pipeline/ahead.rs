//! Ways of looking ahead over several school years.

use std::fmt;
use std::str::FromStr;

/// How far ahead is looked while the years of a plan are decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ahead {
    /// All years are decided at once.
    #[default]
    All,
    /// Some years are decided at once, the first of them are kept, and the rest is decided anew together with the years that follow.
    Rolling {
        /// School years that are decided at once.
        window: usize,
        /// How many of them are kept, at least one and not more than there are.
        step: usize,
    },
    /// One year after the other, none with regard to what comes.
    Yearly,
}

impl Ahead {
    /// How many years are decided at once and how many of them are kept, where `years` are left to decide.
    pub(super) fn window(self, years: usize) -> (usize, usize) {
        let (window, step) = match self {
            Self::All => (years, years),
            Self::Rolling { window, step } => (window, step),
            Self::Yearly => (1, 1),
        };
        let window = window.clamp(1, years.max(1));
        // The last window has nothing to wait for.
        (window, if window == years { years } else { step.clamp(1, window) })
    }

    /// The same, or all at once where that is the same for so many years.
    #[must_use]
    pub fn of_years(self, years: usize) -> Self {
        if self.window(years).0 == years { Self::All } else { self }
    }
}

/// `all`, `yearly` or `rolling WINDOW/STEP`.
impl fmt::Display for Ahead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Yearly => f.write_str("yearly"),
            Self::Rolling { window, step } => write!(f, "rolling {window}/{step}"),
        }
    }
}

impl FromStr for Ahead {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "all" => Ok(Self::All),
            "yearly" => Ok(Self::Yearly),
            _ => {
                let numbers = text.strip_prefix("rolling ").and_then(|rest| rest.split_once('/')).ok_or(())?;
                let number = |text: &str| text.parse().map_err(|_| ());
                Ok(Self::Rolling { window: number(numbers.0)?, step: number(numbers.1)? })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_ends_with_the_horizon() {
        // Of five years three are decided and one kept; of three that are left all are, because nothing comes after them.
        let rolling = Ahead::Rolling { window: 3, step: 1 };
        assert_eq!((rolling.window(5), rolling.window(3), rolling.window(2)), ((3, 1), (3, 3), (2, 2)));
        assert_eq!((Ahead::Yearly.window(4), Ahead::Yearly.window(1)), ((1, 1), (1, 1)));
        assert_eq!((Ahead::All.window(4), rolling.of_years(3), rolling.of_years(4)), ((4, 4), Ahead::All, rolling));
    }

    #[test]
    fn a_way_of_looking_ahead_is_read_as_it_is_written() {
        // The manifest states it, and who compares reads it again.
        for ahead in [Ahead::All, Ahead::Yearly, Ahead::Rolling { window: 3, step: 2 }] {
            assert_eq!(ahead.to_string().parse(), Ok(ahead));
        }
        assert!("rolling 3".parse::<Ahead>().is_err() && "".parse::<Ahead>().is_err());
    }
}
