//! What rows, places, names and records are known by.

/// Index of a row in [`super::Corpus::rows`].
///
/// Rows stand in a canonical order (id, data set, content), so the index, and whatever is computed in
/// ascending order of it, does not depend on the order in which files or rows were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowIx(pub u32);

/// An interned string. Symbols order as their strings do. `Sym(0)` is the empty string: absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Sym(pub u32);

impl Sym {
    /// Whether something stands there.
    #[inline]
    pub const fn is_some(self) -> bool {
        self.0 != 0
    }
    /// Whether nothing stands there.
    #[inline]
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }
}

/// Where the whole record lies in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Loc {
    /// Chunk number.
    pub chunk: u32,
    /// Slot in the chunk.
    pub slot: u32,
}

/// Index of a place in [`super::Places::places`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceIx(pub u32);
