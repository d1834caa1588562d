//! Conversion by PROJ. No other module uses the crate `proj`.

use proj::Proj;
use serde_json::Value;

use super::{Crs, CrsError};
use crate::geodesy::LonLat;

const WGS84: &str = "EPSG:4326";

/// The word of PROJ for a conversion without a datum shift.
const BALLPARK: &str = "Ballpark";

/// The conversions to WGS 84 and back.
pub(super) struct Conversion {
    crs: Crs,
    name: String,
    geographic: bool,
    there: Proj,
    back: Proj,
}

impl std::fmt::Debug for Conversion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Proj").field(&self.crs).finish()
    }
}

impl Conversion {
    pub(super) fn new(crs: &Crs) -> Result<Self, CrsError> {
        let code = crs.code();
        // Without +type=crs, PROJ reads a string as one step of a conversion, not as a system.
        let definition = if code.starts_with('+') && !code.contains("+type=crs") {
            format!("{code} +type=crs")
        } else {
            code.to_owned()
        };
        let unknown = |reason: &dyn ToString| CrsError::Unknown {
            crs: code.to_owned(),
            reason: reason.to_string(),
        };
        let described = Proj::new(&definition).map_err(|e| unknown(&e))?;
        let json = described.to_projjson(None, None, None).map_err(|e| unknown(&e))?;
        let (name, geographic) = named(crs, &json)?;
        // With the axes in the order of maps: easting or longitude first.
        let conversion = |from: &str, to: &str| {
            let proj = Proj::new_known_crs(from, to, None).map_err(|e| unknown(&e))?;
            match proj.proj_info().description {
                Some(_) => Ok(proj),
                None => Err(unknown(&"it cannot put its axes in the order of maps")),
            }
        };
        let (there, back) = (conversion(&definition, WGS84)?, conversion(WGS84, &definition)?);
        Ok(Self { crs: crs.clone(), name, geographic, there, back })
    }

    pub(super) fn to_lon_lat(&self, x: f64, y: f64) -> Result<LonLat, CrsError> {
        let [lon, lat] = self.convert(&self.there, x, y)?;
        LonLat::new(lon, lat).map_err(|_| self.no_point(x, y, "beyond the globe"))
    }

    pub(super) fn to_coordinates(&self, at: LonLat) -> Result<[f64; 2], CrsError> {
        self.convert(&self.back, at.lon(), at.lat())
    }

    fn convert(&self, way: &Proj, x: f64, y: f64) -> Result<[f64; 2], CrsError> {
        let (a, b) = way.convert((x, y)).map_err(|e| self.no_point(x, y, &e.to_string()))?;
        if !(a.is_finite() && b.is_finite()) {
            return Err(self.no_point(x, y, "beyond what can be converted"));
        }
        // Without a known shift, PROJ converts all the same, off by the shift.
        if way.proj_info().description.is_some_and(|steps| steps.contains(BALLPARK)) {
            Err(CrsError::NoShift(self.crs.code().to_owned()))
        } else {
            Ok([a, b])
        }
    }

    fn no_point(&self, x: f64, y: f64, reason: &str) -> CrsError {
        CrsError::NoPlace { crs: self.crs.code().to_owned(), x, y, reason: reason.to_owned() }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn is_geographic(&self) -> bool {
        self.geographic
    }

    pub(super) fn steps(&self) -> Option<(String, Option<f64>)> {
        let info = self.there.proj_info();
        Some((info.description?, Some(info.accuracy).filter(|&metres| metres >= 0.0)))
    }
}

/// The name of a system in which two numbers are a point, and whether they are degrees.
fn named(crs: &Crs, projjson: &str) -> Result<(String, bool), CrsError> {
    let mut value: Value = serde_json::from_str(projjson).unwrap_or_default();
    // A system bound to its shift to WGS 84, such as a string with +towgs84.
    if value["type"] == "BoundCRS" {
        value = value["source_crs"].take();
    }
    let text = |key: &str| value[key].as_str().unwrap_or("unknown").to_owned();
    match text("type").as_str() {
        kind @ ("GeographicCRS" | "ProjectedCRS") => Ok((text("name"), kind == "GeographicCRS")),
        kind => Err(CrsError::Kind {
            crs: crs.code().to_owned(),
            name: text("name"),
            kind: kind.to_owned(),
        }),
    }
}
