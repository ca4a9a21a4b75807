//! Tables of numbers: each value stands with its unit, what it means and where it comes from.

use serde::de::DeserializeOwned;
use toml::{Table, Value};

/// What every number of a table is told with.
const TOLD: [&str; 3] = ["unit", "meaning", "source"];

/// Reads a table of numbers, each of them `{ value, unit, meaning, source }`, and the comparisons among them.
///
/// # Errors
/// What is no table, or a number without a unit, a meaning or a source: which, in words.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let table: Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
    let plain = plain(Value::Table(table), "")?;
    plain.try_into().map_err(|error: toml::de::Error| error.to_string())
}

/// The numbers alone.
fn plain(value: Value, name: &str) -> Result<Value, String> {
    let Value::Table(mut table) = value else { return Ok(value) };
    if let Some(value) = table.remove("value") {
        for told in TOLD {
            let said = table.get(told).and_then(Value::as_str).unwrap_or_default();
            if said.trim().is_empty() {
                return Err(format!("{name}: {told} is missing"));
            }
        }
        return Ok(value);
    }
    let of = |(key, value): (String, Value)| {
        let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
        Ok((key, plain(value, &name)?))
    };
    Ok(Value::Table(table.into_iter().map(of).collect::<Result<Table, String>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    struct Rates {
        day: Day,
    }
    #[derive(Debug, Deserialize)]
    struct Day {
        right: f32,
    }

    #[test]
    fn numbers_come_with_their_sources() {
        let told = "[day]\nright = { value = 0.8, unit = \"probability\", meaning = \"m\", source = \"s\" }\n";
        assert_eq!(read::<Rates>(told).unwrap().day.right, 0.8);
        let error = read::<Rates>(&told.replace("\"s\"", "\"\"")).unwrap_err();
        assert_eq!(error, "day.right: source is missing");
    }
}
