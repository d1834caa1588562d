//! Where something lies: one stretch of one section, and its form in JSON.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Milestones;
use crate::id::SectionId;
use crate::marker::Address;
use crate::span::Span;
use crate::units::{Length, Measure};

/// A stretch of one section: where it runs, and what its ends are called.
///
/// In JSON it is flat: `section`, `from_mm`, `to_mm`, `length_mm`, `from`, `to`.
///
/// ```
/// use border_coverage::border::Stretch;
/// use border_coverage::{Address, Length, Measure, SectionId, Span};
/// let stretch = Stretch {
///     section: SectionId::new("dyke")?,
///     span: Span::new(Measure::ZERO, Measure::from_mm(2_000))?,
///     from: Address::Start,
///     to: Address::Km(Length::from_mm(2_000)),
/// };
/// let json = serde_json::to_string(&stretch)?;
/// assert_eq!(
///     json,
///     r#"{"section":"dyke","from_mm":0,"to_mm":2000,"length_mm":2000,"from":"start","to":"km 0.002"}"#
/// );
/// assert_eq!(serde_json::from_str::<Stretch>(&json)?, stretch);
/// assert!(serde_json::from_str::<Stretch>(&json.replace("length_mm\":2", "length_mm\":3")).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// The section.
    pub section: SectionId,
    /// Where it runs, in the reporting survey.
    pub span: Span,
    /// What its start is called.
    pub from: Address,
    /// What its end is called.
    pub to: Address,
}

impl Stretch {
    /// A span of a section, its ends called after the milestones of the section.
    pub fn named(section: &SectionId, span: Span, milestones: &Milestones) -> Self {
        let (from, to) = (milestones.address(span.from()), milestones.address(span.to()));
        Self { section: section.clone(), span, from, to }
    }

    /// How long it is.
    pub fn length(&self) -> Length {
        self.span.length()
    }
}

/// The keys of a stretch in JSON.
#[derive(Serialize, Deserialize)]
struct Flat {
    section: SectionId,
    #[serde(flatten, with = "span")]
    span: Span,
    from: Address,
    to: Address,
}

impl Serialize for Stretch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { section, span, from, to } = self.clone();
        Flat { section, span, from, to }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Stretch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Flat { section, span, from, to } = Flat::deserialize(deserializer)?;
        Ok(Self { section, span, from, to })
    }
}

/// A span as the flat keys `from_mm`, `to_mm` and `length_mm`: the short form of a stretch, for
/// `#[serde(flatten, with = "span")]`.
pub(crate) mod span {
    use super::{Deserialize, Deserializer, Error, Length, Measure, Serialize, Serializer, Span};

    #[derive(Serialize, Deserialize)]
    struct Keys {
        from_mm: Measure,
        to_mm: Measure,
        length_mm: Length,
    }

    /// Writes the three keys.
    pub(crate) fn serialize<S: Serializer>(span: &Span, serializer: S) -> Result<S::Ok, S::Error> {
        let (from_mm, to_mm, length_mm) = (span.from(), span.to(), span.length());
        Keys { from_mm, to_mm, length_mm }.serialize(serializer)
    }

    /// Reads them; the length must be that from start to end.
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Span, D::Error> {
        let Keys { from_mm, to_mm, length_mm } = Keys::deserialize(deserializer)?;
        let span = Span::new(from_mm, to_mm).map_err(Error::custom)?;
        if span.length() == length_mm {
            Ok(span)
        } else {
            let message = format!("length_mm is {}, not {}", span.length().mm(), length_mm.mm());
            Err(Error::custom(message))
        }
    }
}
