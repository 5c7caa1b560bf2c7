//! Every plan of a tiny case, judged by the `assess` of the rules alone: nothing of the program, of the listing of columns or
//! of the solver is used.
//!
//! What is skipped is skipped for reasons that can be read off the plan, and `brute_force.rs` compares with a run that skips nothing:
//! - A half-made plan that breaks one of the rules of `GROWING` is not completed: what these rules count (postings that are not
//!   allowed, heads, people leaving, hires) only grows with further postings and hires.
//! - Shares are chosen unit by unit and person by person. The score of a plan is its score without shares plus one part per
//!   unit, because the rules that read shares (`READ_SHARES`) add up over units and see in each unit the time given to each
//!   kind, whoever gives it. Vectors of whole numbers in lexicographic order are an ordered group: `a < b` implies `a + c < b + c`. So
//!   the smallest total is the sum of the smallest parts, and of all ways to the same time by kind one is enough.

use junheng::domain::{Case, ChannelIx, Fte, KindIx, TeacherIx, UnitIx};
use junheng::formulation::rules::{self, Active};
use junheng::plan::{Hire, MoveKind, Plan, Posting, Visit};
use junheng::policy::{Policy, Strength};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

const GROWING: &[&str] = &[
    "certificate",
    "who-may-rotate",
    "reach",
    "establishment",
    "surplus-reduction",
    "school-loss",
    "hiring",
    "cross-stage",
    "shared-teachers",
    "retraining",
    "budget",
];
const READ_SHARES: &[&str] =
    &["subject-coverage", "priority-subjects", "priority-schools", "arts-taught", "labor-it-taught", "out-of-field"];

/// Violations of hard rules together, then the values of the tiers.
pub type Score = Vec<i64>;
type Shares = Vec<(KindIx, Fte)>;
type Occupants = (Vec<(TeacherIx, Option<MoveKind>, Option<Visit>, Option<KindIx>)>, Vec<(KindIx, ChannelIx, i64)>);
/// Reachable sums by kind of the shares of several people, with one way to each.
type Sums = BTreeMap<Vec<i64>, Vec<Shares>>;

/// Lists the plans of a case.
pub struct Enumeration<'a> {
    case: &'a Case,
    policy: &'a Policy,
    grain: i64,
    active: Vec<Active>,
    kinds: Vec<KindIx>,
    prune: bool,
    /// What each person may do: posting without shares.
    options: Vec<Vec<Posting>>,
    hires: Vec<Hire>,
    parts: RefCell<BTreeMap<(UnitIx, Occupants), (Score, Plan)>>,
}

impl<'a> Enumeration<'a> {
    /// `prune` says whether half-made plans that are lost already are given up.
    pub fn new(case: &'a Case, policy: &'a Policy, grain: Fte, prune: bool) -> Self {
        let mut kinds: BTreeSet<KindIx> = case.demand.iter().map(|d| d.kind).collect();
        kinds.extend(case.teachers.iter().map(|t| t.kind));
        kinds.extend(case.channels.iter().filter_map(|c| c.kind));
        let (active, parts) = (rules::active(case, policy), RefCell::default());
        let kinds = kinds.into_iter().collect();
        let mut all = Self {
            case,
            policy,
            grain: grain.small(),
            active,
            kinds,
            prune,
            options: Vec::new(),
            hires: Vec::new(),
            parts,
        };
        all.options = case.teachers_ix().map(|(teacher, _)| all.options_of(teacher)).collect();
        all.hires = all.hire_options();
        all
    }

    /// Upper limit on the plans without shares.
    pub fn size(&self) -> usize {
        let people: usize = self.options.iter().map(Vec::len).product();
        let limits = self.case.channels_ix().map(|(ix, channel)| {
            let places = self.hires.iter().filter(|h| h.channel == ix).count();
            (places + 1).pow(u32::try_from(channel.limit.small()).unwrap())
        });
        people * limits.product::<usize>()
    }

