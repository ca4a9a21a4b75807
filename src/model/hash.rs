//! Hashes that end up in ids and files: stable across versions, machines and runs.

use xxhash_rust::xxh3::xxh3_64;

/// Sixty-four bits of the parts, told apart from each other (`["ab", "c"]` is not `["a", "bc"]`).
pub fn parts(parts: &[&str]) -> u64 {
    let mut joined = String::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
    for part in parts {
        joined.push_str(part);
        joined.push('\u{1f}');
    }
    xxh3_64(joined.as_bytes())
}

/// A hash as a short word of thirteen letters and digits, without those that are easily misread.
pub fn word(hash: u64) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    (0..13).rev().map(|group| char::from(ALPHABET[(hash >> (group * 5) & 31) as usize])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_stable() {
        assert_eq!(word(0), "0000000000000");
        assert_eq!(word(33), "0000000000011");
        assert_ne!(parts(&["ab", "c"]), parts(&["a", "bc"]));
        assert_eq!(word(parts(&["TOL001", "r1"])).len(), 13);
    }
}
