//! Weak duality in whole numbers: what prices of rows prove.

use crate::program::Row;

/// Largest shift that is accepted: beyond it the denominator itself leaves the range.
const FINEST: u32 = 100;

/// The bound on `Σ cost·x` that prices give, with the reduced costs: prices and results are multiples of `2^-shift`. None where the
/// numbers are out of range. `min c·x ≥ Σ y·b + Σ_j min(d_j l_j, d_j u_j)` with `d = c − yA` holds for any prices, because every
/// column has bounds (Neumaier and Shcherbina, 2004).
#[must_use]
pub fn bound<'r>(
    costs: &[i64],
    shift: u32,
    priced: impl Iterator<Item = (&'r Row, i128)>,
    (lower, upper): (&[i64], &[i64]),
) -> Option<(i128, Vec<i128>)> {
    if shift > FINEST {
        return None;
    }
    let one = 1_i128 << shift;
    let mut reduced: Vec<i128> = costs.iter().map(|&c| i128::from(c).checked_mul(one)).collect::<Option<_>>()?;
    let mut bound: i128 = 0;
    for (row, price) in priced {
        // A price on a side that does not exist proves nothing: leave it out.
        let side = if price > 0 { row.lower } else { row.upper };
        let Some(side) = side.filter(|_| price != 0) else { continue };
        bound = bound.checked_add(price.checked_mul(i128::from(side))?)?;
        for &(col, a) in &row.terms {
            let entry = &mut reduced[col.at()];
            *entry = entry.checked_sub(price.checked_mul(i128::from(a))?)?;
        }
    }
    for (at, &d) in reduced.iter().enumerate() {
        let end = if d > 0 { lower[at] } else { upper[at] };
        bound = bound.checked_add(d.checked_mul(i128::from(end))?)?;
    }
    Some((bound, reduced))
}
