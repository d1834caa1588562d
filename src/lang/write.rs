//! How a language writes what stands in a table.

use super::Lang;
use crate::table::{Cell, Part, Phrase};
use crate::units::Length;

impl Lang {
    /// A phrase with its labels filled in.
    ///
    /// ```
    /// use border_coverage::Lang;
    /// use border_coverage::table::Phrase;
    /// let title = Phrase::label("areas").then_text(": ").then(Phrase::level("commune"));
    /// assert_eq!(Lang::Vietnamese.phrase(&title), "các địa bàn: xã");
    /// ```
    pub fn phrase(self, phrase: &Phrase) -> String {
        phrase.parts().iter().map(|part| self.part(part)).collect()
    }

    fn part(self, part: &Part) -> String {
        match part {
            Part::Label(key) => self.label(key).to_owned(),
            Part::Level(level) => self.level(level).to_owned(),
            Part::Text(text) => text.clone(),
            Part::Day(day) => self.day(*day),
            Part::Change(length) => self.change(*length),
        }
    }

    /// A cell as text, exact: written figures add up.
    ///
    /// ```
    /// use border_coverage::table::Cell;
    /// use border_coverage::{Lang, Length};
    /// let gained = Cell::Change(Length::from_mm(42_264_934));
    /// assert_eq!(Lang::Vietnamese.cell(&gained), "+42,264934");
    /// ```
    pub fn cell(self, cell: &Cell) -> String {
        match cell {
            Cell::Blank => String::new(),
            Cell::Unknown => "–".to_owned(),
            Cell::Text(text) => text.clone(),
            Cell::List(texts) => texts.join(", "),
            Cell::Label(phrase) => self.phrase(phrase),
            Cell::Address(address) => address.written(self.mark()),
            Cell::Day(day) => self.day(*day),
            Cell::Count(count) => count.to_string(),
            Cell::CountChange(change) => format!("{change:+}"),
            Cell::Length(length) => self.km(*length),
            Cell::Change(length) => self.change(*length),
            Cell::Millimetres(mm) => mm.to_string(),
            Cell::Decimal(value, decimals) => self.mark().write(format!("{value:.decimals$}")),
            Cell::Share(share) => self.share(*share),
        }
    }

    /// Kilometres with the sign of a gain or a loss.
    fn change(self, length: Length) -> String {
        let sign = if length > Length::ZERO { "+" } else { "" };
        format!("{sign}{}", self.km(length))
    }
}
