//! `gaps`: what nobody keeps, and who should be asked to take it.

use std::path::PathBuf;
use std::process::ExitCode;

use border_coverage::assign::{Assigner, Proposal, Proposals};
use border_coverage::{DataSet, Report};

use crate::args::{self, Rows, Source, When};
use crate::{Outcome, console};

/// List what nobody keeps, and who should be asked to take it
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    border-coverage gaps my-folder --reach 95\n  \
    border-coverage gaps my-folder --csv > proposed.csv")]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    when: When,
    /// Say how many gaps must be closed until this share of the line is registered
    #[arg(long, value_name = "PERCENT")]
    reach: Option<f64>,
    /// Print only the proposals, as rows of registrations.csv
    #[arg(long)]
    csv: bool,
    /// Write a map of the proposals, as GeoJSON
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Outcome<ExitCode> {
    let data = args.source.read()?;
    let report = args::report(&data, &args.when.options())?;
    let assigner = args::state(&data, &report)?.assigner();
    if args.csv {
        print_rows(&data, &report.proposals)?;
    } else {
        let tables = ["gaps", "markers", "proposals", "unfilled"];
        args.source.print(&report, &tables, Rows { all: true })?;
        if let Some(percent) = args.reach {
            print_reach(args, &assigner, percent)?;
        }
    }
    if let Some(path) = &args.map {
        let map =
            assigner.proposals_geojson(&report.proposals, args.source.lang, Report::DECIMALS)?;
        console::write(path, map.as_bytes())?;
    }
    Ok(args.source.status(report.rows_left_out))
}

/// The proposals under the columns of `registrations.csv`, in the folder's own style.
fn print_rows(data: &DataSet, found: &Proposals) -> Outcome<()> {
    let style = data.csv_style();
    console::print_line(&style.line(Proposal::COLUMNS))?;
    for proposal in &found.proposals {
        console::print_line(&style.line(proposal.fields(style.mark)))?;
    }
    Ok(())
}

/// How many gaps, the longest first, must be closed until a share is reached.
fn print_reach(args: &Args, assigner: &Assigner, percent: f64) -> Outcome<()> {
    let list = assigner.work_list(0)?;
    let sentence = match list.gaps_to_reach(percent / 100.0) {
        Some(count) => args.source.say(
            format!("\nclosing the {count} longest gaps reaches {percent} %"),
            format!("\nđăng ký {count} đoạn dài nhất thì đạt {percent} %"),
        ),
        None => args.source.say(
            format!("\nno number of gaps is to be closed for {percent} %"),
            format!("\nkhông có số đoạn nào để đạt {percent} %"),
        ),
    };
    console::print_line(&sentence)
}
