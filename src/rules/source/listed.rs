//! Cells that list several sources.

/// The sources that a cell lists, each once: registries put several agencies into one cell, parted by semicolons or a
/// slash, and an agency with several articles several times.
pub fn listed(cell: &str) -> impl Iterator<Item = &str> {
    let mut seen: Vec<&str> = Vec::new();
    cell.split(';').flat_map(slashed).map(str::trim).filter(move |name| {
        let new = !name.is_empty() && !seen.contains(name);
        seen.extend(Some(*name).filter(|_| new));
        new
    })
}

/// Shortest name beside a slash: "24/7" and "a/b" are one.
const SHORT: usize = 3;

/// Names parted by slashes; links are whole.
fn slashed(part: &str) -> impl Iterator<Item = &str> {
    let link = part.contains("://") || part.contains("www.") || part.contains(".com");
    let names = !link && part.split('/').all(|name| name.trim().chars().count() >= SHORT);
    part.split(move |letter| names && letter == '/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_lists_each_source_once() {
        let all = |cell| listed(cell).collect::<Vec<_>>();
        assert_eq!(all("Reuters; AFP;Reuters"), ["Reuters", "AFP"]);
        assert_eq!(all("Reuters/AFP"), ["Reuters", "AFP"]);
        assert_eq!(all("https://www.rfi.fr/afrique"), ["https://www.rfi.fr/afrique"]);
        assert_eq!(all("Kanal 24/7"), ["Kanal 24/7"]);
        assert!(all(" ; ").is_empty());
    }
}
