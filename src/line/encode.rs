//! A line written down and read again: its parts, as the coordinates of a GeoJSON multi-line.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Polyline;
use crate::geodesy::LonLat;

impl Serialize for Polyline {
    /// The vertices of each part as pairs of longitude and latitude: repeated ones are not there.
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(self.parts())
    }
}

impl<'de> Deserialize<'de> for Polyline {
    /// Through [`Polyline::new`].
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let parts = Vec::<Vec<LonLat>>::deserialize(input)?;
        Self::new(&parts).map_err(D::Error::custom)
    }
}
