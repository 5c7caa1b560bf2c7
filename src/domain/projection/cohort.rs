//! The children of one grade of one unit, and what becomes of their classes.
//!
//! Classes go up with the children and are never torn apart or joined on the way. One is added only where children are added and
//! the class would be larger than the class-size norm and larger than it was.

use crate::domain::records::EnrollmentRecord;
use crate::domain::shares::{in_proportion, share_out};
use crate::domain::words::EnrollmentSource;

/// Children of a grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cohort {
    pub pupils: i64,
    /// None where they follow from the norms.
    pub classes: Option<i64>,
    pub boarders: i64,
    pub inclusion: i64,
    pub source: EnrollmentSource,
}

/// Classes needed for `pupils` at `size` pupils per class.
const fn needed(pupils: i64, size: i64) -> i64 {
    (pupils + size - 1) / size
}

impl Cohort {
    pub(super) fn given(row: &EnrollmentRecord) -> Self {
        Self {
            pupils: row.pupils,
            classes: row.classes,
            boarders: row.boarders,
            inclusion: row.inclusion,
            source: EnrollmentSource::Given,
        }
    }

    /// A class of a school that opens.
    pub(super) fn new(pupils: i64, size: i64, source: EnrollmentSource) -> Self {
        Self { pupils, classes: Some(needed(pupils, size)), boarders: 0, inclusion: 0, source }
    }

    pub(super) const fn from(self, source: EnrollmentSource) -> Self {
        Self { source, ..self }
    }

    /// The class size that is borne: the norm, or that of today where it is larger.
    fn borne(self, size: i64) -> i64 {
        let now = self.classes.filter(|&c| c > 0).map_or(0, |classes| needed(self.pupils, classes));
        size.max(now)
    }

    /// The same with another number of children, boarders and inclusion pupils in proportion.
    fn resized(self, pupils: i64, classes: Option<i64>) -> Self {
        Self {
            pupils,
            classes: classes.map(|c| c.min(pupils)),
            boarders: in_proportion(self.boarders, pupils, self.pupils).min(pupils),
            inclusion: in_proportion(self.inclusion, pupils, self.pupils).min(pupils),
            source: self.source,
        }
    }

    /// The same children a year later.
    pub(super) fn carried(self, pupils: i64, size: i64) -> Self {
        let classes = self.classes.map(|classes| classes.max(needed(pupils, self.borne(size))));
        self.resized(pupils, classes)
    }

    /// Another year's children of the same grade: as many classes as keep the class size of `model` where there are fewer children
    /// than there were, no fewer classes where there are as many or more.
    pub(super) fn entering(self, pupils: i64, model: Self, size: i64) -> Self {
        let classes = model.classes.map(|before| {
            let least = needed(pupils, model.borne(size));
            if model.pupils == 0 || before == 0 {
                least
            } else if pupils >= model.pupils {
                before.max(least)
            } else {
                least.max(needed(pupils * before, model.pupils))
            }
        });
        self.resized(pupils, classes)
    }

    /// These children in classes with those who are there already: as many classes as were there, more where the class-size norm
    /// asks for them.
    pub(super) fn joining(self, there: Option<Self>, size: i64) -> Self {
        let pupils = self.pupils + there.map_or(0, |t| t.pupils);
        let least = needed(pupils, there.map_or(size, |t| t.borne(size)));
        let classes = match there {
            Some(there) => there.classes.map(|c| c.max(least)),
            None => self.classes.map(|_| least),
        };
        Self {
            pupils,
            classes,
            boarders: self.boarders + there.map_or(0, |t| t.boarders),
            inclusion: self.inclusion + there.map_or(0, |t| t.inclusion),
            source: EnrollmentSource::Merged,
        }
    }

    /// Parts in proportion to `weights`; their classes are of no meaning.
    pub(super) fn split(self, weights: &[i64]) -> Vec<Self> {
        let [pupils, boarders, inclusion] =
            [self.pupils, self.boarders, self.inclusion].map(|all| share_out(all, weights));
        let parts = pupils.into_iter().zip(boarders).zip(inclusion);
        parts.map(|((pupils, boarders), inclusion)| Self { pupils, boarders, inclusion, ..self }).collect()
    }
}
