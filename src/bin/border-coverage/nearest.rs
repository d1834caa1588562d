//! `nearest`: the line divided among the nearest villages.

use std::path::PathBuf;
use std::process::ExitCode;

use border_coverage::assign::{Metric, NearerVillage, Over};
use border_coverage::{Length, Report};

use crate::args::{self, Rows, Source, When};
use crate::{Outcome, console};

/// Show which village is nearest to how much of the line
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  border-coverage nearest my-folder --farther 2 --map nearest.geojson"
)]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    when: When,
    /// List what is kept by a village that lives so much farther off than the nearest one
    #[arg(long, value_name = "KM")]
    farther: Option<f64>,
    /// Write a map of the division, as GeoJSON
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Outcome<ExitCode> {
    let data = args.source.read()?;
    let report = args::report(&data, &args.when.options())?;
    args.source.print(&report, &["nearest"], Rows { all: true })?;
    if args.farther.is_some() || args.map.is_some() {
        let assigner = args::state(&data, &report)?.assigner();
        let division = assigner.division(&Over::Line, Metric::Geodesic)?;
        if let Some(km) = args.farther {
            let rows = assigner.nearer(&division, Length::from_km(km)?)?;
            print_farther(args, km, &rows)?;
        }
        if let Some(path) = &args.map {
            let map = assigner.division_geojson(&division, args.source.lang, Report::DECIMALS)?;
            console::write(path, map.as_bytes())?;
        }
    }
    Ok(args.source.status(report.rows_left_out))
}

/// What is kept by a village that lives farther off than another.
fn print_farther(args: &Args, by: f64, rows: &[NearerVillage]) -> Outcome<()> {
    let (lang, mark) = (args.source.lang, args.source.lang.mark());
    let sum = rows.iter().fold(Length::ZERO, |sum, row| sum + row.stretch.length());
    let (sum, by) = (lang.km(sum), args.source.number(&by.to_string()));
    console::print_line(&args.source.say(
        format!("\n{sum} km are kept by a village that lives {by} km farther off than another"),
        format!("\n{sum} km do bản ở xa hơn bản gần nhất từ {by} km giữ"),
    ))?;
    for row in rows {
        let [from, to] = [&row.stretch.from, &row.stretch.to].map(|end| end.written(mark));
        let [keeper, nearest] = [row.keeper_distance, row.nearest_distance].map(Length::metres);
        console::print_line(&format!(
            "  {} {from} – {to}: {} {keeper:.0} m, {} {nearest:.0} m",
            row.stretch.section, row.keeper, row.nearest
        ))?;
    }
    Ok(())
}
