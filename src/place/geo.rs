//! Points: distances, medians, and what was swapped or flipped.

use super::mention::Point;
use super::weights::weights;
use crate::model::point::km;
use crate::model::{Corpus, RowIx};
use rustc_hash::FxHashMap;

/// The median of latitudes and of longitudes.
pub fn median(points: &[(f32, f32)]) -> Option<(f64, f64)> {
    let middle = |mut values: Vec<f32>| {
        values.sort_unstable_by(f32::total_cmp);
        let half = values.len() / 2;
        let value = *values.get(half)?;
        let even = values.len().is_multiple_of(2);
        Some(if even { (f64::from(value) + f64::from(values[half - 1])) / 2.0 } else { f64::from(value) })
    };
    Some((middle(points.iter().map(|point| point.0).collect())?, middle(points.iter().map(|point| point.1).collect())?))
}

/// What a point may have been before somebody swapped its parts or lost a sign: swapped, latitude flipped,
/// longitude flipped, both flipped, and the swapped ones flipped.
pub fn repairs(point: (f64, f64)) -> [(f64, f64); 7] {
    let (lat, lon) = point;
    [(lon, lat), (lat, -lon), (-lat, lon), (-lat, -lon), (lon, -lat), (-lon, lat), (-lon, -lat)]
}

/// The repaired point, where the point lies far astray of its block and one repair brings it home.
pub fn mended(point: (f64, f64), home: (f64, f64)) -> Option<(f64, f64)> {
    if km(point, home) < weights().points.astray {
        return None;
    }
    repairs(point).into_iter().find(|repaired| km(*repaired, home) < weights().points.at_home)
}

/// The points of a block's rows. `form` gives the number of a row's name. Points that three and more
/// names share are no points of theirs but of a district, so they count as coarse.
pub fn points(corpus: &Corpus, rows: &[RowIx], form: impl Fn(RowIx) -> u32) -> FxHashMap<RowIx, Point> {
    let given: Vec<(RowIx, (f64, f64), u8)> = rows
        .iter()
        .filter_map(|&index| {
            let row = corpus.row(index);
            let point = row.point().filter(|point| point.0 != 0.0 || point.1 != 0.0)?;
            Some((index, point, row.coordinate_digits))
        })
        .collect();
    let plain: Vec<(f32, f32)> = given.iter().map(|(_, point, _)| (point.0 as f32, point.1 as f32)).collect();
    let Some(home) = median(&plain) else { return FxHashMap::default() };
    let cell = |point: (f64, f64)| ((point.0 * 1e4).round() as i32, (point.1 * 1e4).round() as i32);
    let mut names: FxHashMap<(i32, i32), Vec<u32>> = FxHashMap::default();
    for &(row, point, digits) in &given {
        if digits <= 2 {
            let sharing = names.entry(cell(point)).or_default();
            let form = form(row);
            if sharing.len() < 3 && !sharing.contains(&form) {
                sharing.push(form);
            }
        }
    }
    given
        .into_iter()
        .map(|(row, point, digits)| {
            let shared = names.get(&cell(point)).is_some_and(|names| names.len() >= 3);
            let (lat, lon) = mended(point, home).unwrap_or(point);
            (row, Point { lat: lat as f32, lon: lon as f32, fine: digits >= 2 && !shared })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert_eq!(median(&[(1.0, 5.0), (3.0, 7.0)]), Some((2.0, 6.0)));
        assert_eq!(median(&[(1.0, 5.0), (9.0, 6.0), (2.0, 90.0)]), Some((2.0, 6.0)));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn swapped_and_flipped_points_come_home() {
        let home = (15.5, -1.5);
        assert_eq!(mended((-1.4, 15.4), home), Some((15.4, -1.4)));
        assert_eq!(mended((-15.4, -1.4), home), Some((15.4, -1.4)));
        assert_eq!(mended((15.0, 0.5), home), None, "near enough as it stands");
        assert_eq!(mended((48.9, 2.3), home), None, "no repair brings Paris here");
    }
}
