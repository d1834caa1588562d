//! `history`: what was registered when, what lapsed, when the rest would be kept.

use std::process::ExitCode;

use crate::Outcome;
use crate::args::{Rows, Source, When};

/// Show how coverage grew month by month, what lapsed, and when the rest would be kept
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  border-coverage history my-folder --all")]
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
    let tables = ["history", "forecast", "endings", "ended"];
    args.source.print(&report, &tables, args.rows)?;
    Ok(args.source.status(report.rows_left_out))
}