    /// The smallest score and a plan that has it.
    pub fn best(&self) -> (Score, Plan) {
        let mut best: Option<(Score, Plan)> = None;
        self.each(&mut |score, plan| {
            if best.as_ref().is_none_or(|(least, _)| score < least) {
                best = Some((score.clone(), plan.clone()));
            }
        });
        best.unwrap_or_else(|| (vec![i64::MAX], self.empty()))
    }

    /// Visits every staffing that is not given up, with its best shares.
    pub fn each(&self, visit: &mut dyn FnMut(&Score, &Plan)) {
        self.people(0, &mut self.empty(), visit);
    }

    /// Violations of hard rules, and tiers.
    pub fn score(&self, plan: &Plan) -> Score {
        self.score_by(plan, |_| true)
    }

    fn score_by(&self, plan: &Plan, reads: impl Fn(&str) -> bool) -> Score {
        let mut score = vec![0; self.policy.tiers.len() + 1];
        for active in self.active.iter().filter(|a| reads(a.entry.spec.name)) {
            let found = active.rule.assess(self.case, self.policy, plan);
            match active.strength {
                Strength::Hard => score[0] += found.violation + found.by_tier.iter().sum::<i64>(),
                Strength::Soft { tier, weight } => {
                    let alone = [found.violation];
                    let by_tier = if found.by_tier.is_empty() { &alone[..] } else { &found.by_tier };
                    score[1 + tier..].iter_mut().zip(by_tier).for_each(|(value, v)| *value += weight * v);
                }
                Strength::Report | Strength::Off => {}
            }
        }
        score
    }

    fn empty(&self) -> Plan {
        Plan { year: self.case.year, postings: Vec::new(), hires: Vec::new(), placements: Vec::new() }
    }

    fn lost(&self, plan: &Plan) -> bool {
        self.prune && self.score_by(plan, |name| GROWING.contains(&name))[0] > 0
    }

    fn options_of(&self, teacher: TeacherIx) -> Vec<Posting> {
        let units = self.case.units_ix().map(|(ix, _)| Some(ix)).chain([None]);
        let kinds: Vec<Option<MoveKind>> = MoveKind::ALL.iter().copied().map(Some).chain([None]).collect();
        let moves =
            units.flat_map(|unit| kinds.iter().map(move |&moved| Posting { moved, ..Posting::at(teacher, unit) }));
        moves
            .chain(self.besides(teacher))
            .filter(|posting| {
                let alone = Plan { postings: vec![posting.clone()], ..self.empty() };
                // A single posting is always judged: otherwise every plan is listed nine times for the kinds of move.
                self.score_by(&alone, |name| GROWING.contains(&name))[0] == 0
            })
            .collect()
    }

    /// Part of the time in any other unit, and retraining for any subject, where a rule is there to say what is allowed.
    fn besides(&self, teacher: TeacherIx) -> Vec<Posting> {
        let is_hard =
            |name: &str| self.active.iter().any(|a| a.entry.spec.name == name && a.strength == Strength::Hard);
        let home = Posting::at(teacher, Some(self.case.teachers[teacher.at()].unit));
        let mut options = Vec::new();
        if is_hard("shared-teachers") {
            for (unit, _) in self.case.units_ix() {
                let times = (1..=Fte::PER_UNIT / self.grain).map(|n| Fte::from_small(n * self.grain));
                options.extend(times.map(|time| Posting { visit: Some(Visit { unit, time }), ..home.clone() }));
            }
        }
        if is_hard("retraining") {
            options.extend(self.kinds.iter().map(|&kind| Posting { retrained: Some(kind), ..home.clone() }));
        }
        options
    }

    fn hire_options(&self) -> Vec<Hire> {
        let mut options = Vec::new();
        for (unit, _) in self.case.units_ix() {
            for &kind in &self.kinds {
                for (channel, _) in self.case.channels_ix() {
                    let hire = Hire { unit, kind, channel, count: 1, shares: Vec::new() };
                    let alone = Plan { hires: vec![hire.clone()], ..self.empty() };
                    if self.score_by(&alone, |name| name == "hiring")[0] == 0 {
                        options.push(hire);
                    }
                }
            }
        }
        options
    }

