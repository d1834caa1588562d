//! Parts of a whole.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

use super::Length;

/// A part of a whole, such as registered of total length.
///
/// ```
/// use border_coverage::Length;
/// use border_coverage::units::Share;
/// let share = Share::of(Length::from_mm(365_861_000), Length::from_mm(400_861_000));
/// assert_eq!(share.to_string(), "91.27 %");
/// assert_eq!(Share::of(Length::ZERO, Length::ZERO).ratio(), None); // unknown is not zero
/// ```
///
/// Two shares are equal if both parts and both wholes are, so 1 of 2 is not 2 of 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Share {
    part: i64,
    whole: i64,
}

impl Share {
    /// `part` of `whole`.
    #[must_use]
    pub const fn of(part: Length, whole: Length) -> Self {
        Self { part: part.mm(), whole: whole.mm() }
    }

    /// `part` of `whole`, as counts.
    #[must_use]
    pub fn of_counts(part: usize, whole: usize) -> Self {
        let clamp = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        Self { part: clamp(part), whole: clamp(whole) }
    }

    /// Whether the part is the whole, which is not zero.
    #[cfg(feature = "xlsx")]
    pub(crate) const fn is_whole(self) -> bool {
        self.whole != 0 && self.part == self.whole
    }

    /// Whether the part is zero and the whole is not.
    #[cfg(feature = "xlsx")]
    pub(crate) const fn is_nothing(self) -> bool {
        self.whole != 0 && self.part == 0
    }

    /// As a fraction: 1 for the whole, `None` if the whole is zero.
    #[must_use]
    pub fn ratio(self) -> Option<f64> {
        (self.whole != 0).then(|| self.part as f64 / self.whole as f64)
    }
}

impl fmt::Display for Share {
    /// In per cent with two decimals. Less than the whole is at most `99.99 %`, and more than
    /// zero at least `0.01 %`, so that a small gap never disappears by rounding.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.whole == 0 {
            return f.pad("–");
        }
        // Part and whole may have either sign; the digits come from their sizes.
        let sign = if (self.part < 0) == (self.whole < 0) || self.part == 0 { "" } else { "-" };
        let [part, whole] = [self.part, self.whole].map(|n| i128::from(n.unsigned_abs()));
        let mut hundredths = (part * 20_000 + whole) / (2 * whole);
        if part < whole {
            hundredths = hundredths.min(9_999);
        }
        if part > 0 {
            hundredths = hundredths.max(1);
        }
        f.pad(&format!("{sign}{}.{:02} %", hundredths / 100, hundredths % 100))
    }
}

/// Writes a share as its ratio: `#[serde(serialize_with = "as_ratio")]`.
pub(crate) fn as_ratio<S: Serializer>(share: &Share, serializer: S) -> Result<S::Ok, S::Error> {
    share.ratio().serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_never_rounds_to_all_or_nothing() {
        let of = |a, b| Share::of(Length::from_mm(a), Length::from_mm(b)).to_string();
        assert_eq!(of(999_999, 1_000_000), "99.99 %");
        assert_eq!(of(1, 1_000_000), "0.01 %");
        assert_eq!(of(0, 7), "0.00 %");
        assert_eq!(of(7, 7), "100.00 %");
        assert_eq!(of(173, 187), "92.51 %");
        assert_eq!(of(3, 2), "150.00 %");
        assert_eq!([of(-5, 100), of(5, -100), of(-5, -100)], ["-5.00 %", "-5.00 %", "5.00 %"]);
        assert_eq!(of(-1, 1_000_000), "-0.01 %");
        assert_eq!(of(0, -7), "0.00 %");
        assert_eq!(of(i64::MIN, 1), "-922337203685477580800.00 %");
    }

    #[test]
    fn a_share_comes_back_from_json() {
        let share = Share::of_counts(173, 187);
        let json = serde_json::to_string(&share).unwrap();
        assert_eq!(json, r#"{"part":173,"whole":187}"#);
        assert_eq!(serde_json::from_str::<Share>(&json).unwrap(), share);
    }
}
