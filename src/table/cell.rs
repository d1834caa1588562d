//! What stands in a column and in a cell.

use jiff::civil::Date;

use super::Phrase;
use crate::marker::Address;
use crate::units::{Length, Share};

/// A column: its key, its heading and the kind of its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Column {
    /// Its name in files, the same in every language.
    pub key: String,
    /// Its heading; as a rule the label of the key.
    pub heading: Phrase,
    /// The kind of its cells.
    pub kind: Kind,
}

/// The kind of a column's cells. Any cell may also be blank or unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Names, ids and other texts of the data; labels among them.
    Text,
    /// Several of them.
    List,
    /// Words that depend on the language.
    Label,
    /// Official addresses along the line.
    Address,
    /// Days.
    Day,
    /// Whole numbers.
    Count,
    /// Lengths; kilometres where people read them.
    Length,
    /// Lengths that came or went, with a sign.
    Change,
    /// Lengths and measures in whole millimetres, for programs.
    Millimetres,
    /// Numbers that are not exact, such as metres on the ground.
    Decimal,
    /// Shares of a whole.
    Share,
    /// Figures of several of these kinds.
    Figure,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Cell {
    /// Nothing: it does not apply.
    Blank,
    /// A figure that is not known, which is not zero.
    Unknown,
    /// A name, an id or another text of the data.
    Text(String),
    /// Several ids.
    List(Vec<String>),
    /// Words that depend on the language.
    Label(Phrase),
    /// An official address.
    Address(Address),
    /// A day.
    Day(Date),
    /// A whole number.
    Count(u64),
    /// By how much a whole number grew, with its sign.
    CountChange(i64),
    /// A length; kilometres where people read it.
    Length(Length),
    /// A length that came or went, with its sign.
    Change(Length),
    /// A length or a measure in whole millimetres, for programs.
    Millimetres(i64),
    /// A number that is not exact, such as metres on the ground, and how many decimals are shown.
    Decimal(f64, usize),
    /// A share of a whole.
    Share(Share),
}

impl Kind {
    /// Whether its cells are figures, which stand on the right of their column.
    pub const fn is_figure(self) -> bool {
        !self.is_text() && !matches!(self, Self::Day)
    }

    /// Whether its cells are texts.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::List | Self::Label | Self::Address)
    }
}

impl Column {
    fn new(key: impl Into<String>, kind: Kind) -> Self {
        let key = key.into();
        Self { heading: Phrase::label(key.clone()), key, kind }
    }

    /// A column of kind [`Text`](Kind::Text).
    pub fn text(key: impl Into<String>) -> Self {
        Self::new(key, Kind::Text)
    }

    /// A column of kind [`List`](Kind::List).
    pub fn list(key: impl Into<String>) -> Self {
        Self::new(key, Kind::List)
    }

    /// A column of kind [`Label`](Kind::Label).
    pub fn label(key: impl Into<String>) -> Self {
        Self::new(key, Kind::Label)
    }

    /// A column of kind [`Address`](Kind::Address).
    pub fn address(key: impl Into<String>) -> Self {
        Self::new(key, Kind::Address)
    }

    /// A column of kind [`Day`](Kind::Day).
    pub fn day(key: impl Into<String>) -> Self {
        Self::new(key, Kind::Day)
    }

    /// A column of kind [`Count`](Kind::Count).
    pub fn count(key: impl Into<String>) -> Self {
        Self::new(key, Kind::Count)
    }

    /// A column of kind [`Length`](Kind::Length).
    pub fn length(key: impl Into<String>) -> Self {
        Self::new(key, Kind::Length)
    }

    /// A column of kind [`Change`](Kind::Change).
    pub fn change(key: impl Into<String>) -> Self {
        Self::new(key, Kind::Change)
    }

    /// A column of kind [`Millimetres`](Kind::Millimetres).
    pub fn millimetres(key: impl Into<String>) -> Self {
        Self::new(key, Kind::Millimetres)
    }

    /// A column of kind [`Decimal`](Kind::Decimal).
    pub fn decimal(key: impl Into<String>) -> Self {
        Self::new(key, Kind::Decimal)
    }

    /// A column of kind [`Share`](Kind::Share).
    pub fn share(key: impl Into<String>) -> Self {
        Self::new(key, Kind::Share)
    }

    /// A column of kind [`Figure`](Kind::Figure).
    pub fn figure(key: impl Into<String>) -> Self {
        Self::new(key, Kind::Figure)
    }

    /// A column of a file for programs: its heading is its key in every language.
    pub fn keyed(kind: Kind, key: impl Into<String>) -> Self {
        let key = key.into();
        Self { heading: Phrase::text(key.clone()), key, kind }
    }

    /// The same under another heading than the label of its key.
    #[must_use]
    pub fn headed(self, heading: Phrase) -> Self {
        Self { heading, ..self }
    }
}

impl Cell {
    /// A text.
    #[allow(clippy::needless_pass_by_value, reason = "ids, texts and what was formatted alike")]
    pub fn text(text: impl ToString) -> Self {
        Self::Text(text.to_string())
    }

    /// Several ids.
    pub fn list<T: ToString>(ids: impl IntoIterator<Item = T>) -> Self {
        Self::List(ids.into_iter().map(|id| id.to_string()).collect())
    }

    /// The label of a key.
    pub fn label(key: &'static str) -> Self {
        Self::Label(Phrase::label(key))
    }

    /// A whole number.
    pub fn count(count: usize) -> Self {
        Self::Count(count as u64)
    }

    /// A cell that is blank where there is nothing.
    pub fn or_blank(cell: Option<Self>) -> Self {
        cell.unwrap_or(Self::Blank)
    }

    /// A cell that is unknown where there is nothing.
    pub fn or_unknown(cell: Option<Self>) -> Self {
        cell.unwrap_or(Self::Unknown)
    }

    /// Whether it may stand in a column of a kind.
    pub fn is_of(&self, kind: Kind) -> bool {
        let own = match self {
            Self::Blank | Self::Unknown => return true,
            Self::Text(_) => Kind::Text,
            Self::List(_) => Kind::List,
            Self::Label(_) => Kind::Label,
            Self::Address(_) => Kind::Address,
            Self::Day(_) => Kind::Day,
            Self::Count(_) => Kind::Count,
            Self::CountChange(_) => Kind::Figure,
            Self::Length(_) => Kind::Length,
            Self::Change(_) => Kind::Change,
            Self::Millimetres(_) => Kind::Millimetres,
            Self::Decimal(..) => Kind::Decimal,
            Self::Share(_) => Kind::Share,
        };
        match kind {
            Kind::Text => matches!(own, Kind::Text | Kind::Label),
            Kind::Figure => own.is_figure(),
            kind => own == kind,
        }
    }
}
