//! The partition by hand; bounds by regions between the relaxation and enumeration; plans that only get better.

use super::super::exact::{Domain, Exact, dense, real};
use super::super::extended::Extended;
use super::super::safe_bound::certify;
use super::super::session::{Method, Task, run};
use super::super::small::{below, clock, column, generated, goal, line, solutions};
use super::super::tiers::Driver;
use super::super::{Event, Settings};
use super::bound::ask_each;
use super::*;

mod groups;

/// Four places; people may be in the first two, in the last two, or in the two in the middle.
fn four_places() -> Program {
    let block = |block, people: &[usize]| {
        line(Some(block), Some(1), None, &people.iter().map(|&at| (at, 1)).collect::<Vec<_>>())
    };
    Program {
        columns: vec![column(1); 7],
        rows: vec![block(0, &[0, 1]), block(1, &[0, 1, 6]), block(2, &[2, 3, 4, 6]), block(3, &[2, 3, 4, 5])],
        cones: Vec::new(),
        stages: Vec::new(),
        tiers: vec![goal(&(0..7).map(|at| (at, 1)).collect::<Vec<_>>())],
    }
}

/// The regions of a program with another size.
fn sized(program: &Program, size: f64) -> Option<Regions> {
    let blocks = blocks(program);
    Regions::made(&blocks, &together(&blocks, singles(&blocks), size))
}

#[test]
fn places_that_share_people_make_a_region_as_long_as_it_is_small() {
    // Two and three people are shared inside the pairs, one between them; with room for all seven there is nothing to part.
    let program = four_places();
    let regions = sized(&program, 5.0).expect("two regions");
    assert_eq!(regions.of_block, BTreeMap::from([(0, 0), (1, 0), (2, 1), (3, 1)]));
    assert_eq!(regions.neighbors(&program), vec![(0, 1)]);
    assert!(regions.reaches(Col::new(6), &[0]) && regions.reaches(Col::new(6), &[1]));
    assert!(!regions.reaches(Col::new(5), &[0]));
    assert!(sized(&program, 7.0).is_none());
    assert_eq!(sized(&program, 0.5).map(|regions| regions.count), Some(4));
}

#[test]
fn a_row_without_a_place_belongs_to_the_region_of_most_of_its_columns() {
    // Half is enough; a row over everything belongs to nobody, and so does one over columns that are in no place.
    let program = four_places();
    let regions = sized(&program, 5.0).expect("two regions");
    let home = |columns: &[usize]| {
        regions.home(&line(None, None, Some(1), &columns.iter().map(|&at| (at, 1)).collect::<Vec<_>>()))
    };
    assert_eq!(home(&[2, 3, 0]), Some(1));
    assert_eq!(home(&[0, 2]), Some(0));
    assert_eq!(home(&[6]), Some(0));
    assert_eq!(home(&[]), None);
    let mut wide = program;
    wide.columns.extend(vec![column(1); 9]);
    assert_eq!(regions.home(&line(None, None, Some(1), &[(0, 1), (7, 1), (8, 1)])), None);
}

/// The bound by regions of the first goal of `program` at `prices` by row.
fn bound(program: &Extended, regions: &Regions, prices: &[f64], start: Option<&[i64]>, threads: usize) -> i64 {
    let (exact, clock) = (first_goal(program), clock());
    let terms = Terms { gap: 0.0, start, threads, seed: 0, clock: &clock };
    let split = Split::priced(&exact, prices).among(regions, &[], &exact);
    let asked = priced(&split, &exact, &Domain::of(program), &terms);
    asked.and_then(|asked| asked.certificate.rounded()).expect("an answer")
}

fn first_goal(program: &Extended) -> Exact<'_> {
    Exact::new(program, dense(program.columns.len(), &program.tiers[0].terms, 1), 0, &[])
}

/// Prices and bound of the relaxation of the first goal.
fn relaxed(program: &Extended) -> (Vec<f64>, i64) {
    let (exact, domain) = (first_goal(program), Domain::of(program));
    let (model, _, scale) = exact.model(&domain);
    let prices = run(&Task::new(model, Method::Simplex, 0), &clock(), &mut |_| {}).prices.expect("solved");
    let bound = exact.certificate(&domain, &prices, scale).and_then(|certificate| certificate.rounded());
    (exact.in_units(&prices, scale), bound.expect("small"))
}

