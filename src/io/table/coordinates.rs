//! Where rows lie: coordinates in the declared system, and what they may be where they are not.

use geojson::GeometryValue;

use super::data::Table;
use super::record::Record;
use crate::border::Border;
use crate::crs::{Converter, CrsError, Diagnosis, Pair, diagnose};
use crate::geodesy::{LonLat, LonLatError};
use crate::marker::{Address, AddressSyntaxError, DEGREE};
use crate::problem::{Problem, Problems};
use crate::units::{Length, Place};

/// A fault of the coordinates of a row.
pub(super) struct Fault {
    pub(super) field: &'static str,
    pub(super) message: String,
    /// Whether they are numbers, but of no place.
    pub(super) misplaced: bool,
}

impl Fault {
    fn new(field: &'static str, message: impl Into<String>) -> Self {
        Self { field, message: message.into(), misplaced: false }
    }
}

impl Table {
    /// The point of a row; none where it has no coordinates.
    pub(super) fn place(&self, record: &Record) -> Result<Option<LonLat>, Vec<Fault>> {
        let Some([x, y]) = self.pair(record)? else { return Ok(None) };
        self.to_lon_lat([x, y]).map(Some).map_err(|error| {
            let field = match record.feature {
                Some(_) => "geometry",
                None if x.abs() > 180.0 && y.abs() <= 90.0 => "lon",
                None if self.crs.is_wgs84() => "lat",
                None => "lon",
            };
            let message = match &error {
                CrsError::LonLat(LonLatError::Projected { .. }) if record.feature.is_none() => {
                    format!("{error}, or declare their crs in dataset.toml")
                }
                _ => error.to_string(),
            };
            vec![Fault { field, message, misplaced: true }]
        })
    }

    /// A pair of numbers of the file in WGS 84.
    pub(super) fn to_lon_lat(&self, [x, y]: Pair) -> Result<LonLat, CrsError> {
        if self.crs.is_wgs84() {
            return Ok(LonLat::new(x, y)?);
        }
        match self.converter() {
            Some(converter) => converter.to_lon_lat(x, y),
            None => self.crs.converter()?.to_lon_lat(x, y),
        }
    }

    /// The way to WGS 84; it could be made when the settings were read.
    fn converter(&self) -> Option<&Converter> {
        self.converter.get_or_init(|| self.crs.converter().ok()).as_ref()
    }

    /// An address, with the step of its number. A point in it is in the coordinates of the file;
    /// where those are of a grid, two numbers within ±180 and ±90 are longitude and latitude all the
    /// same, as a phone gives them: no border runs so near to the origin of a grid.
    pub(super) fn parse_address(
        &self,
        text: &str,
    ) -> Result<(Address, Length), AddressSyntaxError> {
        let is_grid = self.converter().is_some_and(|converter| !converter.is_geographic());
        Address::parse_with(text, self.mark, |x, y| {
            if let (true, Ok(at)) = (is_grid, LonLat::new(x, y)) {
                return Ok((at, DEGREE));
            }
            let unit = if is_grid { 1.0 } else { DEGREE };
            self.to_lon_lat([x, y]).map(|at| (at, unit)).map_err(|error| match error {
                CrsError::LonLat(error) => error.into(),
                other => AddressSyntaxError::NoPlace(other.to_string()),
            })
        })
    }

