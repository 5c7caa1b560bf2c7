//! A trade-off curve: what the goals come to when something is limited more and more, and where more effort stops paying.

/// A point of the curve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The limit.
    pub limit: i64,
    /// Values of the goals in their small units with what is proven of each; none where no plan keeps the limit.
    pub values: Option<Vec<(i64, Option<i64>)>>,
}

/// A knee lies at least this part (in hundredths) of the height of the curve below the line between its ends.
const DEPTH: i128 = 5;

/// The first goal that provably is not the same everywhere on the curve: some plan is better than any plan can be at another point. What is
/// proven only within a tolerance may differ by as much for no reason.
#[must_use]
pub fn first_moving(points: &[Point]) -> Option<usize> {
    let known: Vec<&Vec<(i64, Option<i64>)>> = points.iter().filter_map(|point| point.values.as_ref()).collect();
    let goals = known.first()?.len();
    (0..goals).find(|&at| {
        let least = known.iter().map(|values| values[at].0).min();
        let most = known.iter().filter_map(|values| values[at].1).max();
        least.zip(most).is_some_and(|(least, most)| least < most)
    })
}

/// The knee in one goal: the point that lies furthest below the straight line between the ends, both axes from end to end being one (Satopää and
/// others, Finding a "Kneedle" in a haystack, 2011). Points are in the order of their limits; none where no point lies clearly below the line.
#[must_use]
pub fn knee(points: &[Point], goal: usize) -> Option<usize> {
    let known: Vec<(usize, i128, i128)> = points
        .iter()
        .enumerate()
        .filter_map(|(at, point)| Some((at, i128::from(point.limit), i128::from(point.values.as_ref()?.get(goal)?.0))))
        .collect();
    let (&(_, x0, y0), &(_, x1, y1)) = (known.first()?, known.last()?);
    // (y0 − y) / (y0 − y1) − (x − x0) / (x1 − x0), times both denominators.
    let below = |&(_, x, y): &(usize, i128, i128)| (y0 - y) * (x1 - x0) - (x - x0) * (y0 - y1);
    let enough = |most: &i128| *most > 0 && 100 * most >= DEPTH * (x1 - x0) * (y0 - y1);
    let best = known.iter().map(below).max().filter(enough)?;
    known.iter().find(|point| below(point) == best).map(|&(at, ..)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(points: &[(i64, i64)]) -> Vec<Point> {
        let point =
            |&(limit, value): &(i64, i64)| Point { limit, values: Some(vec![(7, Some(7)), (value, Some(value - 1))]) };
        points.iter().map(point).collect()
    }

    #[test]
    fn the_knee_is_where_the_curve_bends() {
        // From 100 to 20 in four steps of ten moves: after 20 moves 30 is reached, 3/4·… below the line by 7/8 − 1/2; the first goal never moves.
        let points = curve(&[(0, 100), (10, 60), (20, 30), (30, 25), (40, 20)]);
        assert_eq!((first_moving(&points), knee(&points, 1), knee(&points, 0)), (Some(1), Some(2), None));
    }

    #[test]
    fn a_straight_line_and_a_curve_that_bends_the_other_way_have_no_knee() {
        // Every move is worth the same, or the last ones are worth most: nothing says where to stop.
        assert_eq!(knee(&curve(&[(0, 100), (10, 80), (20, 60)]), 1), None);
        assert_eq!(knee(&curve(&[(0, 100), (10, 95), (20, 60)]), 1), None);
        // A bend of one in forty is none to be announced.
        assert_eq!(knee(&curve(&[(0, 100), (10, 79), (20, 60)]), 1), None);
    }

    #[test]
    fn a_goal_moves_only_where_that_is_proven() {
        // 1000 and 999, each proven to 998: nobody knows that they differ. 1000 proven to 999.5 and 990 do.
        let mut points = curve(&[(0, 1000), (10, 999)]);
        for point in &mut points {
            point.values = point.values.take().map(|values| vec![values[0], (values[1].0, Some(998))]);
        }
        assert_eq!(first_moving(&points), None);
        assert_eq!(first_moving(&curve(&[(0, 1000), (10, 990)])), Some(1));
    }

    #[test]
    fn points_without_a_plan_are_passed_over() {
        // Nobody may move but two must: the curve begins at two; what is left are two points and no knee.
        let mut points = curve(&[(0, 0), (2, 50), (9, 10)]);
        points[0].values = None;
        assert_eq!((first_moving(&points), knee(&points, 1)), (Some(1), None));
        assert_eq!((first_moving(&[]), knee(&[], 0)), (None, None));
    }
}