#[test]
fn the_bound_by_regions_lies_between_the_relaxation_and_the_best_plan() {
    // Two places that share people, each a region: whatever the prices are, no plan is below; at those of the relaxation it often rises.
    let (mut state, mut risen) = (3_u64, 0);
    for case in 0..60 {
        let program = generated(&mut state);
        let plans = solutions(&program);
        let least = plans.iter().map(|plan| program.tiers[0].value(plan)).min().expect("feasible");
        let program = Extended::of(program);
        let regions = sized(&program, 0.5).expect("two regions");
        let (prices, relaxation) = relaxed(&program);
        let at_prices = bound(&program, &regions, &prices, Some(&plans[0]), 1);
        assert!((relaxation..=least).contains(&at_prices), "case {case}: {relaxation} {at_prices} {least}");
        assert_eq!(at_prices, bound(&program, &regions, &prices, Some(&plans[0]), 3), "case {case}");
        risen += u32::from(at_prices > relaxation);
        let odd: Vec<f64> = (0_u32..).zip(&prices).map(|(row, price)| price * f64::from(row % 3) + 0.25).collect();
        assert!(bound(&program, &regions, &odd, None, 1) <= least, "case {case}");
    }
    assert!(risen > 5, "only {risen} bounds have risen: the test tests nothing");
}

#[test]
fn a_search_near_the_relaxation_claims_no_more_than_there_is() {
    // However small the first reach is: never above the least, never below the relaxation, and from a known plan or without a limit the least itself.
    let (mut state, mut far) = (5_u64, 0);
    for case in 0..60 {
        let program = generated(&mut state);
        let plans = solutions(&program);
        let values = || plans.iter().map(|plan| program.tiers[0].value(plan) - program.tiers[0].constant);
        let least = values().min().expect("feasible");
        let extended = Extended::of(program.clone());
        let (exact, domain, clock) = (first_goal(&extended), Domain::of(&extended), clock());
        let relaxation = relaxed(&extended).1;
        let ask = |gap: f64, start: Option<&[i64]>| {
            let terms = Terms { gap, start, threads: 1, seed: 0, clock: &clock };
            bound::searched(&exact, &domain, &terms).expect("an answer").bound
        };
        assert_eq!(ask(0.0, None), least, "case {case}: no reach, no plan");
        assert_eq!(ask(1e-3, Some(&plans[0])), least, "case {case}: from a plan");
        let near = ask(1e-3, None);
        assert!((relaxation..=least).contains(&near), "case {case}: {relaxation} {near} {least}");
        far += u32::from(least > relaxation + 4);
    }
    assert!(far > 5, "the least is beyond the first reach in {far} cases only");
}

#[test]
fn a_region_is_improved_with_everything_else_held_and_never_for_the_worse() {
    // From any plan; where the regions share nothing the best plan of the first goal is reached.
    let (mut state, mut better) = (11_u64, 0);
    for case in 0..40 {
        let mut program = generated(&mut state);
        let apart = case % 2 == 0;
        if apart {
            program.rows.retain(|row| row.block.is_some());
        }
        let plans = solutions(&program);
        let worst = plans.iter().max_by_key(|plan| program.values(plan)).expect("feasible");
        let best = plans.iter().map(|plan| program.values(plan)).min().expect("feasible");
        let extended = Extended::of(program.clone());
        let regions = sized(&extended, 0.5).expect("two regions");
        let (settings, clock, silent) = (Settings::default(), clock(), |_: Event| {});
        let mut driver = Driver::new(&extended, vec![0; 2], &settings, &clock, &silent);
        driver.offer(worst);
        let improved = driver.improve(&regions, 0, 2, Reach::Pairs);
        let values = driver.best.expect("offered").values;
        assert_eq!(improved, values != program.values(worst), "case {case}");
        assert!(values <= program.values(worst), "case {case}");
        assert!(!apart || values[0] == best[0], "case {case}: {values:?} {best:?}");
        better += u32::from(improved);
    }
    assert!(better > 30, "only {better} plans were improved");
}

