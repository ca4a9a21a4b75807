//! How the dates of a column are written: which number is the day, from when bare numbers count, by which calendar. All evidence
//! there is: values over 12, the other days of the same row, the weekday, the header's own words, the other columns of dates.

use super::layout::Layout;
use super::mapping::{DATES, How};
use super::table::{Cells, RawRow, Table};
use crate::model::ledger::DateOrder;
use crate::model::{Col, Day, Value};
use crate::text::count::{is_blank_mark, latin_digits};
use crate::text::dates::{self, Calendar, Order, Since, Style};
use rayon::prelude::*;

/// Rows whose dates show whether they are numbers.
const SAMPLE: usize = 5_000;

/// What the cells of a date column show.
#[derive(Debug, Clone, Default)]
struct Shown {
    cells: u64,
    serials: u64,
    since: [u64; 4],
    old: u64,
    buddhist: u64,
    long_months: u64,
    slashed: u64,
    day_first: u64,
    month_first: u64,
    /// First lines on which a value shows that the day, and that the month, comes first.
    lines: [u32; 2],
    /// Rows whose other days fit the day first alone, and the month first alone.
    fits: [u64; 2],
}

impl Shown {
    fn add(mut self, other: Shown) -> Shown {
        let sums = [
            (&mut self.cells, other.cells),
            (&mut self.serials, other.serials),
            (&mut self.old, other.old),
            (&mut self.buddhist, other.buddhist),
            (&mut self.long_months, other.long_months),
            (&mut self.slashed, other.slashed),
            (&mut self.day_first, other.day_first),
            (&mut self.month_first, other.month_first),
        ];
        sums.into_iter().for_each(|(sum, more)| *sum += more);
        self.since.iter_mut().zip(other.since).for_each(|(sum, more)| *sum += more);
        self.fits.iter_mut().zip(other.fits).for_each(|(sum, more)| *sum += more);
        for (line, later) in self.lines.iter_mut().zip(other.lines) {
            *line = match (*line, later) {
                (0, later) => later,
                (line, 0) => line,
                (line, later) => line.min(later),
            };
        }
        self
    }
}

/// Finds out how dates are written, by what stands in the whole columns.
pub(super) fn settle(table: &dyn Table, layout: &mut Layout) {
    let mut open = Vec::new();
    for &col in DATES {
        let Some(fill) = layout.mapping.fills.iter().find(|fill| fill.col == col) else { continue };
        let ([index], How::Alone) = (&fill.from[..], &fill.how) else { continue };
        let index = *index;
        let mut style = layout.mapping.style(col);
        let sample = survey(table, 0..table.pieces().min(1), (col, index), layout);
        counted(&sample, col, layout, &mut style);
        calendar(&sample, col, layout, &mut style);
        let mut order = None;
        if style.order == Order::Unknown && sample.slashed > 0 {
            let shown = survey(table, 0..table.pieces(), (col, index), layout);
            match by_values(&shown) {
                Some(found) => {
                    style.order = found;
                    order = Some((shown, String::new()));
                }
                None => open.push((col, index)),
            }
        }
        set(layout, col, style);
        if let Some((shown, why)) = order {
            said(layout, col, style.order, &shown, &why);
        }
    }
    // Columns that do not show it themselves, once those that do are read.
    for (col, index) in open {
        let shown = survey(table, 0..table.pieces(), (col, index), layout);
        let (order, why) = by_others(&shown, col, layout);
        let style = Style { order, ..layout.mapping.style(col) };
        set(layout, col, style);
        said(layout, col, order, &shown, &why);
    }
}

fn set(layout: &mut Layout, col: Col, style: Style) {
    layout.mapping.styles.retain(|(known, _)| *known != col);
    layout.mapping.styles.push((col, style));
    layout.mapping.styles.sort_by_key(|(col, _)| *col);
}

fn by_values(shown: &Shown) -> Option<Order> {
    match shown.month_first.cmp(&shown.day_first) {
        std::cmp::Ordering::Greater => Some(Order::MonthFirst),
        std::cmp::Ordering::Less => Some(Order::DayFirst),
        std::cmp::Ordering::Equal => None,
    }
}

