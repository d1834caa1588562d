//! Pictures of a border: the map, the line drawn straight, and the page.
//!
//! `cargo run --release --example map -- [DIR] [--out DIR] [--lang en|vi] [--width PX]`; with
//! `--features png` the pictures are written as PNG too.

use std::error::Error;
use std::path::{Path, PathBuf};

use border_coverage::{DataSet, Lang, Report};
use lexopt::prelude::*;

const USAGE: &str = "map [DIR] [--out DIR] [--lang en|vi] [--width PX]

  DIR         folder with border.geojson and the tables; default: data/dien_bien
  --out DIR   where to write map.svg, strip.svg and report.html, and with the feature png
              map.png and strip.png; default: target/pictures
  --lang L    en (English, the default) or vi (Vietnamese)
  --width PX  how wide the PNG are, in pixels; default: 1600";

fn main() -> Result<(), Box<dyn Error>> {
    let here = env!("CARGO_MANIFEST_DIR");
    let (mut folder, mut out) = (None, PathBuf::from(here).join("target/pictures"));
    let (mut lang, mut width) = (Lang::default(), 1600);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("out") => out = parser.value()?.into(),
            Long("lang") => lang = parser.value()?.string()?.parse()?,
            Long("width") => width = parser.value()?.parse()?,
            Value(path) if folder.is_none() => folder = Some(PathBuf::from(path)),
            Long("help") | Short('h') => {
                println!("{USAGE}");
                return Ok(());
            }
            other => return Err(format!("{}\n\n{USAGE}", other.unexpected()).into()),
        }
    }
    let folder = folder.unwrap_or_else(|| PathBuf::from(here).join("data/dien_bien"));
    let report = DataSet::read(&folder)?.report(None, None)?;
    std::fs::create_dir_all(&out)?;
    let mut written = vec![
        ("map.svg", report.map_svg(lang).into_bytes()),
        ("strip.svg", report.strip_svg(lang).into_bytes()),
        ("report.html", report.page(lang).into_bytes()),
    ];
    written.extend(pixels(&report, lang, width)?);
    for (name, bytes) in written {
        let path = Path::new(&out).join(name);
        println!("{} ({} KB)", path.display(), bytes.len().div_ceil(1024));
        std::fs::write(path, bytes)?;
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
