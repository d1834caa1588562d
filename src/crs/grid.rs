//! Approximate grids of boundary surveys of Vietnam and of UTM: exact enough to recognise
//! coordinates, too rough to measure.

use std::f64::consts::FRAC_PI_2;

use crate::geodesy::{Ecef, LonLat};

/// WGS 84 semi-major axis in metres and third flattening.
const A: f64 = 6_378_137.0;
const N: f64 = 1.0 / (2.0 * 298.257_223_563 - 1.0);

/// The translation from VN-2000 to WGS 84 in Earth-centred metres (EPSG:6960). Its rotations and
/// scale, which are left out, amount to two metres.
const VN_2000: Ecef = Ecef([-191.904, -39.303, -111.450]);

/// The datum of a grid, as far as distinguished here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Datum {
    Wgs84,
    Vn2000,
    /// Hanoi 1972 on the ellipsoid of Krassovsky, hundreds of metres off; treated as WGS 84.
    Hanoi1972,
}

impl Datum {
    /// Converts a longitude and latitude of the datum to WGS 84.
    pub(super) fn shifted(self, at: LonLat) -> LonLat {
        match self {
            Self::Vn2000 => Ecef::from(at).plus(VN_2000, 1.0).lon_lat(),
            Self::Wgs84 | Self::Hanoi1972 => at,
        }
    }
}

/// A transverse Mercator grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Grid {
    pub(super) epsg: u32,
    pub(super) datum: Datum,
    /// Longitude of its central meridian, in degrees.
    meridian: f64,
    /// Scale along it.
    scale: f64,
    false_easting: f64,
    false_northing: f64,
}

impl Grid {
    const fn tm3(epsg: u32, meridian: f64) -> Self {
        Self::new(epsg, Datum::Vn2000, meridian, 0.9999, 500_000.0)
    }

    const fn new(epsg: u32, datum: Datum, meridian: f64, scale: f64, false_easting: f64) -> Self {
        Self { epsg, datum, meridian, scale, false_easting, false_northing: 0.0 }
    }

    /// The UTM zone, on WGS 84, of a longitude and its hemisphere.
    fn utm(zone: u32, south: bool) -> Self {
        let epsg = if south { 32_700 } else { 32_600 } + zone;
        let meridian = f64::from(zone) * 6.0 - 183.0;
        let false_northing = if south { 10_000_000.0 } else { 0.0 };
        Self { false_northing, ..Self::new(epsg, Datum::Wgs84, meridian, 0.9996, 500_000.0) }
    }

    /// Its name in the EPSG data set.
    pub(super) fn name(&self) -> String {
        match (self.datum, self.epsg) {
            (Datum::Vn2000, 3405..=3406) => {
                format!("VN-2000 / UTM zone {}N", self.epsg - 3405 + 48)
            }
            (Datum::Vn2000, _) => {
                let minutes = (self.meridian * 60.0).round() as u32;
                format!("VN-2000 / TM-3 {}-{:02}", minutes / 60, minutes % 60)
            }
            (Datum::Hanoi1972, _) => {
                format!("Hanoi 1972 / Gauss-Kruger zone {}", self.epsg - 2044 + 18)
            }
            (Datum::Wgs84, epsg) => {
                let side = if epsg > 32_700 { 'S' } else { 'N' };
                format!("WGS 84 / UTM zone {}{side}", epsg % 100)
            }
        }
    }

    /// The approximate point at an easting and a northing; `None` outside the grid's domain.
    ///
    /// Krüger's series to the third order (*Konforme Abbildung des Erdellipsoids in der Ebene*,
    /// 1912), within a centimetre of the datum's own longitude and latitude.
    pub(super) fn lon_lat(&self, easting: f64, northing: f64) -> Option<LonLat> {
        let radius = A / (1.0 + N) * (1.0 + N * N / 4.0 + N.powi(4) / 64.0) * self.scale;
        let xi = (northing - self.false_northing) / radius;
        let eta = (easting - self.false_easting) / radius;
        if !(xi.abs() < FRAC_PI_2 && eta.abs() < 0.2) {
            return None;
        }
        let sum = |series: [f64; 3], term: &dyn Fn(f64) -> f64| {
            series.iter().zip([2.0, 4.0, 6.0]).map(|(a, k)| a * term(k)).sum::<f64>()
        };
        let beta = [
            N / 2.0 - 2.0 / 3.0 * N.powi(2) + 37.0 / 96.0 * N.powi(3),
            N.powi(2) / 48.0 + N.powi(3) / 15.0,
            17.0 / 480.0 * N.powi(3),
        ];
        let xi_1 = xi - sum(beta, &|k| (k * xi).sin() * (k * eta).cosh());
        let eta_1 = eta - sum(beta, &|k| (k * xi).cos() * (k * eta).sinh());
        let chi = (xi_1.sin() / eta_1.cosh()).asin();
        let delta = [
            2.0 * N - 2.0 / 3.0 * N.powi(2) - 2.0 * N.powi(3),
            7.0 / 3.0 * N.powi(2) - 8.0 / 5.0 * N.powi(3),
            56.0 / 15.0 * N.powi(3),
        ];
        let lat = chi + sum(delta, &|k| (k * chi).sin());
        let lon = self.meridian + eta_1.sinh().atan2(xi_1.cos()).to_degrees();
        let lon = (lon + 180.0).rem_euclid(360.0) - 180.0;
        Some(self.datum.shifted(LonLat::new(lon, lat.to_degrees()).ok()?))
    }
}

