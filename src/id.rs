//! Identifiers: each kind of record has an id type of its own.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// The longest id, in bytes: a name of 100 characters of up to four bytes.
const MAX_BYTES: usize = 400;

/// Why a text is not an id.
///
/// ```
/// use border_coverage::id::{AreaId, IdError};
/// assert_eq!(AreaId::new(" "), Err(IdError::Empty));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IdError {
    /// Nothing but white space.
    #[error("an id must not be empty")]
    Empty,
    /// More than 400 bytes.
    #[error("an id has at most {MAX_BYTES} bytes, this one has {0}")]
    TooLong(usize),
    /// A line break, tabulator, zero-width space or other invisible character.
    #[error(
        "an id must not contain line breaks, invisible or control characters: type it again by hand"
    )]
    Control,
}

/// The form in which ids compare: Unicode NFC, trimmed.
fn normalise(text: &str) -> Result<Arc<str>, IdError> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(IdError::Empty);
    }
    if trimmed.len() > MAX_BYTES {
        return Err(IdError::TooLong(trimmed.len()));
    }
    // Invisible in tables, so that two ids that look alike would differ.
    let invisible =
        |c: char| matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}');
    if trimmed.chars().any(|c| c.is_control() || invisible(c)) {
        return Err(IdError::Control);
    }
    Ok(trimmed.nfc().collect::<String>().into())
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        ///
        /// Trimmed and in Unicode NFC, so that spellings of one text compare equal. Cheap to clone.
        /// Maps that are keyed by ids can be asked with a `&str`.
        ///
        /// ```
        #[doc = concat!("use border_coverage::id::", stringify!($name), ";")]
        #[doc = concat!("let id: ", stringify!($name), " = \" Ta\\u{309} Kho \".parse()?;")]
        /// assert_eq!(id, "Tả Kho");
        /// # Ok::<(), border_coverage::id::IdError>(())
        /// ```
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id of a text.
            ///
            /// # Errors
            /// When `text` is blank, longer than 400 bytes or has control characters.
            pub fn new(text: &str) -> Result<Self, IdError> {
                normalise(text).map(Self)
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                Self::new(&text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = IdError;
            fn try_from(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl TryFrom<&String> for $name {
            type Error = IdError;
            fn try_from(text: &String) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0.to_string()
            }
        }

        impl From<&$name> for String {
            fn from(id: &$name) -> String {
                id.0.to_string()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        // Sound for maps: the derived Eq, Ord and Hash are those of the text.
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, text: &str) -> bool {
                &*self.0 == text
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, text: &&str) -> bool {
                &*self.0 == *text
            }
        }

        impl PartialEq<$name> for str {
            fn eq(&self, id: &$name) -> bool {
                self == &*id.0
            }
        }

        impl PartialEq<$name> for &str {
            fn eq(&self, id: &$name) -> bool {
                *self == &*id.0
            }
        }
    )*};
}

ids! {
    /// Identifies a section of the line.
    SectionId
    /// Identifies a survey, such as `2015`.
    SurveyId
    /// Identifies an administrative area.
    AreaId
    /// Identifies a village.
    VillageId
    /// Identifies a registration.
    RegistrationId
    /// Identifies a keeper: a household or a person.
    KeeperId
    /// Identifies a border work.
    WorkId
    /// Identifies a security group.
    GroupId
}

impl SurveyId {
    /// The survey `ground`, which always exists: its measures are geodesic lengths of the line.
    pub fn ground() -> Self {
        Self("ground".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_compare_after_nfc_and_trimming() {
        let decomposed = VillageId::new("  Ta\u{309} Kho ").unwrap();
        assert_eq!(decomposed, VillageId::new("Tả Kho").unwrap());
        assert_ne!(decomposed, VillageId::new("Ta Kho").unwrap());
    }

    #[test]
    fn blank_long_and_broken_ids_are_refused() {
        assert_eq!(AreaId::new(" \t"), Err(IdError::Empty));
        assert_eq!(AreaId::new("a\nb"), Err(IdError::Control));
        assert_eq!(AreaId::new("a\u{200B}b"), Err(IdError::Control));
        assert_eq!(AreaId::new(&"x".repeat(401)), Err(IdError::TooLong(401)));
    }

    #[test]
    fn maps_of_ids_are_asked_with_text() {
        let id = VillageId::new("Tả Kho").unwrap();
        let hashed = std::collections::HashMap::from([(id.clone(), 1)]);
        let sorted = std::collections::BTreeMap::from([(id.clone(), 1)]);
        assert_eq!((hashed.get("Tả Kho"), sorted.get("Tả Kho")), (Some(&1), Some(&1)));
        assert_eq!(id, "Tả Kho");
        assert_eq!("Tả Kho", id);
        assert_ne!(*"Ta Kho", id);
        assert_ne!(id, *"Ta Kho");
        assert_eq!(String::from(&id).parse(), Ok(id));
    }

    #[test]
    fn json_passes_through_the_same_door() {
        let id: SectionId = serde_json::from_str("\" laos \"").unwrap();
        assert_eq!(id.as_str(), "laos");
        assert!(serde_json::from_str::<SectionId>("\"\"").is_err());
    }
}
