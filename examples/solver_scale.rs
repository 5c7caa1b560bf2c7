//! A synthetic program of the main job's shape and size, to measure the solver without any data.
//!
//! `cargo run --release --example solver_scale -- [groups] [destinations] [seed] [limit seconds] [demand]`; prints the tiers, their proven gaps and the wall
//! time by phase. It refuses to say anything about schools: names are numbers.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "an example that prints and times")]

use junheng::program::{Col, Column, Program, Row, RowName, Tier};
use junheng::solver::{Event, Progress, Settings, solve};
use rand::seq::index::sample;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::time::{Duration, Instant};

/// Post kinds of one unit in the synthetic program.
const KINDS: usize = 10;
/// Shares of one teacher on a grain of 0.2.
const SHARES: i64 = 5;

struct Builder {
    rng: ChaCha8Rng,
    program: Program,
    tiers: [Vec<(Col, i64)>; 5],
    demand: i64,
}

impl Builder {
    fn column(&mut self, upper: i64, integer: bool) -> Col {
        let name = format!("c{:07}", self.program.columns.len());
        self.program.columns.push(Column { name, lower: 0, upper, integer });
        Col::new(self.program.columns.len() - 1)
    }

    fn row(&mut self, rule: &'static str, lower: Option<i64>, upper: Option<i64>, mut terms: Vec<(Col, i64)>) {
        terms.sort_unstable();
        let place = format!("{:06}", self.program.rows.len());
        self.program.rows.push(Row { name: RowName { rule, place }, lower, upper, terms, block: None });
    }
}

fn build(groups: usize, destinations: usize, seed: u64, demand: i64) -> Program {
    let units = (groups / 15).max(4);
    let mut b = Builder {
        rng: ChaCha8Rng::seed_from_u64(seed),
        program: Program::default(),
        tiers: Default::default(),
        demand,
    };
    // Who works where: presence by unit and skill (a skill is the kind somebody is trained for).
    let skills = 2 * KINDS;
    let mut present: Vec<Vec<(Col, i64)>> = vec![Vec::new(); units * skills];
    let mut stock = vec![0_i64; units * skills];
    let (mut moves, mut key_moves, mut leavers) = (Vec::new(), Vec::new(), vec![Vec::new(); units]);
    let mut arrivals = vec![Vec::new(); units];
    for group in 0..groups {
        let size = b.rng.random_range(1..=4);
        let home = b.rng.random_range(0..units);
        // Few are trained for the last kinds: these stay short, and the others have people to spare.
        let skill = b.rng.random_range(0..KINDS).min(b.rng.random_range(0..KINDS)) + KINDS * b.rng.random_range(0..2);
        let key = b.rng.random_range(0..7) == 0;
        let stay = b.column(size, true);
        present[home * skills + skill].push((stay, SHARES));
        let mut terms = vec![(stay, 1)];
        for to in sample(&mut b.rng, units, destinations.min(units)).into_iter().filter(|&to| to != home) {
            let go = b.column(size, true);
            terms.push((go, 1));
            present[to * skills + skill].push((go, SHARES));
            let minutes = 60 + b.rng.random_range(5..80);
            b.tiers[3].push((go, minutes));
            moves.push((go, 1));
            if key {
                key_moves.push((go, 1));
            }
            leavers[home].push((go, 1));
            arrivals[to].push((go, 1));
        }
        b.row("person-once", Some(size), Some(size), terms);
        let _ = group;
    }
    for slot in &mut stock {
        *slot = i64::from(b.rng.random_range(0..10_u8) < 4) * b.rng.random_range(1..4);
    }
    supply(&mut b, units, skills, present, &stock);
    quotas(&mut b, &moves, &key_moves, leavers, arrivals);
    let names = ["coverage", "quota", "priority", "disruption", "cost"];
    let per_unit = [3200, 1, 3200, 1, 1000];
    let tiers = std::mem::take(&mut b.tiers);
    for ((mut terms, name), per_unit) in tiers.into_iter().zip(names).zip(per_unit) {
        terms.sort_unstable();
        b.program.tiers.push(Tier { name: name.to_owned(), constant: 0, terms, per_unit, tolerance_ppm: 1000 });
    }
    b.program
}

