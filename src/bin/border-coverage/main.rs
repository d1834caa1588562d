//! The program `border-coverage`: the account of a border from a folder of data.
//!
//! Results go to standard output, errors and progress to standard error. Exit status: 0 done;
//! 1 the data set cannot be read, or the output not written; 2 with `--strict`, when a row was
//! left out; 64 the arguments cannot be used.

mod args;
mod check;
mod conflicts;
mod console;
mod example;
mod explain;
mod gaps;
mod history;
mod locate;
mod map;
mod nearest;
mod report;
mod resurvey;
mod shell;
mod what_if;

use std::error::Error;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

/// What a subcommand gives back.
type Outcome<T> = Result<T, Box<dyn Error>>;

/// The status of a command whose arguments cannot be used: `EX_USAGE` of sysexits.h.
const BAD_USAGE: u8 = 64;

/// Arguments that clap accepts and that make no sense together.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct BadUsage(String);

/// The account of a border: who keeps which stretch, how much is kept, what is left.
///
/// Reads a folder of data (border.geojson and tables such as villages.csv and registrations.csv)
/// and answers questions about it. Without a folder it answers about the example, the border of
/// Điện Biên, Vietnam. Without a command it prints the report.
#[derive(Debug, Parser)]
#[command(
    name = "border-coverage",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  \
        border-coverage                          the report of the example\n  \
        border-coverage report my-folder --out reports\n  \
        border-coverage check my-folder          what is wrong with the data\n  \
        border-coverage gaps my-folder           what nobody keeps, and whom to ask\n\n\
        Exit status: 0 done; 1 data cannot be read or output not written; 2 with --strict, when\n\
        a row was left out; 64 the arguments cannot be used."
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    report: report::Args,
}

#[derive(Debug, Subcommand)]
enum Command {
    Report(report::Args),
    Check(check::Args),
    Map(map::Args),
    Locate(locate::Args),
    Gaps(gaps::Args),
    Nearest(nearest::Args),
    Conflicts(conflicts::Args),
    Explain(explain::Args),
    History(history::Args),
    Resurvey(resurvey::Args),
    WhatIf(what_if::Args),
    Completions(shell::Completions),
    Man(shell::Man),
}

impl Command {
    fn run(&self) -> Outcome<ExitCode> {
        match self {
            Self::Report(args) => report::run(args),
            Self::Check(args) => check::run(args),
            Self::Map(args) => map::run(args),
            Self::Locate(args) => locate::run(args),
            Self::Gaps(args) => gaps::run(args),
            Self::Nearest(args) => nearest::run(args),
            Self::Conflicts(args) => conflicts::run(args),
            Self::Explain(args) => explain::run(args),
            Self::History(args) => history::run(args),
            Self::Resurvey(args) => resurvey::run(args),
            Self::WhatIf(args) => what_if::run(args),
            Self::Completions(args) => shell::completions(args),
            Self::Man(args) => shell::man(args),
        }
    }
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return unparsed(&error),
    };
    let command = cli.command.unwrap_or(Command::Report(cli.report));
    command.run().unwrap_or_else(|error| {
        console::complain(&format!("error: {error}"));
        if error.is::<BadUsage>() { ExitCode::from(BAD_USAGE) } else { ExitCode::FAILURE }
    })
}

/// Help and version go to standard output, bad usage to standard error.
fn unparsed(error: &clap::Error) -> ExitCode {
    // Where nobody reads it, the status says it.
    let _ = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ExitCode::SUCCESS,
        _ => ExitCode::from(BAD_USAGE),
    }
}
