//! The languages in which a report is drawn, and how each writes figures.

use std::str::FromStr;

use jiff::civil::Date;
use thiserror::Error;

use super::words::{ENGLISH, VIETNAMESE, Words};
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

/// A language that nothing is drawn in.
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

    pub(crate) fn words(self) -> &'static Words {
        match self {
            Self::English => &ENGLISH,
            Self::Vietnamese => &VIETNAMESE,
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

    /// A level of areas; one that is not a usual one stays as written.
    pub fn level(self, level: &str) -> &str {
        match (self, level) {
            (Self::Vietnamese, "province") => "tỉnh",
            (Self::Vietnamese, "district") => "huyện",
            (Self::Vietnamese, "commune") => "xã",
            (Self::Vietnamese, "post") => "đồn biên phòng",
            _ => level,
        }
    }

    /// A day.
    pub fn day(self, day: Date) -> String {
        match self {
            Self::English => day.to_string(),
            Self::Vietnamese => format!("{}/{}/{}", day.day(), day.month(), day.year()),
        }
    }
}
