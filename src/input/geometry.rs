//! Where a shape lies: a point is its own place, anything larger the middle of its extent.

/// The extent of a shape, position by position.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    west: f64,
    east: f64,
    south: f64,
    north: f64,
    positions: u32,
}

impl Default for Extent {
    fn default() -> Extent {
        let (most, least) = (f64::INFINITY, f64::NEG_INFINITY);
        Extent { west: most, east: least, south: most, north: least, positions: 0 }
    }
}

impl Extent {
    /// Adds a position; false where it is none on Earth (projected coordinates are not degrees).
    pub fn add(&mut self, lon: f64, lat: f64) -> bool {
        if !(-360.0..=360.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
            return false;
        }
        (self.west, self.east) = (self.west.min(lon), self.east.max(lon));
        (self.south, self.north) = (self.south.min(lat), self.north.max(lat));
        self.positions += 1;
        true
    }

    /// Whether it is one point.
    pub fn is_point(&self) -> bool {
        self.positions > 0 && self.west == self.east && self.south == self.north
    }

    /// Longitude and latitude of the middle; `None` where there is no position.
    pub fn middle(&self) -> Option<(f64, f64)> {
        (self.positions > 0).then(|| ((self.west + self.east) / 2.0, (self.south + self.north) / 2.0))
    }
}

/// A number of degrees as text, without the noise of halving: about a decimetre.
pub(super) fn degrees(value: f64) -> String {
    format!("{}", (value * 1e6).round() / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_have_a_middle() {
        let mut extent = Extent::default();
        assert_eq!(extent.middle(), None);
        assert!(extent.add(30.0, 7.0) && extent.is_point());
        assert!(extent.add(32.0, 9.0) && !extent.is_point());
        assert_eq!(extent.middle(), Some((31.0, 8.0)));
        assert!(!extent.add(3_390_000.0, 800_000.0));
        assert_eq!(degrees(30.1 + 0.2), "30.3");
    }
}
