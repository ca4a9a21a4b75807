//! What a spreadsheet does to ids and dates.

/// Whether an id is a number that a spreadsheet rounded: `2.00E+11` stands for any of a billion ids.
pub fn spoilt_id(id: &str) -> bool {
    if !id.as_bytes().contains(&b'+') {
        return false;
    }
    let id = id.split_once('#').map_or(id, |(id, _)| id);
    let Some((digits, power)) = id.split_once(['E', 'e']) else { return false };
    let Some(power) = power.strip_prefix('+') else { return false };
    let digits = digits.replacen(['.', ','], "", 1);
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    plain(&digits) && plain(power) && power.len() <= 3 && digits.len() < 15
}

#[cfg(test)]
mod tests {
    use super::spoilt_id;

    #[test]
    fn rounded_numbers_are_told_from_codes() {
        for id in ["2.00E+11", "2,02E+11", "2E+11", "1.5e+12", "2.00E+11#17"] {
            assert!(spoilt_id(id), "{id}");
        }
        for id in ["", "E+11", "BFO12", "200001010027", "12E3", "2.00E-11", "1E+", "E2+3", "0x1E+4", "1.2.3E+4"] {
            assert!(!spoilt_id(id), "{id}");
        }
    }
}
