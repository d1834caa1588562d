//! `conflicts`: what is kept more than once, what each decision would cost, and one decision
//! written down.

mod decide;

use std::process::ExitCode;

use border_coverage::audit::Policy;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::Outcome;
use crate::args::{self, Rows, Source, When};

/// List what is kept more than once, and what deciding it would change
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  border-coverage conflicts my-folder --policy earlier_stands")]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    when: When,
    /// List what each decision of each conflict would change for its villages
    #[arg(long)]
    prices: bool,
    /// Decide all conflicts this way, and print the accounts after and the rows to write down
    #[arg(long, value_name = "NAME", value_parser = policy())]
    policy: Option<Policy>,
}

fn policy() -> impl TypedValueParser<Value = Policy> {
    let unknown = |name: String| Policy::named(&name).ok_or(format!("no policy is called {name}"));
    PossibleValuesParser::new(Policy::ALL.map(Policy::name)).try_map(unknown)
}

pub(crate) fn run(args: &Args) -> Outcome<ExitCode> {
    let data = args.source.read()?;
    let report = args::report(&data, &args.when.options())?;
    let tables: &[&str] = if args.prices {
        &["conflict classes", "conflicts", "policies", "prices"]
    } else {
        &["conflict classes", "conflicts", "policies"]
    };
    args.source.print(&report, tables, Rows { all: true })?;
    if let Some(policy) = args.policy {
        decide::print(&args.source, &data, &report, policy)?;
    }
    Ok(args.source.status(report.rows_left_out))
}
