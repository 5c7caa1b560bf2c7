//! Typed positions in the vectors of a [`Case`](super::Case): a school's number cannot be used for a unit.

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// From a position.
            #[must_use]
            pub fn new(position: usize) -> Self {
                Self(u32::try_from(position).expect("fewer than 2^32 entries"))
            }

            /// The position.
            #[must_use]
            pub const fn at(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

index! {
    /// Position in `Case::kinds`.
    KindIx;
    /// Position in `Case::towns`.
    TownIx;
    /// Position in `Case::clusters`.
    ClusterIx;
    /// Position in `Case::schools`.
    SchoolIx;
    /// Position in `Case::units`.
    UnitIx;
    /// Position in `Case::teachers`.
    TeacherIx;
    /// Position in `Case::channels`.
    ChannelIx;
}
