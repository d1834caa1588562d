//! `resurvey`: the same registrations in every survey of the line.

use std::process::ExitCode;

use crate::Outcome;
use crate::args::{Rows, Source, When};

/// Show the same registrations in every survey: why a share moved when the line was measured anew
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  border-coverage resurvey my-folder --survey 2017")]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    when: When,
    #[command(flatten)]
    rows: Rows,
}

pub(crate) fn run(args: &Args) -> Outcome<ExitCode> {
    let report = args.source.report(&args.when)?;
    let tables = ["days and surveys", "carried", "declared", "causes", "intervals"];
    args.source.print(&report, &tables, args.rows)?;
    Ok(args.source.status(report.rows_left_out))
}
