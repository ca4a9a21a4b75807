//! Whether lines that a quoted cell swallows are rows of their own: as wide as the others, with numbers, dates and ids where the others
//! have them.

/// Lines looked at to know what is usual.
const SAMPLE: usize = 400;

/// What rows usually look like.
#[derive(Debug)]
pub(super) struct Usual {
    delimiter: char,
    /// Cells of a row; 0 where nothing is usual.
    width: usize,
    /// The shape that nearly all cells of a column have, where it has digits.
    shapes: Vec<Option<String>>,
}

impl Usual {
    /// Looks at the lines that hold no quote.
    pub fn of(text: &str, delimiter: u8) -> Usual {
        let delimiter = char::from(delimiter);
        let lines: Vec<&str> =
            text.lines().skip(1).filter(|line| !line.trim().is_empty() && !line.contains('"')).take(SAMPLE).collect();
        let mut widths: Vec<usize> = lines.iter().map(|line| line.split(delimiter).count()).collect();
        widths.sort_unstable();
        let width = widths
            .chunk_by(|a, b| a == b)
            .max_by_key(|same| same.len())
            .filter(|same| same.len() >= 3 && same.len() * 2 > widths.len())
            .map_or(0, |same| same[0]);
        let rows: Vec<Vec<&str>> = lines
            .iter()
            .map(|line| line.split(delimiter).collect::<Vec<_>>())
            .filter(|cells| cells.len() == width)
            .collect();
        let shapes = (0..width).map(|column| common(rows.iter().map(|row| shape(row[column])).collect())).collect();
        Usual { delimiter, width, shapes }
    }

    /// Whether each of these lines is a row. Where no column holds numbers, nothing shows that.
    pub fn are_rows(&self, lines: &str) -> bool {
        let strong = self.shapes.iter().flatten().count();
        self.width > 1 && strong > 0 && lines.lines().all(|line| self.is_row(line))
    }

    fn is_row(&self, line: &str) -> bool {
        let cells = self.cells(line);
        cells.len() == self.width
            && self.shapes.iter().zip(&cells).all(|(usual, cell)| {
                let shape = shape(cell);
                shape.is_empty() || usual.as_ref().is_none_or(|usual| *usual == shape)
            })
    }

    /// The cells of a line: where its quotes come in pairs they hold delimiters together, else they are no quotes.
    fn cells<'a>(&self, line: &'a str) -> Vec<&'a str> {
        if !line.matches('"').count().is_multiple_of(2) {
            return line.split(self.delimiter).map(|cell| cell.trim_matches('"')).collect();
        }
        let mut within = false;
        let cells = line.split(|ch: char| {
            within ^= ch == '"';
            ch == self.delimiter && !within
        });
        cells.map(|cell| cell.trim_matches('"')).collect()
    }
}

/// The shape that nine of ten cells have, if it has digits.
fn common(mut shapes: Vec<String>) -> Option<String> {
    let all = shapes.iter().filter(|shape| !shape.is_empty()).count();
    shapes.sort_unstable();
    let most = shapes.chunk_by(|a, b| a == b).filter(|same| !same[0].is_empty()).max_by_key(|same| same.len())?;
    (most.len() * 10 >= all * 9 && most[0].contains('9')).then(|| most[0].clone())
}

/// What a cell looks like: runs of digits, runs of letters, other signs.
fn shape(cell: &str) -> String {
    let mut shape = String::new();
    for ch in cell.trim().chars() {
        let kind = if ch.is_numeric() {
            '9'
        } else if ch.is_alphabetic() {
            'a'
        } else {
            ch
        };
        if !shape.ends_with(kind) || !matches!(kind, '9' | 'a') {
            shape.push(kind);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> String {
        (0..20)
            .fold("id,date,place,n\n".to_owned(), |text, at| text + &format!("r{at},2021-08-{:02},Gao,{at}\n", at + 1))
    }

    #[test]
    fn rows_are_told_from_notes() {
        let usual = Usual::of(&text(), b',');
        assert!(usual.are_rows("r3,2021-08-04,\"Gao,3\nr4,2021-08-05,Gao,4\nr5,2021-08-06,Gao\",5"));
        assert!(usual.are_rows("r3,2021-08-04,\"Gao,3\nr4,2021-08-05,\"Gao\",4"));
        assert!(!usual.are_rows("r3,2021-08-04,\"a note, with commas, in it\nand, two, more, here\",3"));
        assert!(!usual.are_rows("r3,2021-08-04,\"a note\nof two lines\",3"));
    }

    #[test]
    fn where_nothing_is_usual_nothing_is_mended() {
        assert!(!Usual::of("a,b\nx,\"y\nz,w\",v\n", b',').are_rows("x,\"y\nz,w"));
    }
}
