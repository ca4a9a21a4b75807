//! Where things lie: the one distance of the tool.

/// Kilometres to a degree of latitude: a meridian of 20,015 km, halved circle of the mean Earth radius 6,371.009 km.
const DEGREE: f64 = 111.195;

/// A point ready for measuring distances: the sine and cosine of half its latitude give the cosine of the latitude
/// between it and any other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Latitude, degrees.
    pub lat: f64,
    /// Longitude, degrees.
    pub lon: f64,
    half: (f64, f64),
}

impl Spot {
    /// From latitude and longitude.
    pub fn new((lat, lon): (f64, f64)) -> Spot {
        Spot { lat, lon, half: (lat.to_radians() / 2.0).sin_cos() }
    }

    /// Kilometres to another, as [`km`] measures them.
    #[inline]
    pub fn km(&self, other: &Spot) -> f64 {
        let between = self.half.1 * other.half.1 - self.half.0 * other.half.0;
        plane(self.lat - other.lat, self.lon - other.lon, between)
    }
}

/// Kilometres in so many degrees of latitude.
#[inline]
pub const fn north(degrees: f64) -> f64 {
    degrees * DEGREE
}

#[inline]
fn plane(up: f64, across: f64, cosine: f64) -> f64 {
    let across = across * cosine;
    DEGREE * up.mul_add(up, across * across).sqrt()
}

/// Kilometres between two points (latitude, longitude), on a plane that fits the latitude between them: good to a
/// percent within a country.
pub fn km(a: (f64, f64), b: (f64, f64)) -> f64 {
    plane(a.0 - b.0, a.1 - b.1, ((a.0 + b.0) / 2.0).to_radians().cos())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_degree_of_latitude() {
        assert!((km((15.0, 0.0), (16.0, 0.0)) - 111.195).abs() < 1e-6);
        assert!((km((60.0, 0.0), (60.0, 1.0)) - 55.6).abs() < 0.1);
    }

    proptest! {
        #[test]
        fn one_distance(a in (-89.0f64..89.0, -180.0f64..180.0), b in (-89.0f64..89.0, -180.0f64..180.0)) {
            let by_spot = Spot::new(a).km(&Spot::new(b));
            prop_assert!((by_spot - km(a, b)).abs() <= 1e-6 * (1.0 + km(a, b)));
            prop_assert_eq!(km(a, b), km(b, a));
        }
    }
}
