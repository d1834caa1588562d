//! Pictures of a border: the map, the line drawn straight, and the page; and the map for other
//! programs.
//!
//! `cargo run --release --example map -- [DIR] [--out DIR] [--lang en|vi] [--width PX] [--decimals N]`; with
//! `--features png` the pictures are written as PNG too.

#[macro_use]
#[path = "opening/mod.rs"]
mod opening;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;

use border_coverage::{DataSet, Lang, Report};
use lexopt::prelude::*;

const USAGE: &str = "map [DIR] [--out DIR] [--lang en|vi] [--width PX] [--decimals N]

  DIR         folder with border.geojson and the tables; default: data/dien_bien
  --out DIR   where to write map.svg, strip.svg and report.html, with the feature png map.png
              and strip.png, and for other programs map.geojson with map.qml (QGIS), map.gpx
              (phones, receivers) and map.kml (globes); default: target/pictures
  --lang L    en (English, the default) or vi (Vietnamese)
  --width PX  how wide the PNG are, in pixels; default: 1600
  --decimals N  of degrees in map.geojson, map.gpx and map.kml; default: 7, a centimetre";

struct Options {
    folder: PathBuf,
    out: PathBuf,
    lang: Lang,
    width: u32,
    decimals: u8,
}

fn main() -> ExitCode {
    opening::run_with(USAGE, options(), map)
}

fn options() -> Result<Option<Options>, Box<dyn Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut options = Options {
        folder: here.join("data/dien_bien"),
        out: here.join("target/pictures"),
        lang: Lang::default(),
        width: 1600,
        decimals: Report::DECIMALS,
    };
    let mut folder = None;
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("out") => options.out = parser.value()?.into(),
            Long("lang") => options.lang = parser.value()?.string()?.parse()?,
            Long("width") => options.width = number("--width", &mut parser)?,
            Long("decimals") => options.decimals = number("--decimals", &mut parser)?,
            Value(path) if folder.is_none() => folder = Some(PathBuf::from(path)),
            Long("help") | Short('h') => return Ok(None),
            other => return Err(format!("{}\n\n{USAGE}", other.unexpected()).into()),
        }
    }
    options.folder = folder.unwrap_or(options.folder);
    Ok(Some(options))
}

/// The whole number that follows an option.
fn number<T: FromStr>(option: &str, parser: &mut lexopt::Parser) -> Result<T, Box<dyn Error>> {
    let text = parser.value()?.string()?;
    let refused =
        || format!("{option} {text}: give a whole number from 0 on, not too large").into();
    text.parse().map_err(|_| refused())
}

fn map(options: &Options) -> Result<(), Box<dyn Error>> {
    let Options { folder, out, lang, width, decimals } = options;
    let (lang, decimals) = (*lang, *decimals);
    let report = DataSet::read(folder)?.report(None, None)?;
    let mut written = vec![
        ("map.svg", report.map_svg(lang).into_bytes()),
        ("strip.svg", report.strip_svg(lang).into_bytes()),
        ("report.html", report.page(lang).into_bytes()),
        ("map.geojson", report.map_geojson(lang, decimals).into_bytes()),
        ("map.qml", report.map_qml(lang).into_bytes()),
        ("map.gpx", report.map_gpx(lang, decimals).into_bytes()),
        ("map.kml", report.map_kml(lang, decimals).into_bytes()),
    ];
    written.extend(pixels(&report, lang, *width)?);
    let failed = |path: &Path, reason: std::io::Error| {
        let path = path.display();
        format!("{path}: {reason}; give with --out a folder that you may write in")
    };
    std::fs::create_dir_all(out).map_err(|reason| failed(out, reason))?;
    for (name, bytes) in written {
        let path = out.join(name);
        std::fs::write(&path, &bytes).map_err(|reason| failed(&path, reason))?;
        println!("{} ({} KB)", path.display(), bytes.len().div_ceil(1024));
    }
    Ok(())
}

type Files = Vec<(&'static str, Vec<u8>)>;

#[cfg(feature = "png")]
fn pixels(report: &Report, lang: Lang, width: u32) -> Result<Files, Box<dyn Error>> {
    let map = report.map_png(lang, width)?;
    Ok(vec![("map.png", map), ("strip.png", report.strip_png(lang, width)?)])
}

#[cfg(not(feature = "png"))]
fn pixels(_: &Report, _: Lang, _: u32) -> Result<Files, Box<dyn Error>> {
    println!("no PNG: they are made with --features png");
    Ok(Vec::new())
}
