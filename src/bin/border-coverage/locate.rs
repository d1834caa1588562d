//! `locate`: from a point to its address on the line, and back.

use std::process::ExitCode;

use border_coverage::{Address, DataSet, LonLat, Measure, Report, SectionId};

use crate::args::{self, Source, When};
use crate::{BadUsage, Outcome, console};

/// Find the address of a point on the line, or the point of an address, and who keeps it
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    border-coverage locate my-folder --point 102.2345 22.2801\n  \
    border-coverage locate my-folder --address laos \"85+70 m\"")]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    when: When,
    /// Degrees east and north
    #[arg(long, num_args = 2, value_names = ["LON", "LAT"], allow_negative_numbers = true)]
    point: Vec<f64>,
    /// A section, and an address on it such as "85+70 m", "km 37.215" or start
    #[arg(long, num_args = 2, value_names = ["SECTION", "ADDRESS"], conflicts_with = "point")]
    address: Vec<String>,
}

/// A position on a section: as a measure, and as the point that was asked for, if one was.
struct Position {
    section: SectionId,
    measure: Measure,
    asked: Option<f64>,
}

pub(crate) fn run(args: &Args) -> Outcome<ExitCode> {
    let data = args.source.read()?;
    let report = args::report(&data, &args.when.options())?;
    let position = match (&args.point[..], &args.address[..]) {
        (&[lon, lat], _) => nearest(&data, &report, LonLat::new(lon, lat)?)?,
        (_, [section, address]) => addressed(args, &data, &report, section, address)?,
        _ if args.source.folder.is_none() => {
            nearest(&data, &report, LonLat::new(102.2345, 22.2801)?)?
        }
        _ => {
            let message = "say what to locate: --point LON LAT, or --address SECTION ADDRESS";
            return Err(BadUsage(message.to_owned()).into());
        }
    };
    print(args, &data, &report, &position)?;
    Ok(args.source.status(report.rows_left_out))
}

/// The position on the line that is nearest to a point.
fn nearest(data: &DataSet, report: &Report, point: LonLat) -> Outcome<Position> {
    let nearest = data.border().nearest(point);
    let (section, measure) = (nearest.section().id().clone(), nearest.measure(&report.survey)?);
    Ok(Position { section, measure, asked: Some(nearest.distance()) })
}

fn addressed(
    args: &Args,
    data: &DataSet,
    report: &Report,
    section: &str,
    address: &str,
) -> Outcome<Position> {
    let section = SectionId::new(section)?;
    let address = Address::parse(address, args.source.lang.mark())?;
    let found = data.border().locate(&section, &address, &report.survey, report.date)?;
    Ok(Position { section, measure: found.measure, asked: None })
}

fn print(args: &Args, data: &DataSet, report: &Report, position: &Position) -> Outcome<()> {
    let Position { section, measure, asked } = position;
    let (border, source, lang) = (data.border(), &args.source, args.source.lang);
    let address = border.milestones(section, &report.survey, report.date)?.address(*measure);
    let written = address.written(lang.mark());
    let away = asked.map_or_else(String::new, |metres| {
        let metres = source.number(&format!("{metres:.1}"));
        source.say(format!(", {metres} m from the point"), format!(", cách điểm {metres} m"))
    });
    let (km, survey) = (lang.km(measure.from_start()), &report.survey);
    let along = source.say(
        format!("{km} km from the start in survey {survey}"),
        format!("cách điểm đầu {km} km theo đợt đo {survey}"),
    );
    let place = border.calibration(section, survey)?.place(*measure)?;
    let at = border.section(section)?.line().at(place)?;
    let keepers = keepers(report, section, *measure);
    let kept = if keepers.is_empty() {
        source.say("kept by nobody".to_owned(), "chưa đăng ký".to_owned())
    } else {
        let keepers = keepers.join(", ");
        source.say(format!("kept by {keepers}"), format!("{keepers} tự quản"))
    };
    console::print(&format!(
        "{section}: {written}{away}\n  {along}\n  {:.7}, {:.7}\n  {kept}\n",
        at.lon(),
        at.lat()
    ))
}

/// Who keeps the line at a measure.
fn keepers<'a>(report: &'a Report, section: &SectionId, measure: Measure) -> Vec<&'a str> {
    let holds = |from: Measure, to: Measure| from <= measure && measure < to;
    let stretch = report.map.stretches.iter().find(|stretch| {
        stretch.at.section == *section && holds(stretch.at.span.from(), stretch.at.span.to())
    });
    stretch.map_or_else(Vec::new, |s| {
        s.villages.iter().map(border_coverage::VillageId::as_str).collect()
    })
}