/// The order of a column whose own values do not show it, and why.
fn by_others(shown: &Shown, col: Col, layout: &Layout) -> (Order, String) {
    let [day, month] = shown.fits;
    let of = |order: Order, count: u64| (order, format!("the other days of {count} rows fit that order alone"));
    if month > day * 3 {
        return of(Order::MonthFirst, month);
    }
    if day > month * 3 {
        return of(Order::DayFirst, day);
    }
    let name = layout.mapping.header_of(col).to_lowercase();
    let letters: String = name.chars().filter(char::is_ascii_alphabetic).collect();
    for (written, order) in [("mmdd", Order::MonthFirst), ("ddmm", Order::DayFirst), ("monthday", Order::MonthFirst)] {
        if letters.contains(written) {
            return (order, "its name says so".to_owned());
        }
    }
    let sure =
        |order: &&DateOrder| order.column != col.name() && order.day_first.min(order.month_first) == 0 && order.sure;
    if let Some(other) = layout.understood.dates.iter().find(sure) {
        let order = if other.order == "month-first" { Order::MonthFirst } else { Order::DayFirst };
        return (order, format!("{} is written so", other.header));
    }
    (Order::Unknown, String::new())
}

/// Says which order was taken, and keeps the counts for those who judge them.
fn said(layout: &mut Layout, col: Col, order: Order, shown: &Shown, why: &str) {
    let name = layout.mapping.header_of(col);
    let first = if order == Order::MonthFirst { "month" } else { "day" };
    let (winners, losers) = (shown.month_first.max(shown.day_first), shown.month_first.min(shown.day_first));
    layout.notes.push(match (winners, losers, why) {
        (0, _, "") => format!(
            "{name}: nothing shows whether day or month comes first; the day is taken to; dates.order in the settings settles it"
        ),
        (0, _, why) => format!("{name}: the {first} comes first: {why}"),
        (_, 0, _) => format!("{name}: the {first} comes first, as {winners} of {} dates show", shown.slashed),
        _ => format!(
            "{name} mixes the orders of day and month: {winners} dates show the {first} first, {losers} the other way"
        ),
    });
    layout.understood.dates.push(DateOrder {
        column: col.name().to_owned(),
        header: name,
        order: if order == Order::MonthFirst { "month-first" } else { "day-first" }.to_owned(),
        sure: winners > 0 || !why.is_empty(),
        dates: shown.slashed,
        day_first: shown.day_first,
        month_first: shown.month_first,
        line: if order == Order::MonthFirst { shown.lines[0] } else { shown.lines[1] },
    });
}

/// Whether bare numbers count days, and from when.
fn counted(sample: &Shown, col: Col, layout: &mut Layout, style: &mut Style) {
    if style.serials || sample.cells == 0 {
        return;
    }
    let name = layout.mapping.header_of(col);
    if sample.serials * 10 < sample.cells * 9 {
        return;
    }
    // The other days of the rows tell; where there are none, a spreadsheet is what such numbers mostly come from.
    let (best, fits) = (0..4)
        .map(|at| (at, sample.since[at]))
        .max_by_key(|(at, fits)| (*fits, std::cmp::Reverse(*at)))
        .unwrap_or_default();
    style.serials = true;
    style.since = Since::ALL[if fits > 0 { best } else { 0 }];
    let from = match style.since {
        Since::Sheets => "days as spreadsheets count them, and is read so (25569 is 1970-01-01)".to_owned(),
        since => format!(
            "days counted from the beginning of {}, as {fits} rows' other days show, and is read so",
            since.name()
        ),
    };
    layout.notes.push(format!("{name} holds {from}"));
}

/// Whether the years are those of another calendar.
fn calendar(sample: &Shown, col: Col, layout: &mut Layout, style: &mut Style) {
    if style.calendar != Calendar::Gregorian || sample.cells < 2 {
        return;
    }
    let most = |count: u64| count * 10 >= sample.cells * 9;
    let name = layout.mapping.header_of(col);
    if most(sample.buddhist) {
        style.calendar = Calendar::Buddhist;
        layout.notes.push(format!("{name} counts its years from the Buddha (2564 is 2021), and is read so"));
    } else if most(sample.old) && sample.long_months > 0 {
        style.calendar = Calendar::Jalali;
        layout.notes.push(format!(
            "{name} holds days of the solar calendar of Iran and Afghanistan, as days numbered 31 show, and is read so"
        ));
    } else if most(sample.old) {
        layout.notes.push(format!(
            "{name} holds years from 1300 to 1500: they may be of the Islamic calendar or of the solar one of Iran and Afghanistan; \
             dates.calendar = \"hijri\" or \"jalali\" in the settings settles it"
        ));
    }
}

fn survey(table: &dyn Table, pieces: std::ops::Range<usize>, (col, index): (Col, usize), layout: &Layout) -> Shown {
    let limit = if pieces.len() <= 1 { SAMPLE } else { usize::MAX };
    let others = Others::new(col, layout);
    let one = |piece| {
        let (mut shown, mut rows) = (Shown::default(), 0);
        table.read(piece, &mut |row| {
            let RawRow::Row(cells) = row else { return true };
            let cell = cells.get(index).trim();
            if cells.line <= layout.last_line || is_blank_mark(cell) {
                return true;
            }
            shown.look(cell, &cells, &others);
            rows += 1;
            rows < limit
        });
        shown
    };
    pieces.into_par_iter().map(one).reduce(Shown::default, Shown::add)
}

