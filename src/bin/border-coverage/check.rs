//! `check`: what is wrong with the data, and what to do.

use std::process::ExitCode;

use crate::Outcome;
use crate::args::{Rows, Source, When};

/// List what is wrong with the data: file, line, field, and what to do
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  border-coverage check my-folder --strict")]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    when: When,
}

pub(crate) fn run(args: &Args) -> Outcome<ExitCode> {
    // Some problems are found only when addresses are placed, for a day in a survey.
    let report = args.source.report(&args.when)?;
    args.source.print(&report, &["problems"], Rows { all: true })?;
    Ok(args.source.status(report.rows_left_out))
}