/// The grids to try for a border near a point.
pub(super) fn grids(near: LonLat) -> Vec<Grid> {
    let zone = (((near.lon() + 180.0) / 6.0) as u32).min(59) + 1;
    let zones = [(zone + 58) % 60 + 1, zone, zone % 60 + 1];
    let utm = zones.into_iter().map(|zone| Grid::utm(zone, near.lat() < 0.0));
    VIETNAM.into_iter().chain(utm).collect()
}

/// The grids of Vietnam in the EPSG data set: VN-2000 in zones of three and of six degrees, and
/// Hanoi 1972 before it.
const VIETNAM: [Grid; 22] = [
    Grid::tm3(5896, 102.0),
    Grid::tm3(9205, 103.0),
    Grid::tm3(9206, 104.0),
    Grid::tm3(9207, 104.5),
    Grid::tm3(9208, 104.75),
    Grid::tm3(5897, 105.0),
    Grid::tm3(9209, 105.5),
    Grid::tm3(9210, 105.75),
    Grid::tm3(9211, 106.0),
    Grid::tm3(9212, 106.25),
    Grid::tm3(9213, 106.5),
    Grid::tm3(9214, 107.0),
    Grid::tm3(9215, 107.25),
    Grid::tm3(9216, 107.5),
    Grid::tm3(5899, 107.75),
    Grid::tm3(5898, 108.0),
    Grid::tm3(9217, 108.25),
    Grid::tm3(9218, 108.5),
    Grid::new(3405, Datum::Vn2000, 105.0, 0.9996, 500_000.0),
    Grid::new(3406, Datum::Vn2000, 111.0, 0.9996, 500_000.0),
    Grid::new(2044, Datum::Hanoi1972, 105.0, 1.0, 18_500_000.0),
    Grid::new(2045, Datum::Hanoi1972, 111.0, 1.0, 19_500_000.0),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::distance;

    fn p(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    /// By PROJ 9.5.1 (pyproj 3.7.2, `Transformer.from_crs("EPSG:4326", code, always_xy=True)`).
    #[test]
    fn grids_agree_with_proj_within_metres() {
        for (epsg, at, [x, y], metres) in [
            (9205, (102.143864, 22.400484), [411_654.751, 2_478_255.186], 3.0),
            (9205, (103.016, 21.386), [501_462.868, 2_365_683.521], 3.0),
            (9206, (102.5, 20.95), [343_799.499, 2_318_146.479], 3.0),
            (3405, (102.143864, 22.400484), [205_740.789, 2_480_058.095], 3.0),
            (32_648, (102.143864, 22.400484), [205_935.162, 2_479_950.678], 0.01),
            (2044, (103.0, 22.0), [18_293_441.836, 2_435_194.750], 500.0),
        ] {
            let grids = grids(p(at.0, at.1));
            let grid = grids.iter().find(|grid| grid.epsg == epsg).unwrap();
            let off = distance(grid.lon_lat(x, y).unwrap(), p(at.0, at.1));
            assert!(off < metres, "{}: {off} m", grid.name());
        }
    }

    #[test]
    fn grids_have_the_names_of_the_epsg_data_set() {
        let names: Vec<String> = grids(p(-179.0, -17.0)).iter().map(Grid::name).collect();
        for name in [
            "VN-2000 / TM-3 103-00",
            "VN-2000 / TM-3 104-45",
            "VN-2000 / UTM zone 48N",
            "Hanoi 1972 / Gauss-Kruger zone 18",
            "WGS 84 / UTM zone 60S",
            "WGS 84 / UTM zone 1S",
            "WGS 84 / UTM zone 2S",
        ] {
            assert!(names.iter().any(|n| n == name), "{name} in {names:?}");
        }
    }

    #[test]
    fn coordinates_outside_a_grid_are_no_point() {
        for (x, y) in [(1e9, 0.0), (0.0, 1e8), (f64::NAN, 0.0), (f64::INFINITY, 1.0)] {
            assert!(VIETNAM[0].lon_lat(x, y).is_none());
        }
    }
}
