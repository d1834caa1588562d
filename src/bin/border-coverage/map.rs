//! `map`: pictures of the border, and the map for other programs.

use std::path::PathBuf;
use std::process::ExitCode;

use border_coverage::Report;

use crate::args::{Source, When};
use crate::{Outcome, console};

/// Write the map, the line drawn straight and the page, and the map for other programs
///
/// Writes map.svg, strip.svg and report.html; map.geojson with map.qml (QGIS), map.gpx (phones,
/// receivers) and map.kml (globes). A program built with the feature png writes map.png and
/// strip.png too.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  border-coverage map my-folder --out maps --lang vi")]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    when: When,
    /// Folder to write into
    #[arg(long, value_name = "FOLDER", default_value = "maps")]
    out: PathBuf,
    /// Width of the PNG in pixels
    #[arg(long, value_name = "PIXELS", default_value_t = 1600)]
    #[cfg_attr(not(feature = "png"), arg(hide = true))]
    width: u32,
    /// Decimals of degrees in map.geojson, map.gpx and map.kml
    #[arg(long, value_name = "N", default_value_t = Report::DECIMALS)]
    decimals: u8,
}

type Files = Vec<(&'static str, Vec<u8>)>;

pub(crate) fn run(args: &Args) -> Outcome<ExitCode> {
    let report = args.source.report(&args.when)?;
    let files = console::working("drawing the maps", || files(args, &report))?;
    let failed = |reason| console::not_written(&args.out, &reason);
    std::fs::create_dir_all(&args.out).map_err(failed)?;
    for (name, bytes) in files {
        console::write(&args.out.join(name), &bytes)?;
    }
    Ok(args.source.status(report.rows_left_out))
}

fn files(args: &Args, report: &Report) -> Outcome<Files> {
    let (lang, decimals) = (args.source.lang, args.decimals);
    let mut files = vec![
        ("map.svg", report.map_svg(lang).into_bytes()),
        ("strip.svg", report.strip_svg(lang).into_bytes()),
        ("report.html", report.page(lang).into_bytes()),
        ("map.geojson", report.map_geojson(lang, decimals).into_bytes()),
        ("map.qml", report.map_qml(lang).into_bytes()),
        ("map.gpx", report.map_gpx(lang, decimals).into_bytes()),
        ("map.kml", report.map_kml(lang, decimals).into_bytes()),
    ];
    files.extend(pixels(args, report)?);
    Ok(files)
}

#[cfg(feature = "png")]
fn pixels(args: &Args, report: &Report) -> Outcome<Files> {
    let map = report.map_png(args.source.lang, args.width)?;
    Ok(vec![("map.png", map), ("strip.png", report.strip_png(args.source.lang, args.width)?)])
}

#[cfg(not(feature = "png"))]
#[allow(clippy::unnecessary_wraps, reason = "with the feature png it may fail")]
fn pixels(args: &Args, _: &Report) -> Outcome<Files> {
    let _ = args.width;
    console::complain("no PNG: this program was built without the feature png");
    Ok(Vec::new())
}
