//! A look at a worksheet's XML before it is read: how large it unpacks, which rows are hidden, which formulas lack their value.

use crate::input::InputError;
use crate::model::Limits;
use memchr::memmem;
use std::io::{Cursor, Read};
use std::path::Path;

/// What a look at a sheet showed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Peek {
    /// Lines of hidden rows.
    pub hidden: Vec<u32>,
    /// Formulas that no program has calculated yet.
    pub uncalculated: u64,
}

/// Looks at every part of a workbook: the worksheets by their path within it. Refuses one that unpacks into too much.
pub(super) fn look(path: &Path, bytes: &[u8], limits: &Limits) -> Result<Vec<(String, Peek)>, InputError> {
    let broken = |reason: String| super::broken(path, reason);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
    let most = limits.unpacked(bytes.len() as u64);
    let (mut peeks, mut total) = (Vec::new(), 0);
    for index in 0..archive.len() {
        let Ok(mut part) = archive.by_index(index) else { continue };
        let Ok(name) = part.name().map(|name| name.into_owned()) else { continue };
        let sheet = name.contains("worksheets/") && name.ends_with(".xml");
        // Pictures and the like are never unpacked by anybody.
        if !name.ends_with(".xml") && !name.ends_with(".bin") {
            continue;
        }
        let mut peek = Peek::default();
        let (mut window, mut chunk) = (Vec::new(), vec![0; 256 << 10]);
        loop {
            let read = part.read(&mut chunk).map_err(|error| broken(error.to_string()))?;
            total += read as u64;
            if total > most {
                let what =
                    format!("unpacks into more than {} MB or {} times its size", limits.unpacked_mb, limits.ratio);
                return Err(InputError::Beyond { path: path.to_owned(), what, setting: "ratio" });
            }
            if read == 0 {
                break;
            }
            if sheet {
                window.extend_from_slice(&chunk[..read]);
                // What is cut off by the end of the chunk is looked at with the next one.
                let cut = memchr::memrchr(b'<', &window).unwrap_or(0);
                let cut = memmem::rfind(&window[..cut], b"<c").unwrap_or(0);
                peek.see(&window[..cut]);
                window.drain(..cut);
            }
        }
        if sheet {
            peek.see(&window);
            peeks.push((name, peek));
        }
    }
    Ok(peeks)
}

impl Peek {
    fn see(&mut self, xml: &[u8]) {
        for at in memmem::find_iter(xml, b" hidden=\"1\"") {
            let Some(tag) = memchr::memrchr(b'<', &xml[..at]) else { continue };
            if !xml[tag..].starts_with(b"<row ") {
                continue;
            }
            let attributes = &xml[tag..xml.len().min(tag + 400)];
            let number = memmem::find(attributes, b" r=\"").and_then(|from| {
                let digits: String = attributes[from + 4..]
                    .iter()
                    .map(|byte| char::from(*byte))
                    .take_while(char::is_ascii_digit)
                    .collect();
                digits.parse().ok()
            });
            self.hidden.push(number.unwrap_or(0));
        }
        for at in memmem::find_iter(xml, b"</f>") {
            let rest = &xml[at + 4..];
            let empty = [&b"<v/>"[..], b"<v />", b"<v></v>", b"</c>"];
            self.uncalculated += u64::from(empty.iter().any(|empty| rest.starts_with(empty)));
        }
    }

    /// What is worth telling, in a sentence.
    pub fn note(&self) -> Option<String> {
        let formulas = match self.uncalculated {
            0 => return None,
            1 => "1 formula has".to_owned(),
            many => format!("{many} formulas have"),
        };
        Some(format!(
            "{formulas} no value yet, because no spreadsheet program has calculated them; such cells count as blank: open the file \
             in one and save it"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_rows_and_uncalculated_formulas_are_seen() {
        let mut peek = Peek::default();
        peek.see(
            b"<cols><col min=\"6\" hidden=\"1\"/></cols><sheetData><row r=\"3\" spans=\"1:2\" hidden=\"1\"><c r=\"A3\"><f>A1</f><v></v></c>\
              <c r=\"B3\"><f>A1</f><v>3</v></c></row></sheetData>",
        );
        assert_eq!(peek, Peek { hidden: vec![3], uncalculated: 1 });
    }
}
