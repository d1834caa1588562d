//! Reads the written CSV text row by row, without the generator and without the library's reader.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use border_coverage::marker::{MarkerLabel, Placed, place_markers};
use border_coverage::number::DecimalMark;
use border_coverage::survey::Calibration;
use border_coverage::{Address, Length, LonLat, Marker, Measure, Polyline, SectionId, Span};
use jiff::civil::Date;

pub(crate) type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// One row of a CSV file by its columns' names.
pub(crate) struct Row(BTreeMap<String, String>);

impl Row {
    /// The cell of a column; empty where the file has no such column.
    pub(crate) fn get(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }

    pub(crate) fn number<T: std::str::FromStr>(&self, column: &str) -> Outcome<T>
    where
        T::Err: std::error::Error + 'static,
    {
        Ok(self.get(column).parse()?)
    }

    pub(crate) fn point(&self) -> Outcome<LonLat> {
        Ok(LonLat::new(self.number("lon")?, self.number("lat")?)?)
    }

    /// The period of the row; what is open ends at the end of all days.
    pub(crate) fn period(&self) -> Outcome<(Date, Date)> {
        let until = match self.get("until") {
            "" => Date::MAX,
            day => day.parse()?,
        };
        Ok((self.number("since")?, until))
    }

    pub(crate) fn holds_on(&self, day: Date) -> Outcome<bool> {
        let (since, until) = self.period()?;
        Ok(since <= day && day < until)
    }
}

/// The folder of the repository's example data.
pub(crate) fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(file)
}

pub(crate) fn rows(file: &str) -> Outcome<Vec<Row>> {
    let mut reader = csv::Reader::from_path(path("dien_bien").join(file))?;
    let header = reader.headers()?.clone();
    let row = |record: csv::StringRecord| {
        Row(header.iter().zip(&record).map(|(h, c)| (h.to_owned(), c.to_owned())).collect())
    };
    Ok(reader.records().map(|record| record.map(row)).collect::<Result<_, _>>()?)
}

/// The rows of a file that hold on a day.
pub(crate) fn rows_on(file: &str, day: Date) -> Outcome<Vec<Row>> {
    let mut held = Vec::new();
    for row in rows(file)? {
        if row.holds_on(day)? {
            held.push(row);
        }
    }
    Ok(held)
}

/// The vertices of each feature of a GeoJSON file, with its properties.
pub(crate) fn lines(file: &Path) -> Outcome<Vec<(serde_json::Value, Vec<[f64; 2]>)>> {
    let json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    let features = json["features"].as_array().ok_or("no features")?;
    let line = |f: &serde_json::Value| -> Outcome<_> {
        let vertices = serde_json::from_value(f["geometry"]["coordinates"].clone())?;
        Ok((f["properties"].clone(), vertices))
    };
    features.iter().map(line).collect()
}

/// One section with its markers placed.
pub(crate) struct Measured {
    pub(crate) line: Polyline,
    pub(crate) survey_2015: Calibration,
    pub(crate) survey_2017: Calibration,
    pub(crate) markers: Vec<(Marker, Placed)>,
}

impl Measured {
    /// All sections by id.
    pub(crate) fn all() -> Outcome<BTreeMap<String, Self>> {
        let mut sections = BTreeMap::new();
        for (properties, vertices) in lines(&path("dien_bien/border.geojson"))? {
            let section = properties["section"].as_str().ok_or("no section")?.to_owned();
            let points: Result<Vec<LonLat>, _> =
                vertices.into_iter().map(LonLat::try_from).collect();
            let line = Polyline::new(&[points?])?;
            let measured = Self {
                survey_2015: calibration(&line, &section, "2015")?,
                survey_2017: calibration(&line, &section, "2017")?,
                markers: placed(&line, &section)?,
                line,
            };
            sections.insert(section, measured);
        }
        Ok(sections)
    }

    /// The measure of an address in survey 2015.
    pub(crate) fn measure(&self, text: &str) -> Outcome<Measure> {
        Ok(match Address::parse(text, DecimalMark::Point)? {
            Address::Start => Measure::ZERO,
            Address::End => self.survey_2015.extent().to(),
            Address::Km(km) => Measure::ZERO + km,
            Address::Point(point) => self.survey_2015.measure(self.line.nearest(point).place),
            Address::Marker(label, offset) => {
                let named = self.markers.iter().find(|(m, _)| m.answers_to(&label));
                let (_, placed) = named.ok_or_else(|| format!("no marker for {text}"))?;
                self.survey_2015.measure(placed.place) + offset
            }
        })
    }

    /// The stretch of a row in survey 2015; its kilometres are those of the survey it names, or
    /// of the one in force when it was made.
    pub(crate) fn span(&self, row: &Row) -> Outcome<Span> {
        let later = match row.get("survey") {
            "" => row.get("since") >= "2017-12-13",
            survey => survey == "2017",
        };
        let end = |column: &str| -> Outcome<Measure> {
            let text = row.get(column);
            let measure = match Address::parse(text, DecimalMark::Point)? {
                Address::Km(km) if later => Measure::ZERO + km,
                _ => return self.measure(text),
            };
            Ok(self.survey_2015.measure(self.survey_2017.place(measure)?))
        };
        Ok(Span::between(end("from")?, end("to")?)?)
    }

    /// A measure of survey 2015 in survey 2017.
    pub(crate) fn carried(&self, measure: Measure) -> Outcome<Measure> {
        Ok(self.survey_2017.measure(self.survey_2015.place(measure)?))
    }
}

fn calibration(line: &Polyline, section: &str, survey: &str) -> Outcome<Calibration> {
    let rows = rows("surveys.csv")?;
    let of = |r: &&Row| r.get("survey") == survey && r.get("section") == section;
    let row = rows.iter().find(of).ok_or("no such survey")?;
    Ok(Calibration::new(line.end(), Length::from_km(row.number("length_km")?)?, &[])?)
}

fn placed(line: &Polyline, section: &str) -> Outcome<Vec<(Marker, Placed)>> {
    let id = SectionId::new(section)?;
    let mut markers = Vec::new();
    for row in rows("markers.csv")?.iter().filter(|r| r.get("section") == section) {
        let mut marker = Marker::new(id.clone(), row.get("marker").parse()?, row.point()?);
        let aliases: Result<Vec<MarkerLabel>, _> =
            row.get("alias").split_whitespace().map(str::parse).collect();
        marker.aliases = aliases?;
        markers.push(marker);
    }
    let places = place_markers(line, &markers, 500.0);
    markers.into_iter().zip(places).map(|(marker, place)| Ok((marker, place?))).collect()
}