/// Shares of everybody present over the kinds they can teach, and the demand of every unit and kind.
fn supply(b: &mut Builder, units: usize, skills: usize, present: Vec<Vec<(Col, i64)>>, stock: &[i64]) {
    let mut hires = Vec::new();
    let mut taught: Vec<Vec<(Col, i64)>> = vec![Vec::new(); units * KINDS];
    let demands: Vec<i64> = taught.iter().map(|_| b.rng.random_range(0..b.demand)).collect();
    for (slot, mut terms) in present.into_iter().enumerate() {
        let (unit, skill) = (slot / skills, slot % skills);
        let fixed = stock[slot] * SHARES;
        if terms.is_empty() && fixed == 0 {
            continue;
        }
        let people = terms.clone();
        let first = skill % KINDS;
        let second = if skill < KINDS { (first + 3) % KINDS } else { (first + 1) % KINDS };
        for kind in [first, second] {
            let share = b.column(40, true);
            // A person brings all shares at once, but a kind that needs fewer takes no more of them: without this row
            // the relaxation sends a fifth of a person.
            let need = demands[unit * KINDS + kind] / 1000 + 1;
            if need < SHARES {
                let mut link: Vec<(Col, i64)> = people.iter().map(|&(col, _)| (col, -need)).collect();
                link.push((share, 1));
                b.row("share-link", None, Some(need * stock[slot]), link);
            }
            terms.push((share, -1));
            taught[unit * KINDS + kind].push((share, 1));
            if kind != first {
                b.tiers[4].push((share, 3));
            }
        }
        b.row("capacity", Some(-fixed), None, terms);
    }
    for (slot, mut terms) in taught.into_iter().enumerate() {
        let kind = slot % KINDS;
        let demand = demands[slot];
        let (whole, part) = (demand.div_euclid(1000) + 1, demand.rem_euclid(1000));
        let full = b.column(60, false);
        let last = b.column(1, false);
        terms.extend([(full, 1), (last, 1)]);
        let priority = [2, 1, 1, 3][kind % 4];
        b.tiers[0].extend([(full, 3200), (last, (3200 * part / 1000).max(1))]);
        if kind.is_multiple_of(3) {
            b.tiers[2].extend([(full, 3200 * priority), (last, (3200 * part * priority / 1000).max(1))]);
        }
        if b.rng.random_range(0..5_u8) == 0 {
            let hire = b.column(2, true);
            terms.push((hire, SHARES));
            b.tiers[4].push((hire, 80_000 + b.rng.random_range(0..20_000)));
            hires.push((hire, 1));
        }
        b.row("coverage", Some(whole), None, terms);
    }
    b.row("hire-limit", None, Some(60), hires);
}

/// Rotation shares with slack persons, limits on leaving and on growth.
fn quotas(
    b: &mut Builder,
    moves: &[(Col, i64)],
    key: &[(Col, i64)],
    leave: Vec<Vec<(Col, i64)>>,
    come: Vec<Vec<(Col, i64)>>,
) {
    let people = i64::try_from(leave.len()).expect("small") * 30;
    let slack = b.column(people, false);
    b.tiers[1].push((slack, 1));
    let mut terms = moves.to_vec();
    terms.push((slack, 1));
    b.row("rotation-share", Some(people / 10), None, terms);
    let slack = b.column(people, false);
    b.tiers[1].push((slack, 1));
    // Five times the key teachers who move are at least all who move.
    let mut terms: Vec<(Col, i64)> = moves.iter().map(|&(col, _)| (col, -1)).collect();
    for &(col, _) in key {
        let at = terms.partition_point(|&(other, _)| other < col);
        terms[at].1 += 5;
    }
    terms.push((slack, 5));
    b.row("key-share", Some(0), None, terms);
    for (out, into) in leave.into_iter().zip(come) {
        let mut balance = into;
        balance.extend(out.iter().map(|&(col, _)| (col, -1)));
        b.row("loss", None, Some(6), out);
        b.row("establishment", None, Some(2), balance);
    }
}

struct Lines(Instant);

impl Progress for Lines {
    fn event(&self, event: Event) {
        println!("{:8.2} {event:?}", self.0.elapsed().as_secs_f64());
    }
}

fn main() {
    let argument = |at: usize, default: u64| std::env::args().nth(at).and_then(|a| a.parse().ok()).unwrap_or(default);
    let size = |at, default| usize::try_from(argument(at, default)).expect("small");
    let program = build(size(1, 2500), size(2, 20), argument(3, 1), i64::try_from(argument(5, 36_000)).expect("small"));
    let limit = Some(Duration::from_secs(argument(4, 300)));
    let begin = Instant::now();
    let outcome = solve(&program, &Settings { time_limit: limit, ..Settings::default() }, None, &Lines(begin));
    println!("{:?} in {:.1} s", outcome.termination, begin.elapsed().as_secs_f64());
    for tier in &outcome.tiers {
        println!("{:12} value {:>10} bound {:>10?} gap {:?} ppm", tier.name, tier.value, tier.bound, tier.gap_ppm());
    }
    println!("{:?}", outcome.stats);
}
