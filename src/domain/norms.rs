//! Norms by which posts and classes follow from pupils where the office does not give them.
//!
//! The policy may set them (rules `establishment` and `class-size`); the defaults are the national ones.

use super::case::Grade;
use super::quantity::Persons;
use super::words::{HonorKind, Setting, Stage};
use std::collections::BTreeMap;

/// How posts and classes follow from pupils.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Norms {
    /// Thousandths of a pupil per post by stage.
    pub pupils_per_post: BTreeMap<Stage, i64>,
    /// Thousandths of a post per class in small rural units of compulsory education; zero for none.
    pub class_posts: i64,
    /// Rural units with fewer pupils are small.
    pub small_below: i64,
    /// Fewest posts of a small rural unit with pupils.
    pub least: i64,
    /// Boarders for whom one more post is given; zero for none.
    pub boarders_per_post: i64,
    /// Pupils per class by stage.
    pub class_size: BTreeMap<Stage, i64>,
    /// First school year in which a grade has at least as many classes as the class size asks, whatever is given.
    pub split_from: Option<i32>,
    /// Honors that make a key teacher 骨干教师 of the county and above.
    pub key_honors: Vec<HonorKind>,
}

impl Default for Norms {
    /// 1:19 primary, 1:13.5 junior, 1:12.5 senior (中央编办发〔2014〕72号), 1:20 vocational (教职成〔2010〕12号), 1:6 kindergarten
    /// (middle of 1:5–1:7, 幼儿园教职工配备标准), 1:4 special (Anhui 2009); classes by [`super::demand::class_size`].
    fn default() -> Self {
        let ratios = [
            (Stage::Primary, 19_000),
            (Stage::Junior, 13_500),
            (Stage::Senior, 12_500),
            (Stage::Vocational, 20_000),
            (Stage::Kindergarten, 6_000),
            (Stage::Special, 4_000),
        ];
        Self {
            pupils_per_post: ratios.into(),
            class_posts: 0,
            small_below: 0,
            least: 0,
            boarders_per_post: 0,
            class_size: Stage::ALL.iter().map(|&stage| (stage, super::demand::class_size(stage))).collect(),
            split_from: None,
            key_honors: HonorKind::ALL.iter().copied().filter(|&h| h < HonorKind::KeyPrincipal).collect(),
        }
    }
}

impl Norms {
    /// Pupils per class, at least one.
    #[must_use]
    pub fn size_of_class(&self, stage: Stage) -> i64 {
        self.class_size.get(&stage).copied().unwrap_or_else(|| super::demand::class_size(stage)).max(1)
    }

    /// Classes for `pupils`.
    #[must_use]
    pub fn classes_for(&self, stage: Stage, pupils: i64) -> i64 {
        let size = self.size_of_class(stage);
        (pupils + size - 1) / size
    }

    /// Posts by the pupil ratio alone, rounded up.
    #[must_use]
    pub fn by_ratio(&self, stage: Stage, pupils: i64) -> i64 {
        let ratio = self.pupils_per_post.get(&stage).copied().filter(|&r| r > 0);
        ratio.map_or(0, |ratio| (pupils * 1000 + ratio - 1) / ratio)
    }

    /// Approved posts of a unit with these grades: by the pupil ratio, in small rural units at least by classes, and more
    /// for boarders; rounded up.
    #[must_use]
    pub fn posts(&self, stage: Stage, setting: Setting, grades: &[Grade]) -> Persons {
        let sum = |of: &dyn Fn(&Grade) -> i64| grades.iter().map(of).sum::<i64>();
        let (pupils, classes, boarders) =
            (sum(&|g| g.pupils.small()), sum(&|g| g.classes), sum(&|g| g.boarders.small()));
        let by_ratio = self.by_ratio(stage, pupils);
        let small = setting == Setting::Rural
            && matches!(stage, Stage::Primary | Stage::Junior)
            && (1..self.small_below).contains(&pupils);
        let by_class = if small { ((classes * self.class_posts + 999) / 1000).max(self.least) } else { 0 };
        let for_boarders = if self.boarders_per_post > 0 {
            (boarders + self.boarders_per_post - 1) / self.boarders_per_post
        } else {
            0
        };
        Persons::whole(by_ratio.max(by_class) + for_boarders)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::quantity::Pupils;
    use crate::domain::words::EnrollmentSource;

    fn grades(pupils: i64, classes: i64, boarders: i64) -> [Grade; 1] {
        let (pupils, boarders) = (Pupils::whole(pupils), Pupils::whole(boarders));
        [Grade { grade: 1, pupils, classes, boarders, inclusion: Pupils::ZERO, source: EnrollmentSource::Given }]
    }

    #[test]
    fn posts_follow_pupils_classes_and_boarders() {
        // 190 pupils are 10 posts; a rural school of 60 in six classes has 12 by classes (2 each), 4 by pupils; 126 boarders are 2 more.
        let norms = Norms { class_posts: 2000, small_below: 200, least: 2, boarders_per_post: 125, ..Norms::default() };
        let posts = |setting, grades: &[Grade]| norms.posts(Stage::Primary, setting, grades).small();
        assert_eq!(posts(Setting::Town, &grades(190, 6, 0)), 10);
        assert_eq!(posts(Setting::Rural, &grades(60, 6, 0)), 12);
        assert_eq!(posts(Setting::Town, &grades(60, 6, 0)), 4);
        assert_eq!(posts(Setting::Rural, &grades(12, 0, 0)), 2);
        assert_eq!(posts(Setting::Rural, &grades(190, 3, 126)), 12);
        assert_eq!(norms.posts(Stage::Junior, Setting::Urban, &grades(27, 1, 0)).small(), 2);
    }
}
