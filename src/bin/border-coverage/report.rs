//! `report`: all accounts of a folder, as tables, and as a folder of files.

use std::path::PathBuf;
use std::process::ExitCode;

use border_coverage::io::ReportOptions;
use border_coverage::period::parse_date;
use border_coverage::{DataSet, Report};
use jiff::civil::Date;

use crate::args::{self, Rows, Source, When};
use crate::{Outcome, console};

/// Print the account of the border, and write it as a page, maps and tables
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  border-coverage report my-folder --date 2017-04-25 --out reports"
)]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    when: When,
    /// Explain the difference from that day
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    since: Option<Date>,
    /// Explain the difference from that folder, on its own day unless --since gives another, and
    /// in its own survey
    #[arg(long, value_name = "FOLDER")]
    compare: Option<PathBuf>,
    /// Write report.html, report.json, maps and lists into this folder
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    #[command(flatten)]
    rows: Rows,
}

pub(crate) fn run(args: &Args) -> Outcome<ExitCode> {
    let data = args.source.read()?;
    let other = args.compare.as_ref().map(DataSet::read).transpose();
    let other = other.map_err(|error| format!("--compare: {error}"))?;
    let options =
        ReportOptions { since: args.since, compare: other.as_ref(), ..args.when.options() };
    let report = args::report(&data, &options)?;
    console::print(&report.to_text_with(&args.source.text(args.rows)))?;
    if let Some(out) = &args.out {
        console::working("writing the report", || report.write_in(out, args.source.lang))?;
        let (files, out) = (Report::FILES.join(", "), out.display());
        console::print(&args.source.say(
            format!("\nwritten: {files} in {out}\n"),
            format!("\nđã ghi {files} vào {out}\n"),
        ))?;
    }
    Ok(args.source.status(report.rows_left_out))
}
