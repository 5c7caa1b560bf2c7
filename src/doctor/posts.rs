//! Staff against approved posts 编制, as the rule `establishment` counts them, in open public units.

use crate::domain::{Case, Stage};
use crate::formulation::rules::establishment;
use crate::policy::Policy;

/// Staff and posts of one stage, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PostsRow {
    /// Stage; none for all.
    pub stage: Option<Stage>,
    /// Open public units.
    pub units: i64,
    /// Staff.
    pub staff: i64,
    /// Approved posts.
    pub posts: i64,
    /// Staff above the posts, over the units that have too many.
    pub surplus: i64,
    /// Those units.
    pub above: i64,
    /// Posts not filled, over the units that have too few.
    pub shortage: i64,
    /// Those units.
    pub below: i64,
}

/// Staff against posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Establishment {
    /// By stage, in the order of stages.
    pub stages: Vec<PostsRow>,
    /// All together.
    pub total: PostsRow,
    /// Staff of units that close: they need a post elsewhere.
    pub released: i64,
}

impl PostsRow {
    fn add(&mut self, staff: i64, posts: i64) {
        self.units += 1;
        self.staff += staff;
        self.posts += posts;
        self.surplus += (staff - posts).max(0);
        self.above += i64::from(staff > posts);
        self.shortage += (posts - staff).max(0);
        self.below += i64::from(staff < posts);
    }
}

pub(super) fn establishment(case: &Case, policy: &Policy) -> Option<Establishment> {
    policy.rule(establishment::NAME)?;
    let heads = &case.opening.staff;
    let mut total = PostsRow::default();
    let mut stages = Vec::new();
    for &stage in Stage::ALL {
        let mut row = PostsRow { stage: Some(stage), ..PostsRow::default() };
        for (ix, unit) in case.units_ix().filter(|&(ix, u)| u.stage == stage && u.open && case.is_public(ix)) {
            row.add(heads[ix.at()], unit.posts.small());
            total.add(heads[ix.at()], unit.posts.small());
        }
        if row.units > 0 {
            stages.push(row);
        }
    }
    let released = case.units_ix().filter(|(_, unit)| !unit.open).map(|(ix, _)| heads[ix.at()]).sum();
    Some(Establishment { stages, total, released })
}
