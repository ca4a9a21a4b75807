//! A sheet that is filled row by row.

use super::super::words::clip;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, ExcelDateTime, Format, FormatBorder, Url, Worksheet, XlsxError,
};

/// Rows below the header that a sheet holds, by the format's limit of 1,048,576 rows.
pub const ROWS: usize = 1_048_575;

/// Links in one sheet: Excel drops those beyond 65,530.
const LINKS: usize = 30_000;

/// Letters in one cell: the format allows 32,767.
const LETTERS: usize = 32_000;

/// A sheet that is filled row by row.
pub struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
    column: u16,
    columns: u16,
    links: usize,
    date: Format,
    asked: Format,
}

impl<'a> Sheet<'a> {
    pub fn new(sheet: &'a mut Worksheet, name: &str, header: &[&str], widths: &[f64]) -> Result<Sheet<'a>, XlsxError> {
        sheet.set_name(name)?;
        let bold =
            Format::new().set_bold().set_background_color(Color::RGB(0xE6_E6_E6)).set_border_bottom(FormatBorder::Thin);
        for (column, (title, width)) in header.iter().zip(widths.iter().chain(std::iter::repeat(&14.0))).enumerate() {
            sheet.write_string_with_format(0, column as u16, *title, &bold)?;
            sheet.set_column_width(column as u16, *width)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        let date = Format::new().set_num_format("yyyy-mm-dd");
        // Cells that are to be filled in are shaded.
        let asked = Format::new().set_background_color(Color::RGB(0xFF_F8_DC));
        Ok(Sheet { sheet, row: 0, column: 0, columns: header.len() as u16, links: 0, date, asked })
    }

    /// Makes four columns from `first` on take a decision, a reason, a day and a name.
    pub fn asks(&mut self, first: u16, verdicts: &[&str], help: &str, rows: usize) -> Result<(), XlsxError> {
        let last = rows.clamp(1, ROWS) as u32;
        // A warning, no ban: "snooze until 2026-12-31" may stand in one cell.
        let verdicts = DataValidation::new()
            .allow_list_strings(verdicts)?
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_input_title("Decision")?
            .set_input_message(help)?;
        self.sheet.add_data_validation(1, first, last, first, &verdicts)?;
        let tell = |title: &str, text: &str| -> Result<DataValidation, XlsxError> {
            DataValidation::new().set_input_title(title)?.set_input_message(text)
        };
        let reason = tell("Reason", "Why: whoever comes after must be able to judge it")?;
        self.sheet.add_data_validation(1, first + 1, last, first + 1, &reason)?;
        let until = tell("Until", "A day, as 2026-12-31: a snooze ends then, any other decision holds no longer")?;
        self.sheet.add_data_validation(1, first + 2, last, first + 2, &until)?;
        let date = self.asked.clone().set_num_format("yyyy-mm-dd");
        for column in [first, first + 1, first + 3] {
            self.sheet.set_column_format(column, &self.asked)?;
        }
        self.sheet.set_column_format(first + 2, &date)?;
        Ok(())
    }

    /// Leaves cells of the row empty.
    pub fn leave(&mut self, cells: u16) {
        self.column += cells;
    }

    /// Begins a row; false where the sheet is full.
    pub fn begin(&mut self) -> bool {
        self.row += 1;
        self.column = 0;
        (self.row as usize) <= ROWS
    }

    pub fn text(&mut self, text: &str) -> Result<(), XlsxError> {
        if !text.is_empty() {
            self.sheet.write_string(self.row, self.column, clean(text))?;
        }
        self.column += 1;
        Ok(())
    }

    pub fn number(&mut self, number: impl Into<f64>) -> Result<(), XlsxError> {
        self.sheet.write_number(self.row, self.column, number)?;
        self.column += 1;
        Ok(())
    }

    pub fn perhaps(&mut self, number: Option<impl Into<f64>>) -> Result<(), XlsxError> {
        match number {
            Some(number) => self.number(number),
            None => self.text(""),
        }
    }

    /// An ISO day as a date; text where it is none that Excel knows (its calendar begins in 1900).
    pub fn day(&mut self, day: &str) -> Result<(), XlsxError> {
        let parsed = day
            .split('-')
            .map(|part| part.parse::<u16>().ok())
            .collect::<Option<Vec<u16>>>()
            .filter(|parts| parts.len() == 3 && parts[0] >= 1900)
            .and_then(|parts| ExcelDateTime::from_ymd(parts[0], parts[1] as u8, parts[2] as u8).ok());
        match parsed {
            Some(date) => {
                self.sheet.write_datetime_with_format(self.row, self.column, &date, &self.date)?;
                self.column += 1;
                Ok(())
            }
            None => self.text(day),
        }
    }

    /// Text that leads to a row of another sheet, where there is one.
    pub fn link(&mut self, text: &str, sheet: &str, row: Option<&usize>) -> Result<(), XlsxError> {
        match row {
            Some(row) if self.links < LINKS && !text.is_empty() => {
                let url = Url::new(format!("internal:{sheet}!A{}", row + 1)).set_text(clean(text));
                self.sheet.write_url(self.row, self.column, url)?;
                self.links += 1;
                self.column += 1;
                Ok(())
            }
            _ => self.text(text),
        }
    }

    /// Filters over all rows that were written.
    pub fn finish(self) -> Result<(), XlsxError> {
        self.sheet.autofilter(0, 0, self.row.max(1), self.columns.saturating_sub(1))?;
        Ok(())
    }
}

/// Text without what XML cannot hold, cut to what a cell holds.
fn clean(text: &str) -> String {
    let forbidden =
        |letter: char| (letter < ' ' && letter != '\n' && letter != '\t') || matches!(letter, '\u{fffe}' | '\u{ffff}');
    let text: String = text.chars().map(|letter| if forbidden(letter) { '\u{fffd}' } else { letter }).collect();
    if text.encode_utf16().count() > LETTERS { clip(&text, LETTERS / 2) } else { text }
}
