//! Makes the example data in the coordinates of its surveyors: every marker and village of a data
//! set in the grid VN-2000 / TM-3 103-00, all else as it is.
//!
//! `cargo run --release --features proj --example generate_vn2000 -- [FROM] [TO] [CRS]`: from the
//! folder FROM (data/dien_bien) to the folder TO (data/dien_bien_vn2000) in CRS (EPSG:9205).

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use border_coverage::LonLat;
use border_coverage::crs::{Converter, Crs, CrsError};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let folder = |i: usize, own: &str| arguments.get(i).map_or(data.join(own), PathBuf::from);
    let (from, to) = (folder(0, "dien_bien"), folder(1, "dien_bien_vn2000"));
    let crs = Crs::new(arguments.get(2).map_or("EPSG:9205", String::as_str))?;
    let converter = crs.converter()?;
    let at = |path: &Path, remedy: &'static str| {
        let path = path.display().to_string();
        move |reason: std::io::Error| format!("{path}: {reason}; {remedy}")
    };
    let (sources, targets) =
        ("name a folder with a data set", "name a folder that you may write in");
    let entries = fs::read_dir(&from).map_err(at(&from, sources))?;
    fs::create_dir_all(&to).map_err(at(&to, targets))?;
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let source = from.join(&name);
        let bytes = fs::read(&source).map_err(at(&source, "it cannot be read"))?;
        let made = match name.as_str() {
            "README.md" => continue, // each folder has its own
            "markers.csv" | "villages.csv" => rewritten(&bytes, &converter)
                .map_err(|error| format!("{}: {error}", source.display()))?,
            "dataset.toml" => [format!("crs = \"{crs}\"\n").as_bytes(), &bytes].concat(),
            _ => bytes,
        };
        let target = to.join(&name);
        fs::write(&target, made).map_err(at(&target, targets))?;
    }
    println!("{} written, in {}", to.display(), converter.name());
    Ok(())
}

/// A table with its columns `lon` and `lat` in another system.
fn rewritten(bytes: &[u8], converter: &Converter) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers()?.clone();
    let column = |name: &str| header.iter().position(|other| other == name).ok_or("no coordinates");
    let (lon, lat) = (column("lon")?, column("lat")?);
    let decimals = if converter.is_geographic() { 11 } else { 6 };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header)?;
    for record in reader.records() {
        let record = record?;
        let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
        if !cells[lon].is_empty() {
            let at = LonLat::new(cells[lon].parse()?, cells[lat].parse()?)?;
            let [x, y] = coordinates(converter, at)?;
            cells[lon] = format!("{x:.decimals$}");
            cells[lat] = format!("{y:.decimals$}");
        }
        writer.write_record(&cells)?;
    }
    Ok(writer.into_inner()?)
}

/// The coordinates that are read as a point, to a micrometre. PROJ's way there is not quite the
/// way back: a datum shift moves a point in height too, which a table of two columns loses, and
/// that is worth a millimetre.
fn coordinates(converter: &Converter, at: LonLat) -> Result<[f64; 2], CrsError> {
    let aim = converter.to_coordinates(at)?;
    let mut found = aim;
    for _ in 0..4 {
        let read = converter.to_coordinates(converter.to_lon_lat(found[0], found[1])?)?;
        found = [found[0] + aim[0] - read[0], found[1] + aim[1] - read[1]];
    }
    Ok(found)
}
