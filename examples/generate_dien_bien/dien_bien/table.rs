//! Rows of text to CSV, and the printing of fixed decimals.

use border_coverage::LonLat;

use super::Outcome;

/// A table as CSV (RFC 4180), with line feeds.
pub(super) fn csv_text<const N: usize>(header: [&str; N], rows: &[[String; N]]) -> Outcome<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(String::from_utf8(writer.into_inner().map_err(csv::IntoInnerError::into_error)?)?)
}

/// A point in whole millionths of a degree, as it is printed: what is written is what is used.
#[derive(Clone, Copy)]
pub(super) struct Micro {
    pub(super) lon: i64,
    pub(super) lat: i64,
}

impl Micro {
    /// Metres a degree of longitude and of latitude, near enough at 22° N to scatter made-up
    /// points; never used to measure.
    const METRES_A_DEGREE: (i64, i64) = (103_300, 110_700);

    pub(super) fn round(at: LonLat) -> Self {
        let micro = |degrees: f64| (degrees * 1e6).round() as i64;
        Self { lon: micro(at.lon()), lat: micro(at.lat()) }
    }

    /// About so many metres east and north of it.
    pub(super) fn shifted(self, east: i64, north: i64) -> Self {
        let (x, y) = Self::METRES_A_DEGREE;
        Self { lon: self.lon + east * 1_000_000 / x, lat: self.lat + north * 1_000_000 / y }
    }

    /// The vector to another point, in about metres.
    pub(super) fn metres_to(self, other: Self) -> (i64, i64) {
        let (x, y) = Self::METRES_A_DEGREE;
        ((other.lon - self.lon) * x / 1_000_000, (other.lat - self.lat) * y / 1_000_000)
    }

    pub(super) fn lon_text(self) -> String {
        micro_text(self.lon)
    }

    pub(super) fn lat_text(self) -> String {
        micro_text(self.lat)
    }

    /// The point that a reader of the printed digits gets.
    pub(super) fn point(self) -> Outcome<LonLat> {
        Ok(LonLat::new(self.lon_text().parse()?, self.lat_text().parse()?)?)
    }
}

/// Millionths with six decimals; all coordinates here are positive.
fn micro_text(micro: i64) -> String {
    format!("{}.{:06}", micro / 1_000_000, micro % 1_000_000)
}