    /// The two numbers of a row; none where it has neither.
    fn pair(&self, record: &Record) -> Result<Option<Pair>, Vec<Fault>> {
        if let Some(feature) = &record.feature {
            return match &feature.geometry {
                None => Ok(None),
                Some(GeometryValue::Point { coordinates }) => match coordinates.as_slice() {
                    [lon, lat, ..] => Ok(Some([*lon, *lat])),
                    _ => {
                        Err(vec![Fault::new("geometry", "a position needs longitude and latitude")])
                    }
                },
                Some(other) => {
                    let message =
                        format!("a {} is no place: a Point is expected", other.type_name());
                    Err(vec![Fault::new("geometry", message)])
                }
            };
        }
        let number = |field: &'static str| {
            let number = self.parsed(record, field, |text| self.mark.parse(text));
            number.map_err(|e| Fault::new(field, e))
        };
        match (number("lon"), number("lat")) {
            (Ok(None), Ok(None)) => Ok(None),
            (Ok(Some(lon)), Ok(Some(lat))) => Ok(Some([lon, lat])),
            (Ok(lon), Ok(_)) => {
                let blank = if lon.is_none() { "lon" } else { "lat" };
                let together = "longitude and latitude go together: write both or neither";
                Err(vec![Fault::new(blank, together)])
            }
            (lon, lat) => Err(lon.err().into_iter().chain(lat.err()).collect()),
        }
    }

    /// Adds one problem for the whole file, at its first row, where most of its points lie farther than
    /// `expected` metres from the border and seem to be in another system, or to have their axes
    /// swapped. Nothing is repaired: rows whose coordinates are no place become `unplaced`, those
    /// with places too far off become `astray`, and neither is reported one by one. Returns the
    /// file where it adds that problem.
    pub(in crate::io) fn examine(
        &mut self,
        border: &Border,
        expected: f64,
        [unplaced, astray]: [&str; 2],
        problems: &mut Problems,
    ) -> Option<&'static str> {
        let given = |record| Some((record, self.pair(record).ok()??));
        let (records, pairs): (Vec<&Record>, Vec<Pair>) =
            self.rows.iter().filter_map(given).unzip();
        let first = records.first()?.source;
        let near = border.sections().first()?.line().at(Place::START).ok()?;
        let off_border = |at, limit| border.distance(at, limit);
        let declared = |pair| self.to_lon_lat(pair).ok();
        let found = diagnose(&pairs, expected, near, &declared, &off_border)?;
        let misplaced = pairs.iter().filter(|&&pair| declared(pair).is_none()).count();
        let of_features = self.rows.iter().any(|record| record.feature.is_some());
        let mut message = self.what_is_wrong(&found, of_features);
        if misplaced > 0 {
            let what = if of_features { "features" } else { "rows" };
            let all = self.rows.len();
            message.push_str(&format!("; {misplaced} of {all} {what} are {unplaced}"));
        }
        if misplaced < pairs.len() {
            message.push_str(&format!("; {astray}"));
        }
        let field = if of_features { "geometry" } else { "lon" };
        problems.warn(Problem::at(first, message).field(field));
        self.explained = true;
        Some(self.file)
    }

    /// What coordinates seem to be instead, and the remedy.
    fn what_is_wrong(&self, found: &Diagnosis, of_features: bool) -> String {
        match found {
            Diagnosis::Metres if of_features => {
                "the coordinates are metres of some projected grid: \
                 GeoJSON is always WGS 84, so convert them to EPSG:4326"
                    .to_owned()
            }
            Diagnosis::Metres => "the coordinates are metres of some projected grid: declare its \
                 code in dataset.toml, as in crs = \"EPSG:9205\", or convert them to EPSG:4326"
                .to_owned(),
            Diagnosis::Read { crs: Some((code, name)), swapped, within }
                if *code != self.crs.code() =>
            {
                let turned = if *swapped { ", lon and lat exchanged," } else { "" };
                let also = if *swapped {
                    format!(", and {}", exchange(of_features))
                } else {
                    String::new()
                };
                format!(
                    "the coordinates do not seem to be {}: as {name} ({code}){turned} half of the \
                     points lie within about {within:.0} m of the border; {}{also}",
                    self.crs,
                    declare(code, of_features)
                )
            }
            Diagnosis::Read { within, .. } => format!(
                "lon and lat seem to be swapped: the other way round half of the points lie within \
                 {within:.0} m of the border; {}",
                exchange(of_features)
            ),
        }
    }
}

fn exchange(of_features: bool) -> &'static str {
    if of_features { "write longitude first" } else { "exchange the names of the two columns" }
}

/// What to do where coordinates are in a system other than declared.
fn declare(code: &str, of_features: bool) -> String {
    if of_features {
        return "GeoJSON is always WGS 84: convert them to EPSG:4326".to_owned();
    }
    let run = if code == "EPSG:4326" || cfg!(feature = "proj") {
        ""
    } else {
        " and run with --features proj"
    };
    format!("declare crs = \"{code}\" in dataset.toml{run}")
}
