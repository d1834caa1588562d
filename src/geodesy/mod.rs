//! Points, lengths and feet on the WGS 84 ellipsoid.
//!
//! Lengths and directions are those of geodesics, computed with Karney's algorithms
//! (C. F. F. Karney, *Algorithms for geodesics*, J. Geodesy 87, 2013) by `geographiclib-rs`:
//! nanometres anywhere on the globe. Bounds come from Earth-centred coordinates, which know no
//! poles and no antimeridian.

mod ecef;
mod edge;
mod plane;
mod point;

pub(crate) use ecef::{Ecef, SMALLEST_RADIUS};
pub use edge::{Edge, EdgeError, EdgeFoot};
pub(crate) use plane::CentralPlane;
pub use point::{LonLat, LonLatError};

use std::sync::LazyLock;

use geographiclib_rs::{Geodesic, InverseGeodesic};

/// The WGS 84 ellipsoid, its series coefficients computed once.
static WGS84: LazyLock<Geodesic> = LazyLock::new(Geodesic::wgs84);

/// The geodesic distance between two points on WGS 84, in metres.
///
/// About 0.5 µs.
///
/// ```
/// use border_coverage::{LonLat, distance};
/// let tripoint = LonLat::new(102.143864, 22.400484)?;
/// let dien_bien_phu = LonLat::new(103.016, 21.386)?;
/// assert_eq!(distance(tripoint, dien_bien_phu).round(), 144_017.0);
/// # Ok::<(), border_coverage::LonLatError>(())
/// ```
pub fn distance(a: LonLat, b: LonLat) -> f64 {
    WGS84.inverse(a.lat(), a.lon(), b.lat(), b.lon())
}
