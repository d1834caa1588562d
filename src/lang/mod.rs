//! Languages: one map of labels each, and how each writes figures and days.

mod en;
#[cfg(test)]
mod tests;
mod vi;
mod write;

use std::str::FromStr;

use jiff::civil::Date;
use thiserror::Error;

use crate::number::DecimalMark;
use crate::units::{Length, Share};

/// The language of labels, figures and dates. Names and addresses stay as written, apart from
/// their decimal mark; messages of problems are English.
///
/// ```
/// use border_coverage::Lang;
/// assert_eq!("vi".parse(), Ok(Lang::Vietnamese));
/// assert_eq!(Lang::Vietnamese.km(border_coverage::Length::from_mm(365_861_000)), "365,861");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// English: `365.861`, `2017-04-25`.
    #[default]
    English,
    /// Vietnamese: `365,861`, `25/4/2017`.
    Vietnamese,
}

/// A code of no language that reports are written in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no language is called {0}: there are en (English) and vi (Vietnamese)")]
pub struct UnknownLang(pub String);

impl FromStr for Lang {
    type Err = UnknownLang;
    /// By its code, `en` or `vi`.
    fn from_str(code: &str) -> Result<Self, UnknownLang> {
        match code {
            "en" => Ok(Self::English),
            "vi" => Ok(Self::Vietnamese),
            other => Err(UnknownLang(other.to_owned())),
        }
    }
}

impl Lang {
    /// Its code, as in HTML: `en` or `vi`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Vietnamese => "vi",
        }
    }

    /// Its decimal mark.
    pub const fn mark(self) -> DecimalMark {
        match self {
            Self::English => DecimalMark::Point,
            Self::Vietnamese => DecimalMark::Comma,
        }
    }

    /// The label of a key, such as those of a [`Table`](crate::table::Table); a key without a label
    /// is its own label. Cost: a binary search.
    ///
    /// ```
    /// use border_coverage::Lang;
    /// assert_eq!(Lang::Vietnamese.label("registered"), "đã đăng ký");
    /// assert_eq!(Lang::Vietnamese.label("no such key"), "no such key");
    /// ```
    pub fn label(self, key: &str) -> &str {
        self.find(key).unwrap_or(key)
    }

    pub(crate) fn find(self, key: &str) -> Option<&'static str> {
        let labels = self.labels();
        let found = labels.binary_search_by(|(other, _)| (*other).cmp(key)).ok()?;
        labels.get(found).map(|&(_, label)| label)
    }

    /// Keys with their labels, sorted by key.
    const fn labels(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::English => en::LABELS,
            Self::Vietnamese => vi::LABELS,
        }
    }

    /// Kilometres, exactly, without the unit.
    pub fn km(self, length: Length) -> String {
        self.mark().write(length.km())
    }

    /// Per cent with two decimals.
    pub fn share(self, share: Share) -> String {
        self.mark().write(share.to_string())
    }

    /// The name of a level of areas; one without a label stays as written.
    pub fn level(self, level: &str) -> &str {
        self.find(&format!("level.{level}")).unwrap_or(level)
    }

    /// A day.
    pub fn day(self, day: Date) -> String {
        match self {
            Self::English => day.to_string(),
            Self::Vietnamese => format!("{}/{}/{}", day.day(), day.month(), day.year()),
        }
    }
}
