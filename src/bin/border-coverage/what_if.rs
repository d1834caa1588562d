//! `what-if`: villages dropped and stretches added in thought, and the figure that follows.

mod plan;

use std::io::BufRead;
use std::process::ExitCode;

use crate::args::{self, Source, When};
use crate::{BadUsage, Outcome, console};
use plan::Plan;

/// Drop villages and add stretches in thought, and see the registered length move
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    border-coverage what-if my-folder --drop na-u-1 --add \"new:laos:km 21.2:km 22.9\"")]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    when: When,
    /// Drop all that a village keeps
    #[arg(long, value_name = "VILLAGE")]
    drop: Vec<String>,
    /// Add a stretch between two addresses, such as "85+70 m", "km 37.215" or start
    #[arg(long, value_name = "VILLAGE:SECTION:FROM:TO")]
    add: Vec<String>,
    /// Read changes typed in, each on a line: drop VILLAGE, or add VILLAGE:SECTION:FROM:TO
    #[arg(long)]
    typed: bool,
}

pub(crate) fn run(args: &Args) -> Outcome<ExitCode> {
    let data = args.source.read()?;
    let report = args::report(&data, &args.when.options())?;
    let mut plan = Plan::new(&data, &report, &args.source);
    console::print_line(&plan.figure())?;
    for village in &args.drop {
        change(&mut plan, &format!("drop {village}")).map_err(BadUsage)?;
    }
    for stretch in &args.add {
        change(&mut plan, &format!("add {stretch}")).map_err(BadUsage)?;
    }
    if args.typed {
        for line in std::io::stdin().lock().lines() {
            let line = line?;
            if !line.trim().is_empty() {
                // A slip of the hand must not lose what was planned before.
                change(&mut plan, line.trim()).unwrap_or_else(|error| console::complain(&error));
            }
        }
    }
    Ok(args.source.status(report.rows_left_out))
}

/// Makes a change and prints the figure after it.
fn change(plan: &mut Plan<'_>, text: &str) -> Result<(), String> {
    let done = match text.split_once(' ') {
        Some(("drop", village)) => plan.drop(village.trim()),
        Some(("add", stretch)) => plan.add(stretch.trim()),
        _ => Err("write drop VILLAGE, or add VILLAGE:SECTION:FROM:TO".into()),
    };
    let printed = done.and_then(|()| console::print_line(&format!("{text}: {}", plan.figure())));
    printed.map_err(|error| format!("{text}: {error}"))
}
