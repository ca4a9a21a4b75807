//! How much an input may be: beyond that it is damage or malice, and must not take the machine with it.

/// The limits, each a setting under `[limits]`. What goes beyond one is refused or left out, and said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most megabytes of one file once unpacked. Positions within a file are counted in 32 bits, so more than 4,096 cannot be.
    pub unpacked_mb: u64,
    /// How many times its packed size a file may have once unpacked; what stays under 64 MB is never refused for it.
    pub ratio: u64,
    /// Most files within an archive.
    pub members: u64,
    /// Archives within archives, this deep.
    pub archives: u64,
    /// Most columns of a table; those beyond are not read.
    pub columns: u64,
    /// Most megabytes of one row; such a row is rejected.
    pub row_mb: u64,
    /// Most cells of a workbook, in millions.
    pub cells_million: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            unpacked_mb: 4096,
            ratio: 200,
            members: 2000,
            archives: 3,
            columns: 10_000,
            row_mb: 16,
            cells_million: 100,
        }
    }
}

/// Under this many bytes no ratio is too high: a short file of one value packs well.
const FREE: u64 = 64 << 20;

impl Limits {
    /// What the settings are called, with their values, and what they bound.
    pub fn list(&self) -> [(&'static str, u64, &'static str); 7] {
        [
            ("unpacked_mb", self.unpacked_mb, "megabytes of one file once unpacked, at most 4096"),
            ("ratio", self.ratio, "times its packed size that a file may have once unpacked, beyond 64 MB"),
            ("members", self.members, "files within an archive"),
            ("archives", self.archives, "archives within one another"),
            ("columns", self.columns, "columns of a table; those beyond are not read"),
            ("row_mb", self.row_mb, "megabytes of one row; a longer one is rejected"),
            ("cells_million", self.cells_million, "millions of cells of a workbook"),
        ]
    }

    /// Sets the limit of that name; false where there is none.
    pub fn set(&mut self, name: &str, value: u64) -> bool {
        let limit = match name {
            "unpacked_mb" => &mut self.unpacked_mb,
            "ratio" => &mut self.ratio,
            "members" => &mut self.members,
            "archives" => &mut self.archives,
            "columns" => &mut self.columns,
            "row_mb" => &mut self.row_mb,
            "cells_million" => &mut self.cells_million,
            _ => return false,
        };
        *limit = value;
        true
    }

    /// Most bytes that so many packed ones may become.
    pub fn unpacked(&self, packed: u64) -> u64 {
        self.bytes().min(packed.saturating_mul(self.ratio).max(FREE))
    }

    /// Most bytes of a file once unpacked.
    pub fn bytes(&self) -> u64 {
        (self.unpacked_mb << 20).min(u64::from(u32::MAX))
    }

    /// Most bytes of a row.
    pub fn row(&self) -> usize {
        usize::try_from(self.row_mb << 20).unwrap_or(usize::MAX)
    }

    /// Most cells of a workbook.
    pub fn cells(&self) -> u64 {
        self.cells_million.saturating_mul(1_000_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_can_be_set_by_its_name() {
        let mut limits = Limits::default();
        for (name, value, _) in Limits::default().list() {
            assert!(limits.set(name, value + 1), "{name}");
        }
        for ((name, now, _), (_, before, _)) in limits.list().into_iter().zip(Limits::default().list()) {
            assert_eq!(now, before + 1, "{name}");
        }
        assert!(!limits.set("colums", 1));
    }

    #[test]
    fn a_ratio_bounds_large_files_alone() {
        let limits = Limits::default();
        assert_eq!(limits.unpacked(10), FREE);
        assert_eq!(limits.unpacked(1 << 20), 200 << 20);
        assert_eq!(limits.unpacked(1 << 40), u64::from(u32::MAX));
    }
}
