//! Groups by hand: who is in them, what they find side by side, and what is made of it.

use super::super::super::weights::Weights;
use super::super::groups::Links;
use super::*;

#[test]
fn a_group_is_what_hangs_together_around_the_region_searched_least() {
    // Two and three people are shared inside the pairs, one between them: the first pair, then the other; of three places the one in between twice.
    let regions = sized(&four_places(), 0.5).expect("four places");
    let mut links = Links::of(&regions);
    let pairs: Vec<_> = (0..3).map(|_| links.group(2, &[])).collect();
    assert_eq!(pairs, [vec![0, 1], vec![2, 3], vec![0, 1]]);
    let mut links = Links::of(&regions);
    assert_eq!([links.group(3, &[]), links.group(3, &[])], [vec![0, 1, 2], vec![3, 2, 1]]);
    assert_eq!(links.group(9, &[]).len(), 4);
    // Who may be in the middle is elsewhere for the first place only; who is in no place is nowhere else.
    let elsewhere = |at| regions.is_elsewhere(Col::new(at), &[0]);
    assert!(elsewhere(6) && !elsewhere(0) && !elsewhere(7));
}

#[test]
fn groups_side_by_side_share_no_region() {
    // Two of the four places; of pairs there is but one group at a time.
    let regions = sized(&four_places(), 0.5).expect("four places");
    let mut links = Links::of(&regions);
    assert_eq!(links.apart(1, 2), [vec![0], vec![1]]);
    // Two pairs would be all there is, and what crosses them would be held for ever.
    assert_eq!(links.apart(2, 2).len(), 1);
    assert_eq!(links.apart(3, 2).len(), 1);
}

#[test]
fn who_may_be_in_two_groups_is_free_in_neither() {
    // Of the first pair of places and the other one: who may be in the middle is held where both are searched, and free where one of them is.
    let program = Extended::of(four_places());
    let regions = sized(&program, 0.5).expect("four places");
    let (settings, clock, silent) = (Settings::default(), clock(), |_: Event| {});
    let mut driver = Driver::new(&program, vec![0], &settings, &clock, &silent);
    assert!(driver.offer(&[1; 7]));
    let best = driver.best.clone().expect("offered");
    let near = Domain::of(&program);
    let free = |groups: &[Vec<usize>]| {
        let part = driver.in_group(&near, &regions, groups, 0, &best);
        (0..7).filter(|&at| part.lower[at] < part.upper[at]).collect::<Vec<_>>()
    };
    assert_eq!(free(&[vec![0, 1], vec![2, 3]]), [0, 1]);
    assert_eq!(free(&[vec![2, 3], vec![0, 1]]), [2, 3, 4, 5]);
    assert_eq!(free(&[vec![0, 1]]), [0, 1, 6]);
}

#[test]
fn what_two_groups_change_is_put_together_as_far_as_it_goes_together() {
    // One post for either place, worth four lessons here and five there, and somebody of its own for each, worth two: each group takes all it can.
    let program = Program {
        columns: [1, 1, 9, 9, 1, 1].map(column).to_vec(),
        rows: vec![
            line(Some(0), Some(6), None, &[(0, 4), (2, 1), (4, 2)]),
            line(Some(1), Some(7), None, &[(1, 5), (3, 1), (5, 2)]),
            line(None, None, Some(1), &[(0, 1), (1, 1)]),
        ],
        tiers: vec![goal(&[(2, 1), (3, 1)])],
        ..Program::default()
    };
    let program = Extended::of(program);
    let regions = sized(&program, 0.5).expect("two places");
    let (settings, clock, silent) = (Settings::default(), clock(), |_: Event| {});
    let mut driver = Driver::new(&program, vec![0], &settings, &clock, &silent);
    assert!(driver.offer(&[0, 0, 6, 7, 0, 0]));
    let (best, near, groups) = (driver.best.clone().expect("offered"), Domain::of(&program), [vec![0], vec![1]]);
    let parts = [0, 1].map(|at| driver.in_group(&near, &regions, &groups, at, &best));
    let (weights, goal) = (Weights::of(&program, 0, 1), first_goal(&program));
    driver.search_apart((&regions, &parts), (&weights, &goal), 0.0, &clock);
    assert_eq!(driver.best.map(|best| best.solution), Some(vec![0, 1, 4, 0, 1, 1]));
}

#[test]
fn groups_find_what_single_regions_do_not() {
    // From nobody anywhere: never for the worse, never below the best of all staffings, and most often that one.
    let (mut state, mut best, mut more) = (29_u64, 0, 0);
    for case in 0..60 {
        let (program, least) = chain(&mut state, false);
        let program = Extended::of(program);
        let regions = sized(&program, 0.5).expect("four places");
        let (exact, domain, prices) = (first_goal(&program), Domain::of(&program), relaxed(&program).0);
        let certificate = certify(&exact, &domain, prices.into_iter()).expect("bounded");
        let mut plan = vec![0; program.columns.len()];
        plan[8..].fill(6);
        let (clock, silent) = (clock(), |_: Event| {});
        let improved = |by_groups: bool, threads: usize| {
            let settings = Settings { threads, ..Settings::default() };
            let mut driver = Driver::new(&program, vec![0], &settings, &clock, &silent);
            assert!(driver.offer(&plan), "case {case}: nobody anywhere is legal");
            if by_groups {
                driver.improve_by_groups(&regions, &certificate, 0, 1);
            } else {
                driver.improve(&regions, 0, 1, Reach::Single);
            }
            driver.best.expect("offered")
        };
        let groups = improved(true, 1);
        assert_eq!(groups, improved(true, 2), "case {case}: the number of threads");
        let (groups, single) = (groups.values[0], improved(false, 1).values[0]);
        assert!(least <= groups && groups <= program.values(&plan)[0], "case {case}: {groups} {least}");
        best += u32::from(groups == least);
        more += u32::from(groups < single);
    }
    assert!(best > 40 && more > 5, "the best of all in {best} cases, better than by single regions in {more}");
}
