//! The real line: two sections from the tripoint, with their official lengths.

use border_coverage::survey::Calibration;
use border_coverage::{Length, LonLat, Measure, Polyline};
use serde_json::Value;

use super::Outcome;
use super::table::{Micro, csv_text};

/// The line as it was taken from OpenStreetMap.
const SOURCE: &str = include_str!("../../../data/source/dien_bien_border_osm.geojson");

/// One section: where it runs, and how long it officially is in the survey of the registrations.
pub(super) struct Route {
    pub(super) section: &'static str,
    pub(super) name: &'static str,
    /// From the tripoint, as written in the source.
    vertices: Vec<Value>,
    pub(super) line: Polyline,
    /// The map to the measures of survey 2015.
    pub(super) official: Calibration,
}

impl Route {
    /// The sections `laos` and `china`, in this order.
    pub(super) fn both() -> Outcome<[Self; 2]> {
        let source: Value = serde_json::from_str(SOURCE)?;
        let vertices = |feature: usize| -> Outcome<Vec<Value>> {
            let line = &source["features"][feature]["geometry"]["coordinates"];
            Ok(line.as_array().ok_or("the source has no such line")?.clone())
        };
        // The source draws the Laos line towards the tripoint; marker numbers rise from it.
        let laos = vertices(0)?.into_iter().rev().collect();
        Ok([
            Self::new("laos", "Việt Nam – Lào", laos, 360_000)?,
            Self::new("china", "Việt Nam – Trung Quốc", vertices(1)?, 40_861)?,
        ])
    }

    fn new(
        section: &'static str,
        name: &'static str,
        vertices: Vec<Value>,
        metres: i64,
    ) -> Outcome<Self> {
        let points: Outcome<Vec<LonLat>> = vertices
            .iter()
            .map(|v| Ok(LonLat::try_from(serde_json::from_value::<[f64; 2]>(v.clone())?)?))
            .collect();
        let line = Polyline::new(&[points?])?;
        let official = Calibration::new(line.end(), Length::from_mm(metres * 1000), &[])?;
        Ok(Self { section, name, vertices, line, official })
    }

    /// Its official length in survey 2015, in millimetres.
    pub(super) fn total_mm(&self) -> i64 {
        self.official.total().mm()
    }

    /// The point of the line at an official measure.
    pub(super) fn point_at(&self, mm: i64) -> Outcome<Micro> {
        Ok(Micro::round(self.line.at(self.official.place(Measure::from_mm(mm))?)?))
    }

    /// The vertices, in order along the line.
    pub(super) fn points(&self) -> impl DoubleEndedIterator<Item = LonLat> {
        self.line.parts().flatten().collect::<Vec<_>>().into_iter()
    }
}

/// `border.geojson`: every vertex as it stands in the source, with the box around them.
pub(super) fn border_geojson(routes: &[Route]) -> String {
    let features: Vec<String> = routes
        .iter()
        .map(|route| {
            let vertices: Vec<String> = route.vertices.iter().map(Value::to_string).collect();
            format!(
                "{{\"type\":\"Feature\",\"properties\":{{\"section\":\"{}\",\"name\":\"{}\"}},\
                 \"geometry\":{{\"type\":\"LineString\",\"coordinates\":[{}]}}}}",
                route.section,
                route.name,
                vertices.join(",")
            )
        })
        .collect();
    let [west, south, east, north] = around(routes);
    format!(
        "{{\"type\":\"FeatureCollection\",\"bbox\":[{west},{south},{east},{north}],\"features\":[\n{}\n]}}\n",
        features.join(",\n")
    )
}

/// The box around all vertices: west, south, east, north. The line is far from the antimeridian.
fn around(routes: &[Route]) -> [f64; 4] {
    let mut around = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    for point in routes.iter().flat_map(Route::points) {
        let [west, south, east, north] = around;
        let (lon, lat) = (point.lon(), point.lat());
        around = [west.min(lon), south.min(lat), east.max(lon), north.max(lat)];
    }
    around
}

/// `surveys.csv`: the official lengths, real and published.
pub(super) fn surveys_csv() -> Outcome<String> {
    const EARLIER: &str = "figures in use when the programme began; measured earlier";
    const PROTOCOL: &str = "re-measured on the 1:50 000 protocol maps";
    let row = |survey: &str, date: &str, section: &str, km: &str, source: &str| {
        [survey, date, section, km, source].map(str::to_owned)
    };
    csv_text(
        ["survey", "date", "section", "length_km", "source"],
        &[
            row("2015", "2015-01-09", "laos", "360", EARLIER),
            row("2015", "2015-01-09", "china", "40.861", EARLIER),
            row("2017", "2017-12-13", "laos", "414.712", PROTOCOL),
            row("2017", "2017-12-13", "china", "40.861", "as before; not re-measured"),
        ],
    )
}
