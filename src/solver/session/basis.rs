//! Where simplex stands: what each column and row is at.

/// What a column or row is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::solver) enum Mark {
    /// Its lower side.
    Lower,
    /// Its upper side.
    Upper,
    /// Somewhere between: part of the basis.
    Basic,
    /// Not part of the basis; the solver may choose where it is.
    Outside,
}

impl Mark {
    const LETTERS: [(Self, char); 4] =
        [(Self::Lower, 'l'), (Self::Upper, 'u'), (Self::Basic, 'b'), (Self::Outside, 'n')];

    /// The letter of a file.
    pub(in crate::solver) fn letter(self) -> char {
        Self::LETTERS.iter().find(|(mark, _)| *mark == self).map_or('n', |(_, letter)| *letter)
    }

    /// What a letter says; what is no letter says nothing.
    pub(in crate::solver) fn of(letter: char) -> Self {
        Self::LETTERS.iter().find(|(_, known)| *known == letter).map_or(Self::Outside, |(mark, _)| *mark)
    }
}

/// What all columns and rows are at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::solver) struct Basis {
    /// By column.
    pub columns: Vec<Mark>,
    /// By row.
    pub rows: Vec<Mark>,
}
