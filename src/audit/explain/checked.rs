//! Reading through a check: what does not add up is no answer.

/// `Serialize` and `Deserialize` of a type that derives them with `#[serde(remote = "Self")]`.
/// Reading ends with its method `check`, which returns an error if the figures do not add up.
macro_rules! check_when_read {
    ($name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let read = Self::deserialize(deserializer)?;
                read.check().map_err(serde::de::Error::custom)?;
                Ok(read)
            }
        }
    };
}

pub(super) use check_when_read;
