//! `explain`: why figures differ from those of another day, survey or folder.

use std::path::PathBuf;
use std::process::ExitCode;

use border_coverage::io::ReportOptions;
use border_coverage::period::parse_date;
use border_coverage::{DataSet, Report};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::Outcome;
use crate::args::{self, Rows, Source, When};

/// Explain why figures differ from another day, survey or folder, in parts that add up
///
/// Compares with the day of --since, or with the folder of --compare. With --survey alone it
/// compares with the data set's own survey; with none of them, with the day a year before.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    border-coverage explain my-folder --since 2016-04-25\n  \
    border-coverage explain this-year --compare last-year\n  \
    border-coverage explain my-folder --survey 2017")]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    when: When,
    /// Earlier day to compare with
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    since: Option<Date>,
    /// Earlier folder to compare with, on its own day unless --since gives another
    #[arg(long, value_name = "FOLDER")]
    compare: Option<PathBuf>,
    #[command(flatten)]
    rows: Rows,
}

pub(crate) fn run(args: &Args) -> Outcome<ExitCode> {
    let data = args.source.read()?;
    let other = args.compare.as_ref().map(DataSet::read).transpose();
    let other = other.map_err(|error| format!("--compare: {error}"))?;
    let report = explained(args, &data, other.as_ref())?;
    args.source.print(&report, &["explain"], args.rows)?;
    Ok(args.source.status(report.rows_left_out))
}

fn explained(args: &Args, data: &DataSet, other: Option<&DataSet>) -> Outcome<Report> {
    let mut options = ReportOptions { since: args.since, compare: other, ..args.when.options() };
    if other.is_none() && args.when.survey.is_some() {
        // The same day in the data set's own survey.
        options.compare = Some(data);
        options.since = args.since.or(args.when.date).or(data.date());
    } else if other.is_none() && args.since.is_none() {
        let day = args.when.date.or(data.date()).ok_or("no day to compare with: give --since")?;
        let before = day.checked_sub(1.year());
        options.since = Some(before.map_err(|_| format!("{day} has no day a year before"))?);
    }
    Ok(args::report(data, &options)?)
}