/// Four places in a row; who may be in one may be in the next instead. Where posts are `few`, of the first of each place only one may be there at
/// all, which belongs to no single place. Shortages cost what the last of the numbers says, and
/// the least of all is found by trying every staffing.
fn chain(state: &mut u64, few: bool) -> (Program, i64) {
    let mut next = |most: u64| below(state, most);
    let mut program = Program { columns: vec![column(1); 8], ..Program::default() };
    let mut needs = Vec::new();
    for place in 0..4_usize {
        for _ in 0..2 {
            let (a, b, need, cost) = (1 + next(4), 1 + next(4), 2 + next(5), 1 + next(3));
            let short = program.columns.len();
            program.columns.push(column(6));
            let block = Some(u32::try_from(place).expect("small"));
            program.rows.push(line(block, Some(need), None, &[(2 * place, a), (2 * place + 1, b), (short, 1)]));
            needs.push((place, a, b, need, cost, short));
        }
    }
    for at in 0..6 {
        program.rows.push(line(None, None, Some(1), &[(at, 1), (at + 2, 1)]));
    }
    let posts = if few { 1 } else { 4 };
    program.rows.push(line(None, None, Some(posts), &[(0, 1), (2, 1), (4, 1), (6, 1)]));
    program.tiers = vec![goal(&needs.iter().map(|need| (need.5, need.4)).collect::<Vec<_>>())];
    let cost = |staff: u32| -> i64 {
        let there = |at: usize| i64::from(staff >> at & 1);
        let missing = needs.iter().map(|&(place, a, b, need, cost, _)| {
            cost * (need - a * there(2 * place) - b * there(2 * place + 1)).max(0)
        });
        missing.sum()
    };
    let staffings = (0..256_u32).filter(|staff| (0..6).all(|at| staff >> at & 1 == 0 || staff >> (at + 2) & 1 == 0));
    let staffings = staffings.filter(|staff| i64::from((staff & 0b101_0101).count_ones()) <= posts);
    let least = staffings.map(cost).min().expect("nobody anywhere is legal");
    (program, least)
}

/// A chain of four places, single places that have answered at the prices of the relaxation, and pairs made of them.
struct Chain<'p> {
    exact: Exact<'p>,
    domain: Domain,
    small: Known,
    pairs: Regions,
    larger: Split,
    relaxation: i64,
    least: i64,
}

/// Tells `check` of sixty of them.
fn on_chains(mut state: u64, mut check: impl FnMut(usize, &Extended, &Chain<'_>, &Terms<'_>)) {
    for case in 0..60 {
        let (program, least) = chain(&mut state, true);
        let program = Extended::of(program);
        let singles = sized(&program, 0.5).expect("four places");
        let pairs = Regions::made(&blocks(&program), &[vec![0, 1], vec![2, 3]]).expect("two pairs");
        let (exact, domain, clock) = (first_goal(&program), Domain::of(&program), clock());
        let terms = Terms { gap: 0.0, start: None, threads: 1, seed: 0, clock: &clock };
        let (prices, relaxation) = relaxed(&program);
        let split = Split::priced(&exact, &prices).among(&singles, &[], &exact);
        let asked = priced(&split, &exact, &domain, &terms).expect("answered");
        let larger = split.among(&pairs, &pairs.homes_of(&singles.groups()), &exact);
        let small = Known { regions: singles, split, asked };
        check(case, &program, &Chain { exact, domain, small, pairs, larger, relaxation, least }, &terms);
    }
}

#[test]
fn larger_regions_made_of_smaller_ones_bound_no_less_at_the_same_prices() {
    // Whatever was priced or charged twice before: in the regions that single places make it costs as much, and less is let go.
    on_chains(17, |case, _, chain, terms| {
        let large = priced(&chain.larger, &chain.exact, &chain.domain, terms).expect("answered");
        let bound = |asked: &bound::Asked| asked.certificate.rounded().expect("small");
        let (relaxation, small, large, least) =
            (chain.relaxation, bound(&chain.small.asked), bound(&large), chain.least);
        assert!(
            relaxation <= small && small <= large && large <= least,
            "case {case}: {relaxation} {small} {large} {least}"
        );
    });
}