    fn people(&self, at: usize, plan: &mut Plan, visit: &mut dyn FnMut(&Score, &Plan)) {
        if at == self.options.len() {
            return self.new_people(0, plan, visit);
        }
        for posting in &self.options[at] {
            plan.postings.push(posting.clone());
            if !self.lost(plan) {
                self.people(at + 1, plan, visit);
            }
            plan.postings.pop();
        }
    }

    fn new_people(&self, at: usize, plan: &mut Plan, visit: &mut dyn FnMut(&Score, &Plan)) {
        let Some(hire) = self.hires.get(at) else { return self.shared_out(plan, visit) };
        self.new_people(at + 1, plan, visit);
        for count in 1.. {
            plan.hires.push(Hire { count, ..hire.clone() });
            let lost = self.score_by(plan, |name| name == "hiring")[0] > 0 || self.lost(plan);
            if !lost {
                self.new_people(at + 1, plan, visit);
            }
            plan.hires.pop();
            if lost {
                break;
            }
        }
    }

    /// Adds the best shares of every unit.
    fn shared_out(&self, staffing: &Plan, visit: &mut dyn FnMut(&Score, &Plan)) {
        let mut score = self.score_by(staffing, |name| name != "teaching-time");
        let mut plan = Plan { postings: Vec::new(), hires: Vec::new(), ..staffing.clone() };
        plan.postings.extend(staffing.postings.iter().filter(|p| p.unit.is_none()).cloned());
        for (unit, _) in self.case.units_ix() {
            let (part, shared) = self.part(unit, staffing);
            score.iter_mut().zip(&part).for_each(|(sum, part)| *sum += part);
            plan.postings.extend(shared.postings);
            plan.hires.extend(shared.hires);
        }
        plan.postings.sort_by_key(|p| p.teacher);
        visit(&score, &plan);
    }

    /// The best shares of one unit: what they change in the score, and the people with their shares.
    fn part(&self, unit: UnitIx, staffing: &Plan) -> (Score, Plan) {
        let visits = |p: &&Posting| p.unit != Some(unit) && p.visit.is_some_and(|visit| visit.unit == unit);
        let postings: Vec<Posting> = staffing.postings.iter().filter(|p| p.unit == Some(unit)).cloned().collect();
        let visitors: Vec<Posting> = staffing.postings.iter().filter(visits).cloned().collect();
        let hires: Vec<Hire> = staffing.hires.iter().filter(|h| h.unit == unit).cloned().collect();
        let people = postings.iter().chain(&visitors).map(|p| (p.teacher, p.moved, p.visit, p.retrained)).collect();
        let key = (unit, (people, hires.iter().map(|h| (h.kind, h.channel, h.count)).collect()));
        if let Some(known) = self.parts.borrow().get(&key) {
            return known.clone();
        }
        // Visitors bring the same whatever the people of the unit teach.
        let score_of = |plan: &Plan| {
            let mut all = plan.clone();
            all.postings.extend(visitors.iter().cloned());
            self.score_by(&all, |name| READ_SHARES.contains(&name))
        };
        let bare = Plan { postings, hires, ..self.empty() };
        let without = score_of(&bare);
        let with = self.sums(&bare).into_values().map(|ways| {
            let plan = dressed(&bare, ways);
            let score = score_of(&plan);
            (score.iter().zip(&without).map(|(a, b)| a - b).collect::<Score>(), plan)
        });
        let best = with.min_by(|a, b| a.0.cmp(&b.0)).unwrap_or_else(|| (vec![1; without.len()], bare.clone()));
        self.parts.borrow_mut().insert(key, best.clone());
        best
    }

