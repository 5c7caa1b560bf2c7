//! A limit on spread at a point, in floating point: it only says where tangents are wanted.

use super::super::exact::real;
use super::{GRID, STEEPEST, size};
use crate::program::{Col, Cone, Member};

/// Amounts, shares and room.
pub(super) struct Shape {
    /// `y_i` and `p_i`.
    pub groups: Vec<(f64, f64)>,
    /// What amounts deviate from, by default their sum.
    pub mean: f64,
    /// `limit·Y + slack`, by default.
    pub room: f64,
}

impl Shape {
    /// At a point.
    pub(super) fn at(cone: &Cone, point: &[f64]) -> Self {
        Self::of(cone, |col| point[col.at()])
    }

    /// With the value of each column.
    pub(super) fn of(cone: &Cone, value: impl Fn(Col) -> f64) -> Self {
        let slack = cone.slack.map_or(0.0, &value);
        let size = real(size(cone));
        let group = |member: &Member| {
            let terms: f64 = member.terms.iter().map(|&(col, a)| real(a) * value(col)).sum();
            let amount = real(member.scale.0) / real(member.scale.1) * (real(member.constant) + terms).max(0.0);
            (amount, real(member.weight) / size)
        };
        let groups: Vec<(f64, f64)> = cone.members.iter().map(group).collect();
        let mean: f64 = groups.iter().map(|group| group.0).sum();
        Self { groups, mean, room: real(cone.limit) / 1000.0 * mean + slack }
    }

    /// The same amounts about another mean in another room.
    pub(super) fn about(&self, mean: f64, room: f64) -> Self {
        Self { groups: self.groups.clone(), mean, room }
    }

    pub(super) fn deviation(&self, group: usize) -> f64 {
        let (amount, share) = self.groups[group];
        amount / share - self.mean
    }

    /// `p_i (y_i/p_i − m)²`.
    fn square(&self, group: usize) -> f64 {
        let deviation = self.deviation(group);
        self.groups[group].1 * deviation * deviation
    }

    pub(super) fn spread(&self) -> f64 {
        (0..self.groups.len()).map(|group| self.square(group)).sum::<f64>().sqrt()
    }

    /// How much the spread exceeds the room.
    pub(super) fn excess(&self) -> f64 {
        self.spread() - self.room
    }

    /// `p_i (y_i/p_i − m)² / r`.
    pub(super) fn part(&self, group: usize) -> f64 {
        let square = self.square(group);
        if square > 0.0 { square / self.room.max(1e-9) } else { 0.0 }
    }

    /// What is missing in a part because its amount is between two whole numbers: `(y − k)(k + 1 − y) / (p r)`.
    pub(super) fn broken(&self, group: usize) -> f64 {
        let (amount, share) = self.groups[group];
        let above = amount - amount.floor();
        above * (1.0 - above) / (share * self.room.max(1e-9))
    }

    /// The slope of the tangent in steps of the grid; none for a flat one.
    #[expect(clippy::cast_possible_truncation, reason = "clamped before")]
    pub(super) fn slope(&self, group: usize) -> Option<i64> {
        let slope = self.deviation(group) / self.room.max(1e-9) * real(GRID);
        let slope = slope.clamp(-STEEPEST, STEEPEST).round() as i64;
        (slope != 0).then_some(slope)
    }
}