#[test]
fn larger_regions_may_be_asked_in_part() {
    // Two pairs of four places, both asked, one or none: never less than by single places, never above the best of all staffings.
    let (mut risen, mut became_rows) = ([0; 4], 0);
    on_chains(19, |case, program, chain, terms| {
        let Chain { exact, domain, small, pairs, larger, least, .. } = chain;
        let (before, mut later) = (small.asked.certificate.exactly(), Vec::new());
        became_rows +=
            u32::from(small.split.loose.iter().zip(&larger.loose).any(|(&was, &is)| was != 0.0 && is == 0.0));
        let answered = |known: &Known, larger: &Split, of: [bool; 2]| {
            let answers = ask_each(larger, exact, domain, terms, |_| true).into_iter().zip(of);
            let answers = answers.map(|(answer, is_asked)| answer.filter(|_| is_asked)).collect();
            let into = pairs.homes_of(&known.regions.groups());
            known.with((pairs, &into), larger, answers, (program, exact, domain))
        };
        let bounds = [[true, true], [true, false], [false, true], [false, false]].map(|of| {
            let Some(wider) = answered(small, larger, of) else { return before };
            // Those that were not asked may be asked later.
            let larger = wider.split.among(pairs, &pairs.homes_of(&wider.regions.groups()), exact);
            let last = answered(&wider, &larger, [true, true]);
            later.push(last.as_ref().unwrap_or(&wider).asked.certificate.exactly());
            wider.asked.certificate.exactly()
        });
        let [both, one, other, none] = bounds;
        assert!(
            none <= one.min(other) && one.max(other) <= both && both <= real(*least),
            "case {case}: {bounds:?} {least}"
        );
        assert!(later.iter().all(|last| (last - both).abs() < 1e-6), "case {case}: {later:?} {both}");
        let gains = bounds.map(|bound| bound - before);
        assert!((gains[0] - gains[1] - gains[2]).abs() < 1e-6, "case {case}: each says for itself, {gains:?}");
        risen.iter_mut().zip(gains).for_each(|(risen, gain)| *risen += u32::from(gain > 1e-6));
    });
    assert!(risen[..3].iter().all(|&cases| cases > 5) && risen[3] == 0, "{risen:?}");
    assert!(became_rows > 5, "in {became_rows} cases a price becomes a row of a pair");
}

#[test]
fn an_ascent_raises_bounds_and_never_above_the_best_plan() {
    // From prices of the relaxation, a known plan as its aim; what it proves is proven, and does not depend on the number of threads.
    let (mut state, mut risen) = (23_u64, 0);
    for case in 0..60 {
        let (program, least) = chain(&mut state, false);
        let program = Extended::of(program);
        let regions = sized(&program, 0.5).expect("four places");
        let (exact, domain, clock) = (first_goal(&program), Domain::of(&program), clock());
        let mut plan = vec![0; program.columns.len()];
        plan[8..].fill(6);
        let split = Split::priced(&exact, &relaxed(&program).0).among(&regions, &[], &exact);
        let ascent = |threads| {
            let terms = Terms { gap: 0.0, start: Some(&plan), threads, seed: 0, clock: &clock };
            let first = priced(&split, &exact, &domain, &terms).expect("answered").certificate.exactly();
            let ascent = ascend(split.clone(), &exact, &domain, real(least), &terms).expect("answered");
            (first, ascent.certificate.exactly(), ascent.taken)
        };
        let (first, last, taken) = ascent(1);
        assert!(first <= last && last <= real(least), "case {case}: {first} {last} {least}");
        assert_eq!((first, last, taken), ascent(2), "case {case}");
        risen += u32::from(last > first + 1e-6);
    }
    assert!(risen > 10, "only {risen} bounds have risen: the test tests nothing");
}