/// The other columns that tell of a row's day.
struct Others {
    /// Index of a column of days whose order is known, and by how many days its days come after (or before).
    days: Vec<(usize, Style, i32)>,
    weekday: Option<usize>,
    year: Option<usize>,
}

impl Others {
    fn new(col: Col, layout: &Layout) -> Others {
        let alone = |col: Col| {
            let fill = layout.mapping.fills.iter().find(|fill| fill.col == col && fill.how == How::Alone)?;
            fill.from.first().copied()
        };
        // News of an event come after it.
        let after: &[(Col, i32)] = match col {
            Col::EventDate => &[(Col::Published, 1), (Col::EventEnd, 1), (Col::Updated, 1)],
            Col::Published | Col::EventEnd => &[(Col::EventDate, -1)],
            _ => &[],
        };
        let days = after
            .iter()
            .filter_map(|&(other, sign)| Some((alone(other)?, layout.mapping.style(other), sign)))
            .collect();
        let own = matches!(col, Col::EventDate);
        Others { days, weekday: alone(Col::Weekday).filter(|_| own), year: alone(Col::Year).filter(|_| own) }
    }

    /// Whether the other days of a row let it happen on that one.
    fn allow(&self, day: Day, cells: &Cells<'_>) -> Option<bool> {
        let mut known = None;
        for &(index, style, sign) in &self.days {
            let cell = cells.get(index).trim();
            let clear =
                dates::order_evidence(cell).is_none_or(|(day, month)| day || month) || style.order != Order::Unknown;
            if let (true, Value::Read(when)) = (clear, dates::read(cell, style)) {
                let gap = (when.first.0 - day.0) * sign;
                known = Some(known.unwrap_or(true) && (0..=60).contains(&gap));
            }
        }
        if let Some(cell) = self.weekday.map(|index| cells.get(index))
            && let Some(weekday) = dates::weekday(&crate::text::fold::fold(cell))
        {
            known = Some(known.unwrap_or(true) && day.weekday() == weekday);
        }
        if let Some(year) = self.year.and_then(|index| cells.get(index).trim().parse::<i16>().ok()) {
            known = Some(known.unwrap_or(true) && day.year() == year);
        }
        known
    }
}

impl Shown {
    fn look(&mut self, cell: &str, cells: &Cells<'_>, others: &Others) {
        self.cells += 1;
        let latin = latin_digits(cell);
        let cell = latin.as_ref();
        if cell.as_bytes().first().is_some_and(u8::is_ascii_digit) && cell.len() <= 12 && !cell.contains(['-', '/']) {
            self.number(cell, cells, others);
        }
        let year =
            cell.split(['-', '/', '.', ' ']).find(|part| part.len() == 4).and_then(|part| part.parse::<u16>().ok());
        self.old += u64::from(year.is_some_and(|year| (1_300..=1_500).contains(&year)));
        self.buddhist += u64::from(year.is_some_and(|year| (2_450..=2_620).contains(&year)));
        self.long_months += u64::from(cell.split(['-', '/', '.']).any(|part| part == "31"));
        let Some((day, month)) = dates::order_evidence(cell) else { return };
        self.slashed += 1;
        self.day_first += u64::from(day);
        self.month_first += u64::from(month && !day);
        for (line, shows) in self.lines.iter_mut().zip([day, month && !day]) {
            if shows && *line == 0 {
                *line = cells.line;
            }
        }
        if day || month || others.days.is_empty() && others.weekday.is_none() {
            return;
        }
        let fits = [Order::DayFirst, Order::MonthFirst].map(|order| {
            let when = dates::read(cell, Style { order, ..Style::default() }).read();
            when.and_then(|when| others.allow(when.first, cells))
        });
        match fits {
            [Some(true), Some(false)] => self.fits[0] += 1,
            [Some(false), Some(true)] => self.fits[1] += 1,
            _ => {}
        }
    }

    fn number(&mut self, cell: &str, cells: &Cells<'_>, others: &Others) {
        self.serials += u64::from(dates::looks_serial(cell));
        for (fits, since) in self.since.iter_mut().zip(Since::ALL) {
            let day = since.day(cell);
            *fits += u64::from(day.is_some_and(|day| others.allow(day, cells) == Some(true)));
        }
    }
}
