//! Lengths that are written in metres: `#[serde(with = "metres")]`.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Length;

pub(crate) fn serialize<S: Serializer>(length: &Length, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(length.metres())
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Length, D::Error> {
    Length::from_metres(f64::deserialize(deserializer)?).map_err(D::Error::custom)
}

/// Writes a length that may be missing; null if it is.
pub(crate) fn serialize_option<S: Serializer>(
    length: &Option<Length>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    length.map(Length::metres).serialize(serializer)
}