    /// All sums of the lawful shares of the people of one unit.
    fn sums(&self, bare: &Plan) -> Sums {
        let mut sums: Sums = BTreeMap::from([(vec![0; self.kinds.len()], Vec::new())]);
        for at in 0..bare.postings.len() + bare.hires.len() {
            let mut next: Sums = BTreeMap::new();
            for shares in self.shares_of(bare, at) {
                for (sum, ways) in &sums {
                    let mut sum = sum.clone();
                    for &(kind, share) in &shares {
                        sum[self.kinds.iter().position(|&k| k == kind).unwrap()] += share.small();
                    }
                    let ways = ways.iter().cloned().chain([shares.clone()]).collect();
                    next.entry(sum).or_insert(ways);
                }
            }
            sums = next;
        }
        sums
    }

    /// Every way to share out the time of one person (or group of hires) in grains over the kinds of the case that
    /// `teaching-time` does not object to; how much time there is, is found by trying.
    pub fn shares_of(&self, bare: &Plan, at: usize) -> Vec<Shares> {
        let count = at.checked_sub(bare.postings.len()).map_or(1, |hire| bare.hires[hire].count);
        let most = count * Fte::PER_UNIT / self.grain;
        let mut all = Vec::new();
        for total in 0..=most {
            splits(total, self.kinds.len(), &mut Vec::new(), &mut |grains| {
                let shares: Shares = self
                    .kinds
                    .iter()
                    .zip(grains)
                    .filter(|(_, g)| **g > 0)
                    .map(|(&k, &g)| (k, Fte::from_small(g * self.grain)))
                    .collect();
                let one = match at.checked_sub(bare.postings.len()) {
                    None => Plan {
                        postings: vec![Posting { shares: shares.clone(), ..bare.postings[at].clone() }],
                        ..self.empty()
                    },
                    Some(hire) => Plan {
                        hires: vec![Hire { shares: shares.clone(), ..bare.hires[hire].clone() }],
                        ..self.empty()
                    },
                };
                if self.score_by(&one, |name| name == "teaching-time")[0] == 0 {
                    all.push(shares);
                }
            });
        }
        all
    }

    /// The smallest score over every staffing and every way to share out, nothing skipped but postings and hires that are not
    /// allowed by themselves.
    pub fn best_of_all(&self) -> Score {
        let mut best = vec![i64::MAX];
        let mut whole = Vec::new();
        self.each(&mut |_, plan| whole.push(plan.clone()));
        for plan in whole {
            let bare = dressed(&plan, vec![Vec::new(); plan.postings.len() + plan.hires.len()]);
            let people = plan.postings.len() + plan.hires.len();
            let choices: Vec<Vec<Shares>> = (0..people).map(|at| self.shares_of(&bare, at)).collect();
            self.every_share(&bare, &choices, &mut Vec::new(), &mut best);
        }
        best
    }

    fn every_share(&self, bare: &Plan, choices: &[Vec<Shares>], chosen: &mut Vec<Shares>, best: &mut Score) {
        let Some(next) = choices.get(chosen.len()) else {
            let score = self.score(&dressed(bare, chosen.clone()));
            if score < *best {
                *best = score;
            }
            return;
        };
        for shares in next {
            chosen.push(shares.clone());
            self.every_share(bare, choices, chosen, best);
            chosen.pop();
        }
    }
}

/// The plan with these shares: first of the postings, then of the hires.
pub fn dressed(bare: &Plan, ways: Vec<Shares>) -> Plan {
    let mut plan = bare.clone();
    let slots = plan.postings.iter_mut().map(|p| &mut p.shares).chain(plan.hires.iter_mut().map(|h| &mut h.shares));
    slots.zip(ways).for_each(|(slot, shares)| *slot = shares);
    plan
}

/// Every way to write `total` as `parts` numbers.
fn splits(total: i64, parts: usize, chosen: &mut Vec<i64>, visit: &mut dyn FnMut(&[i64])) {
    if chosen.len() == parts {
        if chosen.iter().sum::<i64>() == total {
            visit(chosen);
        }
        return;
    }
    for n in 0..=total - chosen.iter().sum::<i64>() {
        chosen.push(n);
        splits(total, parts, chosen, visit);
        chosen.pop();
    }
}
